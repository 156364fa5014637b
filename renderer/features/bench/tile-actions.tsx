/** What can be done with a board now. The first one is the primary; it is filled only where a person is wanted. */
import { Button } from '@mantine/core';
import { useLocation } from 'wouter';
import type { JobSnapshot } from '../../../preload/contract/jobs.ts';
import type { PortInfo } from '../../../preload/contract/models.ts';
import { Icon } from '../../components/index.ts';
import { benchText } from '../../text/bench.ts';
import { partsText } from '../../text/parts.ts';
import { stepOfPhase } from '../boards/steps.ts';
import { useCall } from '../shell/use-call.ts';

export interface TileActionsProps {
  readonly board: PortInfo;
  readonly job: JobSnapshot | undefined;
  readonly deviceId: string | undefined;
}

export function TileActions({ board, job, deviceId }: TileActionsProps) {
  const [, go] = useLocation();
  const cancel = useCall('jobs.cancel');
  const answer = useCall('jobs.answer');
  const remove = useCall('boards.removeVirtual');
  const text = benchText.actions;
  const open = () => go(`/provision/${encodeURIComponent(board.path)}`);
  const id = job?.id ?? '';
  const removeButton = board.source === 'virtual' && (
    <Button size="lg" onClick={() => void remove.run({ port: board.path })}>
      {text.remove}
    </Button>
  );

  switch (job?.kind === 'provision' ? job.state.status : undefined) {
    case 'queued':
    case 'running':
    case 'cancelling':
      return (
        <>
          <Button size="lg" flex={1} onClick={open}>
            {text.show}
          </Button>
          <Button
            size="lg"
            disabled={job?.state.status === 'cancelling'}
            onClick={() => void cancel.run({ job: id })}
          >
            {text.cancel}
          </Button>
        </>
      );
    case 'asking':
      return (
        <>
          <Button size="lg" flex={1} variant="filled" onClick={() => void answer.run({ job: id, yes: true })}>
            {text.yes}
          </Button>
          <Button size="lg" onClick={() => void answer.run({ job: id, yes: false })}>
            {text.no}
          </Button>
        </>
      );
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
          <Button size="lg" flex={1} variant="filled" leftSection={<Icon name="restart" />} onClick={open}>
            {text.retry(partsText.stepNames[step] ?? '')}
          </Button>
          {removeButton}
        </>
      );
    }
    default:
      return (
        <>
          <Button size="lg" flex={1} variant="filled" onClick={open}>
            {text.provision}
          </Button>
          {removeButton}
        </>
      );
  }
}
