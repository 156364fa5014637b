/** What a person has to know about the device before anything else on its page. */
import { Button } from '@mantine/core';
import type { FailureData } from '../../../preload/contract/errors.ts';
import { FailureAlert } from '../../components/index.ts';
import { devicesText, deviceText } from '../../text/devices.ts';
import { describeFailure } from '../../text/errors.ts';
import css from './device-page.module.css';
import { plain } from './plain.ts';
import type { Restart } from './restart.ts';
import type { Said } from './said.ts';
import { appErrorOf } from './telemetry.ts';

interface DeviceAlertsProps {
  readonly said: Said;
  /** Why it does not answer; null while it does, and while it is known to restart. */
  readonly failure: FailureData | null;
  readonly nowhere: boolean;
  readonly restart: Restart;
  readonly now: number;
  readonly onAsk: () => void;
}

export function DeviceAlerts({ said, failure, nowhere, restart, now, onAsk }: DeviceAlertsProps) {
  const error = appErrorOf(said.values);
  return (
    <>
      {restart.status === 'late' && (
        <FailureAlert
          state="attention"
          title={deviceText.restart.late.title(devicesText.span(restart.ms))}
          remedy={deviceText.restart.late.remedy}
        />
      )}
      {nowhere && <FailureAlert state="attention" {...deviceText.nowhere} />}
      {said.from === 'another' && (
        <FailureAlert
          title={deviceText.other.title(plain(said.found, 40))}
          cause={deviceText.other.cause}
          remedy={deviceText.other.remedy}
        />
      )}
      {failure !== null && <Unreachable failure={failure} said={said} now={now} onAsk={onAsk} />}
      {error !== null && (
        <FailureAlert title={deviceText.appError.title} cause={deviceText.appError.cause}>
          <pre className={css.trace}>{error.lines.join('\n')}</pre>
        </FailureAlert>
      )}
    </>
  );
}

interface UnreachableProps extends Pick<DeviceAlertsProps, 'said' | 'now' | 'onAsk'> {
  readonly failure: FailureData;
}

function Unreachable({ failure, said, now, onAsk }: UnreachableProps) {
  const text = deviceText.oldAlert;
  const { sentence, remedy } = describeFailure(failure);
  return (
    <FailureAlert
      title={sentence}
      code={failure.code}
      cause={'at' in said ? text.known(devicesText.ago(now - said.at)) : text.unknown}
      remedy={remedy}
      actions={<Button onClick={onAsk}>{text.now}</Button>}
    />
  );
}
