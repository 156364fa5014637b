/** After a cancel: what is on the board, so that nobody wonders, and the way to begin again. */
import { Button } from '@mantine/core';
import type { JobSnapshot } from '../../../preload/contract/jobs.ts';
import { Notice, PageHead, Progress } from '../../components/index.ts';
import { partsText } from '../../text/parts.ts';
import { provisionText } from '../../text/provision.ts';
import { stepOfPhase } from '../boards/steps.ts';
import { CallFailure } from '../shell/call-failure.tsx';
import { spanOf, WEIGHTS } from './phases.ts';
import css from './provision.module.css';
import result from './result.module.css';
import type { Shown } from './shown.ts';
import type { Provisioning } from './use-provision.ts';

export interface CancelledFaceProps {
  readonly on: Provisioning;
  readonly job: JobSnapshot;
  readonly state: Extract<Shown, { face: 'cancelled' }>['state'];
  readonly onBack: () => void;
}

export function CancelledFace({ on, job, state, onBack }: CancelledFaceProps) {
  const text = provisionText.cancelled;
  const title = text.title(partsText.stepNames[stepOfPhase(state.phase)]);
  const left = Object.hasOwn(text.on, state.phase) ? text.on[state.phase] : text.onUnknown;
  return (
    <>
      <PageHead title={title} />
      <div className={result.now}>
        <Progress
          fraction={spanOf(state.phase)?.from ?? 0}
          phase={title}
          state="cancelled"
          weights={WEIGHTS}
        />
      </div>
      <Notice title={text.left}>
        <p>{left}</p>
        <p>{text.again}</p>
      </Notice>
      <CallFailure failure={on.failure} />
      <div className={css.ended}>
        <Button
          size="xl"
          variant="filled"
          className={css.wide}
          onClick={() => on.tell({ type: 'again', job: job.id, screen: 'recipe' })}
        >
          {provisionText.again}
        </Button>
        <Button size="xl" onClick={onBack}>
          {provisionText.toBench}
        </Button>
      </div>
    </>
  );
}
