/** While the job runs: what is being done and why, how far it is, and how fast where that is known. */
import { PageHead, Progress } from '../../components/index.ts';
import { provisionText } from '../../text/provision.ts';
import { transferWords } from '../../text/transfer.ts';
import { CallFailure } from '../shell/call-failure.tsx';
import { WEIGHTS } from './phases.ts';
import result from './result.module.css';
import type { Shown } from './shown.ts';
import type { Provisioning } from './use-provision.ts';

export interface RunningFaceProps {
  readonly on: Provisioning;
  readonly state: Extract<Shown, { face: 'running' }>['state'];
  readonly now: number;
}

export function RunningFace({ on, state, now }: RunningFaceProps) {
  const progress = state.status === 'queued' ? undefined : state.progress;
  const moved = progress === undefined ? undefined : transferWords(progress, now);
  const cancelling = state.status === 'cancelling';
  const phase = wordsOf(progress?.phase ?? 'queued');
  const title = cancelling ? provisionText.cancellingTitle : phase.title;
  return (
    <>
      <PageHead title={title} about={cancelling ? provisionText.cancellingWhy : phase.why} />
      <div className={result.now}>
        <Progress
          fraction={progress?.fraction ?? 0}
          phase={title}
          state={cancelling ? 'cancelled' : 'working'}
          weights={WEIGHTS}
          rate={moved?.rate}
          left={moved?.left === undefined ? undefined : provisionText.left(moved.left)}
        />
        <p className={result.sentence}>
          {progress?.sentence}
          {moved !== undefined && <span className={result.amount}>{moved.amount}</span>}
        </p>
      </div>
      <CallFailure failure={on.failure} />
    </>
  );
}

export function wordsOf(phase: string): { readonly title: string; readonly why: string } {
  const { phases, phaseUnknown } = provisionText;
  return (Object.hasOwn(phases, phase) ? phases[phase] : undefined) ?? phaseUnknown;
}
