/** What can be done with a board now. The first one is the primary; it is filled only where a person is wanted. */
import { Button } from '@mantine/core';
import { useLocation } from 'wouter';
import { isFinal, type JobSnapshot } from '../../../preload/contract/jobs.ts';
import type { PortInfo } from '../../../preload/contract/models.ts';
import { Icon } from '../../components/index.ts';
import { benchText } from '../../text/bench.ts';
import { doctorText } from '../../text/doctor.ts';
import { partsText } from '../../text/parts.ts';
import { boardPath } from '../board/section.ts';
import { stepOfPhase } from '../boards/steps.ts';
import { doctorPath, isSerialTrouble } from '../doctor/path.ts';
import type { TileCalls } from './use-tile-calls.ts';

export interface TileActionsProps {
  readonly board: PortInfo;
  readonly job: JobSnapshot | undefined;
  readonly deviceId: string | undefined;
  readonly calls: TileCalls;
}

export function TileActions({ board, job, deviceId, calls }: TileActionsProps) {
  const [, go] = useLocation();
  const text = benchText.actions;
  const open = () => go(`/provision/${encodeURIComponent(board.path)}`);
  const findOut = () => go(doctorPath(board.path));
  const id = job?.id ?? '';
  const removeButton = board.source === 'virtual' && (
    <Button size="lg" onClick={() => calls.remove(board.path)}>
      {text.remove}
    </Button>
  );

  const provisioning = job?.kind === 'provision';
  const show = provisioning ? open : () => go(boardPath(board.path, 'compare'));
  switch (job !== undefined && (provisioning || !isFinal(job.state)) ? job.state.status : undefined) {
    case 'queued':
    case 'running':
    case 'cancelling':
      return (
        <>
          <Button size="lg" flex={1} onClick={show}>
            {text.show}
          </Button>
          <Button size="lg" disabled={job?.state.status === 'cancelling'} onClick={() => calls.cancel(id)}>
            {text.cancel}
          </Button>
        </>
      );
    case 'asking': {
      const asksToBackUp = job?.state.status === 'asking' && job.state.question.kind === 'back-up-files';
      return (
        <>
          <Button size="lg" flex={1} variant="filled" onClick={() => calls.answer(id, true)}>
            {asksToBackUp ? text.backUp : text.yes}
          </Button>
          <Button size="lg" onClick={() => calls.answer(id, false)}>
            {asksToBackUp ? text.withoutBackup : text.no}
          </Button>
        </>
      );
    }
    case 'done':
      return (
        <>
          <Button size="lg" flex={1} onClick={() => go(`/devices/${deviceId ?? ''}`)}>
            {text.device}
          </Button>
          <Button size="lg" onClick={open}>
            {text.again}
          </Button>
        </>
      );
    case 'failed': {
      const step = job?.state.status === 'failed' ? stepOfPhase(job.state.phase) : 0;
      return (
        <>
          <Button
            size="lg"
            flex={1}
            variant="filled"
            leftSection={<Icon name="restart" />}
            aria-keyshortcuts="R"
            onClick={() => calls.retry(id)}
          >
            {text.retry(partsText.stepNames[step] ?? '')}
          </Button>
          {job?.state.status === 'failed' && isSerialTrouble(job.state.failure.code) ? (
            <Button size="lg" onClick={findOut}>
              {doctorText.open}
            </Button>
          ) : (
            <Button size="lg" onClick={open}>
              {text.show}
            </Button>
          )}
        </>
      );
    }
    default:
      return (
        <>
          {board.loader === undefined ? (
            <Button size="lg" flex={1} variant="filled" onClick={open}>
              {text.provision}
            </Button>
          ) : (
            <Button size="lg" flex={1} onClick={findOut}>
              {doctorText.open}
            </Button>
          )}
          {removeButton}
        </>
      );
  }
}
