/** Which of its faces the page shows. */
import { type FieldResult, fieldResult, type VisitDetails } from '../../../preload/contract/field.ts';
import { isFinal, type JobSnapshot, type JobState } from '../../../preload/contract/jobs.ts';
import type { JobsData } from '../../stores/jobs.ts';

type Of<S extends JobState['status']> = Extract<JobState, { status: S }>;

interface Told {
  readonly job: JobSnapshot;
  readonly details: VisitDetails;
}

/**
 *     setup ──(Join)──► joining │ guide ──► choosing ──(Hand over)──► working ──► done
 *       ▲                                                     │
 *       └──────(Back to the list)── done, failed, cancelled ◄─┘
 */
export type Shown =
  | { readonly face: 'setup' }
  | ({ readonly face: 'guide'; readonly state: Unended } & Told)
  | ({ readonly face: 'joining' | 'working'; readonly state: Unended } & Told)
  | ({ readonly face: 'choosing'; readonly state: Of<'asking'> } & Told)
  | ({ readonly face: 'done'; readonly result: FieldResult } & Told)
  | ({ readonly face: 'failed'; readonly state: Of<'failed'> } & Told)
  | ({ readonly face: 'cancelled'; readonly state: Of<'cancelled'> } & Told);

type Unended = Of<'queued' | 'running' | 'cancelling' | 'asking'>;

/** The visit that is under way, or was the last one. */
export function visitJobOf({ jobs }: JobsData): JobSnapshot | undefined {
  return [...jobs.values()].findLast(({ kind }) => kind === 'field');
}

/** `aside`: the ended job that a person has laid aside. */
export function shownOf(job: JobSnapshot | undefined, aside: string | null): Shown {
  const details = job?.details ?? null;
  if (job === undefined || details === null || (job.id === aside && isFinal(job.state)))
    return { face: 'setup' };
  const { state } = job;
  switch (state.status) {
    case 'asking':
      return { face: 'choosing', job, details, state };
    case 'queued':
    case 'running':
    case 'cancelling':
      return isGuided(details, state)
        ? { face: 'guide', job, details, state }
        : { face: details.device === null ? 'joining' : 'working', job, details, state };
    case 'failed':
      return { face: 'failed', job, details, state };
    case 'cancelled':
      return { face: 'cancelled', job, details, state };
    case 'done': {
      const result = fieldResult.safeParse(state.result).data;
      return result === undefined ? { face: 'setup' } : { face: 'done', job, details, result };
    }
  }
}

/** A person is told what to do only while he is waited for. */
const isGuided = ({ mode, hint }: VisitDetails, state: Unended): boolean =>
  mode === 'manual' && hint !== null && state.status !== 'cancelling';

export const isAlive = (shown: Shown): boolean =>
  shown.face === 'done' && shown.result.outcome.is === 'alive';
