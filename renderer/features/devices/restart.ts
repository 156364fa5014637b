/**
 * A restart, from the device's agreement until it is heard again.
 *
 *     none ──agreed──► under-way ──(90 s)──► late        heard again: none
 */

export type Restart =
  | { readonly status: 'none' }
  | { readonly status: 'under-way'; readonly ms: number }
  | { readonly status: 'late'; readonly ms: number };

/** A start with an update and the restart after it. */
export const LATE_MS = 90_000;

/** `heard`: moments at which it showed that it has started; null where it did not. */
export function restartOf(agreedAt: number | null, heard: readonly (number | null)[], now: number): Restart {
  if (agreedAt === null || heard.some((at) => at !== null && at > agreedAt)) return { status: 'none' };
  const ms = Math.max(0, now - agreedAt);
  return { status: ms > LATE_MS ? 'late' : 'under-way', ms };
}

/** What a button needs that restarts a device. */
export interface Restarter {
  readonly run: () => void;
  readonly state: 'idle' | 'running' | 'unreachable';
}
