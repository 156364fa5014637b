/** Only the Wi-Fi, by cable: what the board hears, which network it is to join, and what it says to that. */
import { Button } from '@mantine/core';
import { useState } from 'react';
import { Link, useLocation } from 'wouter';
import { cableWifiResult, type PortalNetwork } from '../../../preload/contract/field.ts';
import { isFinal, type JobSnapshot } from '../../../preload/contract/jobs.ts';
import {
  FailureAlert,
  LiveRegion,
  LogView,
  Notice,
  PageHead,
  Panel,
  Plate,
  Progress,
  SelectField,
} from '../../components/index.ts';
import { jobOfBoard } from '../../stores/jobs.ts';
import { useJobs } from '../../stores/react.ts';
import { describeFailure } from '../../text/errors.ts';
import { fieldText } from '../../text/field.ts';
import { boardName } from '../boards/board-name.ts';
import { useSlots } from '../boards/use-slots.ts';
import { plain } from '../devices/plain.ts';
import { logLines } from '../provision/log-lines.ts';
import { usePageKeys } from '../provision/use-page-keys.ts';
import { CallFailure } from '../shell/call-failure.tsx';
import { useCall } from '../shell/use-call.ts';
import css from './field-page.module.css';
import { NetworkAsk } from './network-ask.tsx';

const text = fieldText.cable;

export default function CablePage({ port }: { readonly port: string }) {
  const [, go] = useLocation();
  const slots = useSlots().filter(({ presence }) => presence === 'here');
  const slot = slots.find(({ board }) => board.path === port);
  const job = useJobs((state) => jobOfBoard(state, port, 'give-wifi'));
  const [aside, setAside] = useState<string | null>(null);
  const scan = useCall('boards.scanWifi');
  const give = useCall('jobs.giveWifi');
  const cancel = useCall('jobs.cancel');
  const [heard, setHeard] = useState<readonly PortalNetwork[]>([]);
  const running = job !== undefined && !isFinal(job.state);
  const shown = job === undefined || (job.id === aside && !running) ? undefined : job;
  const listen = async () => {
    const found = await scan.run({ port });
    if (found !== undefined) setHeard(found.map(portalNetwork));
  };
  usePageKeys({
    onEnter: undefined,
    onCancel: running && job !== undefined ? () => void cancel.run({ job: job.id }) : undefined,
    onEscape: () => go('/field'),
  });
  return (
    <>
      <PageHead
        title={text.page}
        trail={<Link href="/field">{fieldText.title}</Link>}
        about={text.about}
        drawing={<Plate slot={slot?.slot ?? '–'} state={running ? 'working' : 'ready'} fraction={0} />}
        actions={
          <Button size="lg" onClick={() => go('/field')}>
            {text.back}
          </Button>
        }
      />
      <div className={css.cable}>
        <div className={css.stack}>
          {slots.length > 1 && !running && (
            <SelectField
              label={text.which}
              value={port}
              options={slots.map(({ slot: number, board }) => ({
                value: board.path,
                label: `${number}: ${boardName(board)}, ${board.path}`,
              }))}
              onChange={(next) => go(`/field/cable/${encodeURIComponent(next)}`)}
            />
          )}
          {shown === undefined ? (
            <NetworkAsk
              title={text.hears}
              networks={heard}
              again={heard.length === 0 ? text.listen : text.listenAgain}
              onAgain={() => void listen()}
              listening={scan.state === 'running' ? 'yes' : 'no'}
              action={text.give}
              busy={give.state === 'running' || scan.state === 'running' ? 'yes' : 'no'}
              onGive={(order) => void give.run({ port, ...order }).then((begun) => begun && setAside(null))}
            />
          ) : (
            <Came
              job={shown}
              onCancel={() => void cancel.run({ job: shown.id })}
              onAnother={() => setAside(shown.id)}
            />
          )}
          <CallFailure failure={scan.failure ?? give.failure ?? cancel.failure} />
        </div>
        <LogView
          title={text.says}
          framed
          live={running}
          lines={shown === undefined ? [] : logLines(shown, 'board')}
        />
      </div>
      <LiveRegion message={shown === undefined ? '' : fieldText.said(text.page, shown.state.status)} />
    </>
  );
}

interface CameProps {
  readonly job: JobSnapshot;
  readonly onCancel: () => void;
  readonly onAnother: () => void;
}

function Came({ job: { state }, onCancel, onAnother }: CameProps) {
  const another = (
    <Button size="lg" variant="filled" onClick={onAnother}>
      {text.another}
    </Button>
  );
  switch (state.status) {
    case 'done': {
      const result = cableWifiResult.safeParse(state.result).data;
      return (
        <Notice state="pass" title={text.joined(plain(result?.ssid ?? '', 32))} actions={another}>
          <p>{result && text.joinedWhy(plain(result.ip, 40), `−${Math.abs(result.rssi)} dBm`)}</p>
        </Notice>
      );
    }
    case 'failed': {
      const { sentence, remedy } = describeFailure(state.failure);
      return (
        <FailureAlert
          title={sentence}
          code={state.failure.code}
          cause={state.phase === 'try' && state.failure.code !== 'wifi-not-put-back' ? text.kept : undefined}
          remedy={remedy}
          actions={another}
        />
      );
    }
    case 'cancelled':
      return <Notice icon="cancelled" title={text.cancelled} actions={another} />;
    default:
      return (
        <Panel title={text.page}>
          <div className={css.stack}>
            <Progress fraction={null} phase={phaseOf(state)} />
            <div className={css.row}>
              <Button size="lg" disabled={state.status === 'cancelling'} onClick={onCancel}>
                {text.stop}
              </Button>
            </div>
          </div>
        </Panel>
      );
  }
}

function phaseOf(state: JobSnapshot['state']): string {
  if (!('progress' in state)) return text.phases.look;
  const { phase } = state.progress;
  return phase === 'look' || phase === 'write' || phase === 'try' ? text.phases[phase] : '';
}

const portalNetwork = ({
  security,
  ...one
}: {
  ssid: string;
  rssi: number;
  channel: number | null;
  security: string;
}): PortalNetwork => ({ ...one, secured: security === 'unknown' ? null : security !== 'open' });
