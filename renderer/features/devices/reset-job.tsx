/** A factory reset under way, and what it came to. */
import { Button } from '@mantine/core';
import { useLocation } from 'wouter';
import { FailureAlert, Notice, Panel, Progress } from '../../components/index.ts';
import { deviceText } from '../../text/devices.ts';
import { describeFailure } from '../../text/errors.ts';
import { CallFailure } from '../shell/call-failure.tsx';
import { useCall } from '../shell/use-call.ts';
import { plain } from './plain.ts';
import type { ResetView } from './reset-view.ts';

/** Weights of `ask` and `confirm`. */
const WEIGHTS = [20, 80];

export function ResetJob({ view }: { readonly view: ResetView }) {
  const text = deviceText.reset;
  const [, go] = useLocation();
  const cancel = useCall('jobs.cancel');
  const provision = <Button onClick={() => go('/')}>{text.provision}</Button>;
  switch (view.status) {
    case 'none':
      return null;
    case 'working':
      return (
        <Panel
          title={text.working}
          actions={
            <Button
              disabled={view.stopping === 'stopping' || cancel.state === 'running'}
              onClick={() => void cancel.run({ job: view.job })}
            >
              {text.cancel}
            </Button>
          }
        >
          <Progress
            fraction={view.fraction}
            phase={phaseOf(view.phase)}
            note={plain(view.sentence, 120)}
            weights={WEIGHTS}
          />
          <CallFailure failure={cancel.failure} />
        </Panel>
      );
    case 'done': {
      const { ssid, proof } = view.result;
      return proof === 'heard' ? (
        <Notice state="pass" title={text.heard(plain(ssid, 40))} actions={provision}>
          <p>{text.heardNext}</p>
        </Notice>
      ) : (
        <Notice state="attention" title={text.gone(plain(ssid, 40))} actions={provision}>
          <p>{text.goneNext}</p>
        </Notice>
      );
    }
    case 'failed': {
      const { sentence, remedy } = describeFailure(view.failure);
      return <FailureAlert title={sentence} code={view.failure.code} remedy={remedy} />;
    }
    case 'cancelled':
      return <Notice title={text.cancelled} icon="cancelled" />;
  }
}

function phaseOf(phase: string): string {
  const { phases } = deviceText.reset;
  return phase === 'ask' || phase === 'confirm' ? phases[phase] : '';
}
