/** One visit at a time on this computer: two programs that switch the same adapter would fight. */
import { tmpdir, userInfo } from 'node:os';
import { dirname, join } from 'node:path';
import { lock } from 'proper-lockfile';
import { Failure } from '../../preload/contract/errors.ts';

/** A program that was killed holds nobody up for longer. */
const STALE_MS = 5000;

/** Tries a second apart: long enough for a dead program's lock to become stale, and for a live one to be believed. */
const WAIT = { retries: 8, minTimeout: 1000, maxTimeout: 1000 } as const;

/** Where all programs of this user meet, on whatever folders they work: there is one Wi-Fi. */
export function computerLock(): string {
  return join(tmpdir(), `bootbench-wifi-${userInfo().uid}.lock`);
}

/**
 * @param path in a folder that is there
 * @param patience `wait`: a lock whose owner has just died is waited for
 * @returns the way to give it back. @throws Failure `wifi-busy`
 */
export async function lockWifi(
  path: string,
  onLost: () => void,
  patience: 'wait' | 'none' = 'none',
): Promise<() => Promise<void>> {
  try {
    const release = await lock(dirname(path), {
      lockfilePath: path,
      stale: STALE_MS,
      onCompromised: onLost,
      ...(patience === 'wait' ? { retries: WAIT } : {}),
    });
    return () => release().catch(() => {});
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ELOCKED')
      throw new Failure('wifi-busy', {});
    throw error;
  }
}
