/**
 * Quitting without leaving work half done.
 *
 *     open ──► asking ──► closing ──► closed          asking is skipped when no job runs
 *       ▲        │ stay
 *       └────────┘
 *
 * `closing` cancels the jobs and waits for their end, but not for ever: a board may be killed at any moment, and a
 * window that cannot be closed is killed as well, only later and by a person who is cross.
 */

export interface SafeQuitOptions {
  readonly runningJobs: () => number;
  /** True for "stop and quit". */
  readonly ask: (jobs: number) => Promise<boolean>;
  /** Cancels the jobs and closes the bench. */
  readonly close: () => Promise<void>;
  /** Ends the process, at once. */
  readonly exit: (code: number) => void;
  readonly log?: (line: string) => void;
  readonly limitMs?: number;
}

export interface SafeQuit {
  /** Asks where needed, then closes and exits. A second call meanwhile does nothing. */
  request(): Promise<void>;
  /** Closes and exits without asking. */
  now(code: number): Promise<void>;
}

/** The longest way out is that of a computer that is on a device's network: half a minute to come home, and something besides. */
const CLOSE_LIMIT_MS = 35_000;

export function createSafeQuit(options: SafeQuitOptions): SafeQuit {
  const { runningJobs, ask, close, exit, log = () => {}, limitMs = CLOSE_LIMIT_MS } = options;
  let state: 'open' | 'asking' | 'closing' | 'closed' = 'open';

  const finish = async (code: number) => {
    state = 'closing';
    const limit = Promise.withResolvers<void>();
    const timer = setTimeout(() => {
      log(`quit: not closed within ${limitMs} ms`);
      limit.resolve();
    }, limitMs);
    try {
      await Promise.race([close(), limit.promise]);
    } catch (error) {
      log(`quit: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    }
    clearTimeout(timer);
    state = 'closed';
    exit(code);
  };

  return {
    async request() {
      if (state !== 'open') return;
      const jobs = runningJobs();
      if (jobs > 0) {
        state = 'asking';
        const leaves = await ask(jobs).catch(() => false);
        if (!leaves) {
          // Unless something else ended the program meanwhile.
          if (state === 'asking') state = 'open';
          return;
        }
      }
      if (state === 'open' || state === 'asking') await finish(0);
    },
    async now(code) {
      if (state === 'closing' || state === 'closed') return;
      await finish(code);
    },
  };
}
