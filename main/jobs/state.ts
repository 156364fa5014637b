/**
 * The life of a job as one pure function. `preload/contract/jobs.ts` says what each state carries.
 *
 *     queued ──begin──► running ◄──answered── asking
 *       │                │ │ └──────ask────────► │
 *       │ cancel         │ │ cancel       cancel │
 *       ▼                │ └────► cancelling ◄───┘
 *     cancelled          │           │
 *                        ▼           ├─ finished ──► done        the work got there first
 *       finished ──► done            ├─ failed ────► failed      it failed on its own account
 *       failed ────► failed          └─ stopped ───► cancelled   it stopped because it was told to
 *
 * `progress` moves within running, asking and cancelling. An event that means nothing in a state leaves it as
 * it is (the very same object), so a late answer, a second cancel or a straggling progress cannot do harm.
 */
import type { FailureData } from '../../preload/contract/errors.ts';
import type { JobProgress, JobQuestion, JobState } from '../../preload/contract/jobs.ts';

export type JobEvent =
  | { type: 'begin'; progress: JobProgress }
  | { type: 'progress'; progress: JobProgress }
  | { type: 'ask'; question: JobQuestion }
  | { type: 'answered' }
  | { type: 'cancel' }
  | { type: 'finished'; result: unknown }
  | { type: 'failed'; failure: FailureData }
  | { type: 'stopped' };

/** The end of a job's life. */
export type FinalJobState = Extract<JobState, { status: 'done' | 'failed' | 'cancelled' }>;

/** The state after `event`; `state` itself when nothing changes. */
export function transition(state: JobState, event: JobEvent): JobState {
  switch (state.status) {
    case 'queued':
      if (event.type === 'begin') return { status: 'running', progress: event.progress };
      // Nothing was begun, so there is no phase to name.
      if (event.type === 'cancel') return { status: 'cancelled', phase: '' };
      return state;
    case 'running':
      if (event.type === 'ask') {
        return { status: 'asking', progress: state.progress, question: event.question };
      }
      return fromWorking(state, event);
    case 'asking':
      if (event.type === 'answered') return { status: 'running', progress: state.progress };
      return fromWorking(state, event);
    case 'cancelling':
      if (event.type === 'cancel') return state;
      if (event.type === 'stopped') return { status: 'cancelled', phase: state.progress.phase };
      return fromWorking(state, event);
    case 'done':
    case 'failed':
    case 'cancelled':
      return state;
  }
}

type WorkingState = Extract<JobState, { progress: JobProgress }>;

/** What running, asking and cancelling have in common. */
function fromWorking(state: WorkingState, event: JobEvent): JobState {
  switch (event.type) {
    case 'progress':
      return { ...state, progress: event.progress };
    case 'cancel':
      return { status: 'cancelling', progress: state.progress };
    case 'finished':
      return { status: 'done', result: event.result };
    case 'failed':
      return { status: 'failed', phase: state.progress.phase, failure: event.failure };
    default:
      return state;
  }
}
