/** A password is remembered once a board has joined with it and not before: what the access point refused is no secret. */
import type { JobState } from '../../../preload/contract/jobs.ts';
import type { FeedStore } from '../../stores/feed.ts';
import type { JobsState } from '../../stores/jobs.ts';
import { phaseIndex } from './phases.ts';

/** `unknown` while the job may still get there. */
export function hasJoined(state: JobState): 'yes' | 'no' | 'unknown' {
  const after = (phase: string) => phaseIndex(phase) > phaseIndex('wifi');
  switch (state.status) {
    case 'queued':
      return 'unknown';
    case 'running':
    case 'asking':
    case 'cancelling':
      return after(state.progress.phase) ? 'yes' : 'unknown';
    case 'done':
      return 'yes';
    case 'failed':
    case 'cancelled':
      return after(state.phase) ? 'yes' : 'no';
  }
}

/** Calls `save` once when the job's board has joined; goes on when the page that started it is left. */
export function whenJoined(
  jobs: Pick<FeedStore<JobsState>, 'getState' | 'subscribe'>,
  id: string,
  save: () => void,
): void {
  let stop = () => {};
  let over = false;
  const look = () => {
    const job = jobs.getState().jobs.get(id);
    const joined = job === undefined ? 'unknown' : hasJoined(job.state);
    if (over || joined === 'unknown') return;
    over = true;
    stop();
    if (joined === 'yes') save();
  };
  stop = jobs.subscribe(look);
  look();
}
