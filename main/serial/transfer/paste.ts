/**
 * Files by execs alone: statements with the content in them, and the flash written when an exec has arrived whole. Slower than
 * a stream, which goes on meanwhile, and needs nothing but a raw REPL: for boards with little memory, for those that are
 * not known, and when a stream did not come through.
 */
import { Failure, isFailure } from '../../../preload/contract/errors.ts';
import type { Board, ExecOptions } from '../board.ts';
import { STEP_LIMIT_MS } from './garbled.ts';
import type { Ledger } from './ledger.ts';
import { plan } from './plan.ts';
import { writerStart } from './script.ts';
import type { Survey } from './survey.ts';

/** Bytes of source in one exec. Larger ones gain nothing; a board with little heap compiles only small ones. */
const EXEC_LIMIT = 6000;
const EXEC_LIMIT_LOW_HEAP = 2000;
const EXEC_LIMIT_PACED = 1500;
const EXEC_LIMIT_LEAST = 400;
const LOW_HEAP = 40_000;

/**
 * Stages and verifies what is left, with smaller and smaller execs where the board's memory asks for it.
 * @throws Failure `write-mismatch`, `board-protocol`, and as `Board.exec`
 */
export async function paste(
  board: Board,
  ledger: Ledger,
  survey: Survey,
  flow: 'window' | 'paced',
  exec: ExecOptions,
): Promise<void> {
  let limit = flow === 'paced' ? EXEC_LIMIT_PACED : survey.heap < LOW_HEAP ? EXEC_LIMIT_LOW_HEAP : EXEC_LIMIT;
  while (ledger.left.length > 0) {
    try {
      ledger.restart();
      await board.exec(writerStart(survey.coding), { ...exec, limitMs: STEP_LIMIT_MS });
      for (const part of plan(ledger.left, { coding: survey.coding, flow, limit })) {
        const writes = [...part.writes];
        let letters = '';
        await board.exec(part.source, {
          ...exec,
          limitMs: STEP_LIMIT_MS,
          onOutput: (bytes) => {
            for (const letter of Buffer.from(bytes).toString('latin1')) {
              if (letter === '.') ledger.wrote(writes.shift() ?? 0);
              // After a mismatch the letters count other files than the ledger does.
              if (letter === 'K' && !letters.includes('M')) ledger.verified();
              if (letter === 'K' || letter === 'M') letters += letter;
            }
          },
        });
        if (letters.includes('M'))
          throw new Failure('write-mismatch', { port: board.path, file: ledger.file });
        if (letters.length !== part.closes.length) {
          throw new Failure('board-protocol', {
            port: board.path,
            detail: `${letters.length} of ${part.closes.length} files`,
          });
        }
      }
    } catch (error) {
      if (!isOutOfMemory(error) || limit <= EXEC_LIMIT_LEAST) throw error;
      limit = Math.max(EXEC_LIMIT_LEAST, Math.floor(limit / 2));
    }
  }
}

export function isOutOfMemory(error: unknown): boolean {
  return isFailure(error, 'board-exec') && error.params.error.startsWith('MemoryError');
}
