/** One visit at a time on this computer: two programs that switch the same adapter would fight. */
import { lock } from 'proper-lockfile';
import { Failure } from '../../preload/contract/errors.ts';

/** A program that was killed holds nobody up for longer. */
const STALE_MS = 5000;

/** @returns the way to give it back. @throws Failure `wifi-busy` */
export async function lockWifi(folder: string, onLost: () => void): Promise<() => Promise<void>> {
  try {
    const release = await lock(folder, {
      lockfilePath: `${folder}/wifi-visit.lock`,
      stale: STALE_MS,
      onCompromised: onLost,
    });
    return () => release().catch(() => {});
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ELOCKED')
      throw new Failure('wifi-busy', {});
    throw error;
  }
}
