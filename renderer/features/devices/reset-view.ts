/** How a factory reset stands, from its job. */

import type { FailureData } from '../../../preload/contract/errors.ts';
import { isFinal, type JobSnapshot } from '../../../preload/contract/jobs.ts';
import { type Device, type ResetResult, resetResult } from '../../../preload/contract/models.ts';

export type ResetView =
  | { readonly status: 'none' }
  | {
      readonly status: 'working';
      readonly job: string;
      readonly fraction: number;
      readonly phase: string;
      readonly sentence: string;
      readonly stopping: 'no' | 'stopping';
    }
  | { readonly status: 'done'; readonly result: ResetResult }
  | { readonly status: 'failed'; readonly failure: FailureData }
  | { readonly status: 'cancelled' };

/** Nothing once the device has registered again: then it is another story. */
export function resetViewOf(
  job: JobSnapshot | undefined,
  { registeredAt }: Pick<Device, 'registeredAt'>,
): ResetView {
  if (job?.kind !== 'factory-reset') return { status: 'none' };
  if (isFinal(job.state) && (registeredAt ?? 0) > job.startedAt) return { status: 'none' };
  const { state } = job;
  switch (state.status) {
    case 'queued':
      return { status: 'working', job: job.id, fraction: 0, phase: '', sentence: '', stopping: 'no' };
    case 'running':
    case 'asking':
    case 'cancelling':
      return {
        status: 'working',
        job: job.id,
        ...state.progress,
        stopping: state.status === 'cancelling' ? 'stopping' : 'no',
      };
    case 'done': {
      const result = resetResult.safeParse(state.result).data;
      return result === undefined ? { status: 'none' } : { status: 'done', result };
    }
    case 'failed':
      return { status: 'failed', failure: state.failure };
    case 'cancelled':
      return { status: 'cancelled' };
  }
}
