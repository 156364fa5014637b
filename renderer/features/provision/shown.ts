/** Which of its faces the page shows. */
import type { FailureData } from '../../../preload/contract/errors.ts';
import { isFinal, type JobSnapshot, type JobState } from '../../../preload/contract/jobs.ts';

type Of<S extends JobState['status']> = Extract<JobState, { status: S }>;

/**
 *     setup ──(Provision)──► running ◄──► asking
 *       ▲                      │
 *       │                      ├──► wifi-failed ──(Try this password)──► running
 *       └──(Start again)── failed, cancelled, done
 */
export type Shown =
  | { readonly face: 'setup' }
  | {
      readonly face: 'running';
      readonly job: JobSnapshot;
      readonly state: Of<'queued' | 'running' | 'cancelling'>;
    }
  | { readonly face: 'asking'; readonly job: JobSnapshot; readonly state: Of<'asking'> }
  | {
      readonly face: 'wifi-failed';
      readonly job: JobSnapshot;
      readonly failure: FailureData;
      readonly ssid: string;
    }
  | { readonly face: 'failed'; readonly job: JobSnapshot; readonly state: Of<'failed'> }
  | { readonly face: 'cancelled'; readonly job: JobSnapshot; readonly state: Of<'cancelled'> }
  | { readonly face: 'done'; readonly job: JobSnapshot; readonly state: Of<'done'> };

/** What a person puts right by choosing or typing again. */
const ASKS_AGAIN = new Set(['wifi-wrong-password', 'wifi-no-network', 'wifi-no-address']);

/** `aside`: the ended job that a person has laid aside to begin anew. */
export function shownOf(job: JobSnapshot | undefined, aside: string | null): Shown {
  if (job?.kind !== 'provision' || (job.id === aside && isFinal(job.state))) return { face: 'setup' };
  const { state } = job;
  switch (state.status) {
    case 'queued':
    case 'running':
    case 'cancelling':
      return { face: 'running', job, state };
    case 'asking':
      return { face: 'asking', job, state };
    case 'failed': {
      const { failure } = state;
      const { ssid } = failure.params;
      if (ASKS_AGAIN.has(failure.code) && typeof ssid === 'string')
        return { face: 'wifi-failed', job, failure, ssid };
      return { face: 'failed', job, state };
    }
    case 'cancelled':
      return { face: 'cancelled', job, state };
    case 'done':
      return { face: 'done', job, state };
  }
}
