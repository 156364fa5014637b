/**
 * Waits for what a board says while it boots, within a time, and gives up early on a line that rules it out.
 */
import { Failure } from '../../preload/contract/errors.ts';
import type { Board } from '../serial/index.ts';
import { type BootLine, parseBootLine } from './boot-lines.ts';

export interface BootWait {
  /** What is waited for, for the failure: `its Wi-Fi`. */
  readonly step: string;
  readonly seconds: number;
  readonly signal: AbortSignal;
  /** `reset`: lines since the last reset count. `now`: only what is yet to come. */
  readonly since?: 'reset' | 'now';
}

/**
 * The first value that `judge` makes of a line; it may throw to end the wait.
 * @throws what `judge` throws; Failure `boot-unfinished` when the time is over; the signal's reason
 */
export async function waitForBoot<T>(
  board: Board,
  wait: BootWait,
  judge: (line: BootLine) => T | null,
): Promise<T> {
  let found: { value: T } | { failure: unknown } | undefined;
  const fits = (text: string): boolean => {
    const line = parseBootLine(text);
    if (!line) return false;
    try {
      const value = judge(line);
      if (value !== null) found = { value };
    } catch (failure) {
      found = { failure };
    }
    return found !== undefined;
  };
  const limit = AbortSignal.timeout(wait.seconds * 1000);
  try {
    await board.waitForLine(fits, {
      signal: AbortSignal.any([wait.signal, limit]),
      since: wait.since ?? 'reset',
    });
  } catch (error) {
    if (error === limit.reason) throw unfinished(board, wait);
    throw error;
  }
  if (found && 'value' in found) return found.value;
  throw found?.failure;
}

/** What is known of a boot that did not get there. */
export function unfinished(board: Board, { step, seconds }: Pick<BootWait, 'step' | 'seconds'>): Failure {
  const lastLine = board.lines().findLast((line) => line.trim() !== '') ?? '';
  return new Failure('boot-unfinished', { step, seconds, lastLine: lastLine.slice(0, 200) });
}
