import { isFailure } from '../../preload/contract/errors.ts';
import { type Board, openBoard, type PortSource, untilPlugged } from '../serial/index.ts';

/** A Pico whose reset was asked for elsewhere is away for about 1.5 s, on a slow hub for more. */
const AWAY_MS = 4000;

/**
 * Opens a board that may be away for a moment, because a job that was cancelled, a scan or its own page has just
 * restarted it. One that is in no list and can be opened nevertheless (a link, a pseudo-terminal) is opened at once.
 * @throws Failure as `openBoard`, the signal's reason
 */
export async function openReturning(
  ports: PortSource,
  path: string,
  { signal }: { signal?: AbortSignal | undefined },
): Promise<Board> {
  try {
    return await openBoard({ ports, path }, { signal });
  } catch (error) {
    if (!isFailure(error, 'port-not-found')) throw error;
  }
  const limit = AbortSignal.timeout(AWAY_MS);
  const stop = signal === undefined ? limit : AbortSignal.any([signal, limit]);
  // Whether it came or not: opening it says what is wrong.
  await untilPlugged(ports, path, stop).catch(() => undefined);
  signal?.throwIfAborted();
  return openBoard({ ports, path }, { signal });
}
