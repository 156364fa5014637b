/**
 * When the board's timers are due. Their callbacks are Python's and run from its scheduler: at a wait, at the prompt,
 * or between two bytecodes of a program that does neither, whose thread the host then interrupts (`../alarm.ts`).
 */
import type { Clock } from './inbox.ts';
import { BELL } from './messages.ts';
import type { Scheduler } from './scheduler.ts';

export interface Timers {
  /** Due in `ms` of board time. */
  start(id: number, ms: number): void;
  stop(id: number): void;
  /** Takes one that is due, or -1; after the last, `ring` may schedule again. */
  takeDue(): number;
  /** Board milliseconds until the program is to run, if only for its scheduler's sake; negative: no limit. */
  left(): number;
  /** Schedules the callbacks where one is due. May be called at any moment, in an interrupt too. */
  ring(): void;
}

/** @param tell the host is to look after an alarm that is earlier than any it knew */
export function createTimers(clock: Clock, bell: Int32Array, scheduler: Scheduler, tell: () => void): Timers {
  const due = new Map<number, number>();
  let isScheduled = false;
  let next = Number.POSITIVE_INFINITY;

  const settle = () => {
    next = Math.min(...due.values());
    if (!Number.isFinite(next)) {
      Atomics.store(bell, BELL.alarm, 0);
      return;
    }
    const at = wallTime(Date.now() + (next - clock.ticks()) / clock.rate);
    Atomics.store(bell, BELL.alarm, at);
    const look = Atomics.load(bell, BELL.look);
    if (look !== 0 && ((look - at) | 0) <= 0) return;
    Atomics.store(bell, BELL.look, at);
    tell();
  };

  return {
    start(id, ms) {
      due.set(id, clock.ticks() + ms);
      settle();
    },
    stop(id) {
      if (due.delete(id)) settle();
    },
    takeDue() {
      const now = clock.ticks();
      for (const [id, at] of due) {
        if (at > now) continue;
        due.delete(id);
        settle();
        return id;
      }
      isScheduled = false;
      return -1;
    },
    left() {
      const state = scheduler.state();
      // While one callback waits no other can run.
      if (state === 'locked') return -1;
      if (state === 'pending') return 0;
      return Number.isFinite(next) ? Math.max(0, next - clock.ticks()) : -1;
    },
    ring() {
      if (!isScheduled && next <= clock.ticks()) isScheduled = scheduler.schedule() === 'scheduled';
    },
  };
}

/** As the counter array holds it: the low bits, never the 0 that says none. */
function wallTime(ms: number): number {
  return Math.ceil(ms) | 0 || 1;
}
