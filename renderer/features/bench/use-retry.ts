import { useEffect, useMemo, useRef } from 'react';
import type { FailureData } from '../../../preload/contract/errors.ts';
import { type JobsData, jobOfBoard } from '../../stores/jobs.ts';
import type { ShownSlot } from '../boards/slots.ts';
import { isTyped } from '../shell/typed.ts';
import { useCall } from '../shell/use-call.ts';

/** A slot whose last job failed. */
export interface FailedSlot {
  readonly slot: string;
  readonly job: string;
}

export interface Retry {
  readonly failed: readonly FailedSlot[];
  readonly state: 'idle' | 'running';
  readonly failure: FailureData | null;
  all(): void;
}

/** The slots with a provisioning that failed, in their order. */
function failedSlots(slots: readonly ShownSlot[], jobs: JobsData): FailedSlot[] {
  return slots.flatMap((shown) => {
    const job = shown.shows === 'board' ? jobOfBoard(jobs, shown.board.path) : undefined;
    return job?.kind === 'provision' && job.state.status === 'failed'
      ? [{ slot: shown.slot, job: job.id }]
      : [];
  });
}

/** `R` runs the failed job of the focused slot again, `Shift`+`R` those of all slots; off in fields. */
export function useRetry(slots: readonly ShownSlot[], jobs: JobsData): Retry {
  const { run, state, failure } = useCall('jobs.retry');
  const failed = useMemo(() => failedSlots(slots, jobs), [slots, jobs]);
  const now = useRef(failed);
  now.current = failed;

  const { retry, all } = useMemo(() => {
    const retry = (which: readonly FailedSlot[]) => {
      // Each by itself: one that cannot be started again keeps none of the others.
      for (const { job } of which) void run({ job });
    };
    return { retry, all: () => retry(now.current) };
  }, [run]);

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const { key, shiftKey, repeat, target } = event;
      if (event.ctrlKey || event.metaKey || event.altKey || repeat || isTyped(target)) return;
      if (key.toLowerCase() !== 'r') return;
      if (shiftKey) all();
      else retry(now.current.filter(({ slot }) => isInSlot(target, slot)));
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [retry, all]);

  return { failed, state, failure, all };
}

function isInSlot(target: EventTarget | null, slot: string): boolean {
  return target instanceof HTMLElement && target.closest('[id^="slot-"]')?.id === `slot-${slot}`;
}
