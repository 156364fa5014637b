/** A job that failed at something else than the Wi-Fi: what it was, what stays done, and the way on. */
import { Button } from '@mantine/core';
import { useLocation } from 'wouter';
import type { JobSnapshot } from '../../../preload/contract/jobs.ts';
import { FailureAlert, Icon, type LogLine, Verdict } from '../../components/index.ts';
import { doctorText } from '../../text/doctor.ts';
import { describeFailure } from '../../text/errors.ts';
import { partsText } from '../../text/parts.ts';
import { provisionText } from '../../text/provision.ts';
import { stepOfPhase } from '../boards/steps.ts';
import { doctorPath, isSerialTrouble } from '../doctor/path.ts';
import { CallFailure } from '../shell/call-failure.tsx';
import { lastSaid } from './log-lines.ts';
import { endOf } from './phases.ts';
import css from './provision.module.css';
import { nextActionOf } from './remedies.ts';
import result from './result.module.css';
import type { Shown } from './shown.ts';
import type { Provisioning } from './use-provision.ts';

export interface FailedFaceProps {
  readonly on: Provisioning;
  readonly job: JobSnapshot;
  readonly state: Extract<Shown, { face: 'failed' }>['state'];
  readonly lines: readonly LogLine[];
  /** The names of the steps that stay done. */
  readonly behind: readonly string[];
}

export function FailedFace({ on, job, state, lines, behind }: FailedFaceProps) {
  const text = provisionText.failed;
  const [, go] = useLocation();
  const { sentence, remedy } = describeFailure(state.failure);
  const step = partsText.stepNames[stepOfPhase(state.phase)];
  const said = lastSaid(lines, state.failure);
  const place = nextActionOf(state.failure.code);
  const setup = () => on.tell({ type: 'again', job: job.id, screen: 'recipe' });
  return (
    <>
      <Verdict
        state="fail"
        title={text.title(step, provisionText.took(endOf(job, 0) - job.startedAt))}
        about={behind.length === 0 ? text.beforeNone : text.before(provisionText.join(behind))}
      />
      <FailureAlert
        title={sentence}
        code={state.failure.code}
        cause={said === undefined ? undefined : text.lastSaid}
        remedy={remedy}
        actions={
          place !== undefined ? (
            <Button onClick={() => go(place)}>
              {place === '/updates' ? provisionText.openUpdates : provisionText.openSettings}
            </Button>
          ) : isSerialTrouble(state.failure.code) ? (
            <Button onClick={() => go(doctorPath(job.board))}>{doctorText.open}</Button>
          ) : undefined
        }
      >
        {said !== undefined && <p className={result.said}>{said}</p>}
      </FailureAlert>
      <CallFailure failure={on.failure} />
      <div className={css.ended}>
        {on.repeat !== null && (
          <Button
            size="xl"
            variant="filled"
            className={css.wide}
            leftSection={<Icon name="restart" />}
            aria-busy={on.starting}
            onClick={() => on.repeat !== null && on.retry(on.repeat)}
          >
            {on.starting ? provisionText.wifi.starting : text.retry(step)}
          </Button>
        )}
        <Button
          size="xl"
          variant={on.repeat === null ? 'filled' : 'default'}
          className={on.repeat === null ? css.wide : undefined}
          onClick={setup}
        >
          {text.setup}
        </Button>
      </div>
      <p className={css.quiet}>{text.quick}</p>
    </>
  );
}
