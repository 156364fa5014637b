/**
 * Asks one thing again and again while somebody looks.
 *
 *     resting ──look──► asking ──answer──► live ──(every 2 s)──► asking
 *        ▲                 └────failure──► unreachable ──(2, 4, 8 … 30 s)──► asking
 *        └──look away, stop── (any)
 *
 * Who looks away stops it at once; who looks again gets a fresh answer at once.
 */
import type { Failure } from '../../../preload/contract/errors.ts';
import { toFailure } from '../../../preload/contract/errors.ts';

export type Asked<T> =
  /** Nothing is known yet. */
  | { readonly status: 'asking' }
  | { readonly status: 'live'; readonly at: number; readonly answer: T }
  /** `since`: when it was first not answered. `last`: what it said before that. */
  | {
      readonly status: 'unreachable';
      readonly since: number;
      readonly failure: Failure;
      readonly last: { readonly at: number; readonly answer: T } | null;
    };

export const EVERY_MS = 2000;
export const LONGEST_MS = 30_000;

/** Does `work` in so many milliseconds; returns the way to call it off. */
export type Later = (work: () => void, ms: number) => () => void;

export interface PollerOptions<T> {
  readonly ask: (signal: AbortSignal) => Promise<T>;
  readonly tell: (asked: Asked<T>) => void;
  readonly now?: (() => number) | undefined;
  readonly later?: Later | undefined;
}

export interface Poller {
  /** Whether somebody looks. */
  look(looking: boolean): void;
  /** Does not wait out the pause: there is reason to believe that it is another now. */
  askNow(): void;
  stop(): void;
}

const timeout: Later = (work, ms) => {
  const timer = setTimeout(work, ms);
  return () => clearTimeout(timer);
};

export function createPoller<T>({ ask, tell, now = Date.now, later = timeout }: PollerOptions<T>): Poller {
  let state: Asked<T> = { status: 'asking' };
  let looking = false;
  let pause = EVERY_MS;
  let callOff: (() => void) | undefined;
  let open: AbortController | undefined;

  const become = (next: Asked<T>) => {
    state = next;
    tell(next);
  };
  const rest = () => {
    callOff?.();
    callOff = undefined;
    open?.abort();
    open = undefined;
  };
  const next = (ms: number) => {
    callOff = later(() => void once(), ms);
  };

  async function once(): Promise<void> {
    callOff = undefined;
    const mine = new AbortController();
    open = mine;
    try {
      const answer = await ask(mine.signal);
      if (open !== mine) return;
      pause = EVERY_MS;
      become({ status: 'live', at: now(), answer });
      next(EVERY_MS);
    } catch (error) {
      if (open !== mine) return;
      become(unanswered(state, toFailure(error), now()));
      next(pause);
      pause = Math.min(pause * 2, LONGEST_MS);
    }
    open = undefined;
  }

  return {
    look(now) {
      if (looking === now) return;
      looking = now;
      if (looking) void once();
      else rest();
    },
    askNow() {
      pause = EVERY_MS;
      if (!looking || open !== undefined) return;
      rest();
      void once();
    },
    stop() {
      looking = false;
      rest();
    },
  };
}

function unanswered<T>(state: Asked<T>, failure: Failure, now: number): Asked<T> {
  switch (state.status) {
    case 'asking':
      return { status: 'unreachable', since: now, failure, last: null };
    case 'live':
      return { status: 'unreachable', since: now, failure, last: { at: state.at, answer: state.answer } };
    case 'unreachable':
      return { ...state, failure };
  }
}
