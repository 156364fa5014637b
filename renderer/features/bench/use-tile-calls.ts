import type { FailureData } from '../../../preload/contract/errors.ts';
import { useCall } from '../shell/use-call.ts';

/** What the buttons of a tile ask of the bench, and why the last of it was not done. */
export interface TileCalls {
  readonly failure: FailureData | null;
  cancel(job: string): void;
  retry(job: string): void;
  answer(job: string, yes: boolean): void;
  remove(port: string): void;
}

export function useTileCalls(): TileCalls {
  const cancel = useCall('jobs.cancel');
  const retry = useCall('jobs.retry');
  const answer = useCall('jobs.answer');
  const remove = useCall('boards.removeVirtual');
  return {
    failure: cancel.failure ?? retry.failure ?? answer.failure ?? remove.failure,
    cancel: (job) => void cancel.run({ job }),
    retry: (job) => void retry.run({ job }),
    answer: (job, yes) => void answer.run({ job, yes }),
    remove: (port) => void remove.run({ port }),
  };
}
