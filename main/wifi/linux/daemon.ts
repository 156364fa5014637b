/** NetworkManager starting, falling and coming back under a call. */

import type { NetworkManager } from './nm-client.ts';
import { ServiceLeft } from './signals.ts';

/** A daemon that fell or was restarted by an update is back, and knows its adapters, within a second or two. */
const DAEMON_BACK_MS = 10_000;
/** How often one call starts over because the daemon went away in the middle of it. */
const DAEMON_TRIES = 3;

/** After a start of the daemon its adapters appear one by one, and its answers are not true yet. */
export async function untilStarted(nm: NetworkManager, signal: AbortSignal): Promise<void> {
  const limit = AbortSignal.any([signal, AbortSignal.timeout(DAEMON_BACK_MS)]);
  const signals = nm.signals();
  try {
    while ((await nm.manager(limit)).starting) await signals.next(limit);
  } catch (error) {
    signal.throwIfAborted();
    if (!limit.aborted) throw error;
  } finally {
    signals.close();
  }
}

/**
 * Does it again from the start when the daemon went away in the middle of it and came back.
 * @throws ServiceLeft when it stays away, BusLost, the signal's reason, what the work throws
 */
export async function overRestarts<T>(
  nm: NetworkManager,
  signal: AbortSignal,
  work: () => Promise<T>,
): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof ServiceLeft) || tries === DAEMON_TRIES) throw error;
      const limit = AbortSignal.timeout(DAEMON_BACK_MS);
      await nm.untilThere(AbortSignal.any([signal, limit])).catch((reason: unknown) => {
        throw limit.aborted && !signal.aborted ? error : reason;
      });
    }
  }
}
