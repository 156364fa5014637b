/**
 * Tells a cable that garbles what goes through it from a board that cannot do what it is asked.
 *
 * All that a transfer sends is correct Python, checked by hashes in the end. So an error that a correct program cannot make,
 * an answer that fits nothing, or a wait for bytes that were lost mean that something else arrived than what was sent. The
 * flash is not touched by that: only what was read back right gets its name.
 */
import { Failure, isFailure } from '../../../preload/contract/errors.ts';

/**
 * What a step of a transfer may take that says nothing while it runs: the longest reads a whole flash for its hashes. A board
 * that was reset in the middle of one may talk for ever instead of ending it.
 */
export const STEP_LIMIT_MS = 30_000;
/** A file that is whole is not sent again, so that a try costs little. */
const MOST_TRIES = 4;
/** Each of these waits for the board's silence, some 10 s. */
const MOST_SILENCES = 2;

export interface Tries {
  /** Counts this failure; true when another try is worth it. The board must be at its prompt again. */
  again(error: unknown): boolean;
  /** What the failures come to. */
  verdict(port: string, last: unknown): unknown;
}

export function countTries(): Tries {
  const failed: string[] = [];
  let silences = 0;
  return {
    again(error) {
      if (!isGarbled(error)) return false;
      failed.push(signOf(error));
      if (isFailure(error, 'board-silent')) silences++;
      return failed.length < MOST_TRIES && silences < MOST_SILENCES;
    },
    verdict(port, last) {
      if (!isGarbled(last)) return last;
      // What goes wrong the same way each time is no noise: a worn flash, or a board that lacks something.
      const isNoise = new Set(failed).size > 1 || isFailure(last, 'board-silent');
      return isNoise ? new Failure('link-noisy', { port, tries: failed.length }, last) : last;
    },
  };
}

/** Is it how a step of a transfer ends when something else arrived than what was sent? */
function isGarbled(error: unknown): boolean {
  if (isFailure(error, 'board-exec')) {
    const { error: says } = error.params;
    // A staged file that is not there was written under another name.
    if (/^OSError/.test(says)) return /\[Errno 2\]|OSError: 2\b|ENOENT/.test(says);
    return !/^(MemoryError|ImportError)/.test(says);
  }
  return (
    isFailure(error, 'write-mismatch') ||
    isFailure(error, 'board-protocol') ||
    isFailure(error, 'board-silent')
  );
}

function signOf(error: unknown): string {
  // A worn flash need not be worn under the same file each time.
  if (isFailure(error, 'write-mismatch')) return error.code;
  return error instanceof Error ? error.message : String(error);
}
