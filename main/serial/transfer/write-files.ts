/**
 * Writes files to a board: survey (one exchange of hashes), stage, read back, swap.
 *
 *     survey ──► enough room? ──► stage + read back, batch by batch ──► swap all ──► done
 *                     │ no                  │ fails                        │ fails
 *                     ▼                     ▼                              ▼
 *                 board-full        staged files discarded        finished or discarded: all or none
 *
 * A port that vanishes leaves staged files; the next run takes the complete ones up and removes the others. So does a try
 * of the same run after one that a bad cable has garbled (`garbled.ts`).
 */
import { createHash } from 'node:crypto';
import { Failure, isFailure } from '../../../preload/contract/errors.ts';
import type { WorkOptions } from '../../../preload/contract/work.ts';
import type { Board, ExecOptions } from '../board.ts';
import { boardPath } from '../board-path.ts';
import type { BoardFile, WriteResult } from '../file-types.ts';
import { removeFiles } from '../files.ts';
import { countTries, STEP_LIMIT_MS } from './garbled.ts';
import { Ledger } from './ledger.ts';
import { paste } from './paste.ts';
import type { FileToSend } from './plan.ts';
import { discard } from './script.ts';
import { stream } from './stream.ts';
import { checkRoom, type Survey, takeSurvey } from './survey.ts';
import { FINISH_SWAP, SWAP_LEFTOVERS, swap } from './swap.ts';

const DISCARD_MS = 5000;

export interface WriteOptions extends WorkOptions {
  /**
   * Asked for each file on the board that is not of the set; those for which it says yes are removed in the end. Without it
   * all stay, and at most 200 are listed.
   */
  readonly removeStale?: ((name: string) => boolean) | undefined;
}

/**
 * Makes these files stand on the flash, and proves it by hashes that the board takes of its own flash. Old files stay
 * whole until all new ones are staged and verified; then all take their names at once, or none (`swap.ts`).
 * Progress counts bytes of source; aborting leaves the board at its prompt with its old files.
 * @throws Failure `file-name-invalid` (or a folder stands there), `board-full`, `board-readonly`, `write-mismatch`,
 *   `link-noisy`, `transfer-broken`, `port-vanished`, and as `Board.exec`
 */
export async function writeFiles(
  board: Board,
  files: readonly BoardFile[],
  options: WriteOptions = {},
): Promise<WriteResult> {
  const { signal, onProgress, removeStale } = options;
  const started = performance.now();
  const all = files.map((file) => ({
    name: boardPath(file.name),
    content: file.content,
    sha256: new Uint8Array(createHash('sha256').update(file.content).digest()),
  }));
  const given = new Map(all.map((file, at) => [file.name, files[at]?.name ?? file.name]));
  if (given.size < all.length)
    throw new Failure('bad-input', { field: 'files', problem: 'a name stands there twice' });

  const tries = countTries();
  const written = new Set<string>();
  let stale: readonly string[];
  let told = -1;
  const tell = (done: number, total: number, what: string) => {
    // A second try begins with less than the first had sent.
    if (done <= told) return;
    told = done;
    onProgress?.({ done, total, what: given.get(what) ?? what });
  };
  for (let how: How = 'stream'; ; how = 'paste') {
    try {
      const survey = await takeSurvey(board, all, removeStale ? 'all' : 'some', signal);
      stale = survey.stale.map((path) => path.slice(1));
      await attempt(board, all, survey, how, written, signal, tell);
      break;
    } catch (error) {
      if (!signal?.aborted && tries.again(error) && board.state === 'prompt') continue;
      await tidy(
        board,
        all.map((file) => file.name),
      );
      throw translate(tries.verdict(board.path, error), board, given);
    }
  }
  const unwanted = stale.filter(removeStale ?? (() => false));
  const removed = unwanted.length > 0 ? await removeFiles(board, unwanted, { signal }) : [];
  const givenName = (file: FileToSend) => given.get(file.name) ?? file.name;
  return {
    written: all.filter((file) => written.has(file.name)).map(givenName),
    unchanged: all.filter((file) => !written.has(file.name)).map(givenName),
    bytes: sum(all.filter((file) => written.has(file.name))),
    stale: stale.filter((name) => !removed.includes(name)),
    removed,
    hashes: Object.fromEntries(all.map((f) => [givenName(f), Buffer.from(f.sha256).toString('hex')])),
    ms: Math.round(performance.now() - started),
  };
}

/** The first try is a stream, where the board takes one. What came through a bad cable garbled is tried in smaller steps. */
type How = 'stream' | 'paste';

/** Stages and swaps once; what an earlier try has staged is taken up. Adds to `written` what it changes. */
async function attempt(
  board: Board,
  all: readonly FileToSend[],
  survey: Survey,
  how: How,
  written: Set<string>,
  signal: AbortSignal | undefined,
  tell: (done: number, total: number, what: string) => void,
): Promise<void> {
  const { session } = board;
  const wanted = all.filter((file) => survey.needs.get(file.name) !== 'unchanged');
  const missing = wanted.filter((file) => survey.needs.get(file.name) === 'write');
  for (const { name } of wanted) written.add(name);
  const total = sum(wanted);
  let done = total - sum(missing);
  checkRoom(board, missing, survey);
  const ledger = new Ledger(missing, (name, bytes) => {
    done += bytes;
    tell(done, total, name);
  });
  try {
    await stage(board, ledger, survey, how, { signal, session });
  } catch (error) {
    const file = ledger.file;
    if (!isFailure(error, 'port-vanished')) throw stageFailure(error, file, survey);
    throw new Failure('transfer-broken', { ...error.params, file, done, total }, error);
  }
  // From here on there is no way back.
  signal?.throwIfAborted();
  if (wanted.length > 0) await putInForce(board, wanted, survey, session);
}

async function stage(
  board: Board,
  ledger: Ledger,
  survey: Survey,
  how: How,
  exec: ExecOptions,
): Promise<void> {
  if (ledger.left.length > 0 && how === 'stream') await stream(board, ledger, survey, exec);
  if (ledger.left.length > 0) await paste(board, ledger, survey, flowOf(board), exec);
}

/** @throws Failure `write-mismatch`, `board-full`, `board-readonly`, and as `Board.exec` */
async function putInForce(
  board: Board,
  files: readonly FileToSend[],
  survey: Survey,
  session: number,
): Promise<void> {
  const [first] = files;
  const names = files.map((file) => file.name);
  const answer = await board
    .exec(swap(names, flowOf(board), survey.coding), { session, limitMs: STEP_LIMIT_MS })
    .catch((error: unknown) => {
      throw stageFailure(error, first?.name ?? '', survey);
    });
  if (answer === 'R\n') return;
  if (answer === 'M\n') throw new Failure('write-mismatch', { port: board.path, file: first?.name ?? '' });
  throw new Failure('board-protocol', { port: board.path, detail: `swap: ${answer.slice(0, 120)}` });
}

function flowOf(board: Board): 'window' | 'paced' {
  return board.flow === 'paced' ? 'paced' : 'window';
}

/** The board's OSError, as what it means for this file. */
function stageFailure(error: unknown, file: string, survey: Survey): unknown {
  if (!isFailure(error, 'board-exec')) return error;
  const { port, error: says } = error.params;
  if (/\[Errno 28\]|OSError: 28\b|ENOSPC/.test(says)) {
    return new Failure(
      'board-full',
      { port, file, needed: survey.free + survey.blockSize, free: survey.free },
      error,
    );
  }
  if (/\[Errno 30\]|OSError: 30\b|EROFS/.test(says))
    return new Failure('board-readonly', { port, file }, error);
  // A part of its path is a file.
  if (/\[Errno 20\]|OSError: 20\b|ENOTDIR/.test(says))
    return new Failure('file-name-invalid', { name: file }, error);
  return error;
}

/** Board paths back to the names that were given. */
function translate(error: unknown, board: Board, given: ReadonlyMap<string, string>): unknown {
  if (isFailure(error, 'board-full')) {
    return new Failure(
      'board-full',
      { ...error.params, file: given.get(error.params.file) ?? error.params.file },
      error,
    );
  }
  if (isFailure(error, 'transfer-broken')) {
    const file = given.get(error.params.file) ?? error.params.file;
    return new Failure('transfer-broken', { ...error.params, file }, error);
  }
  if (isFailure(error, 'file-name-invalid')) {
    return new Failure(
      'file-name-invalid',
      { name: given.get(error.params.name) ?? error.params.name },
      error,
    );
  }
  if (isFailure(error, 'board-readonly') || isFailure(error, 'write-mismatch')) {
    const file = given.get(error.params.file) ?? error.params.file;
    return new Failure(error.code, { port: board.path, file }, error);
  }
  return error;
}

/** Discards what was staged, if the board is still there; what went wrong before is what counts. */
async function tidy(board: Board, names: readonly string[]): Promise<void> {
  if (board.state !== 'prompt' && board.state !== 'console') return;
  await board
    .exec(FINISH_SWAP + discard([...names, ...SWAP_LEFTOVERS]), { signal: AbortSignal.timeout(DISCARD_MS) })
    .catch(() => {});
}

function sum(files: readonly FileToSend[]): number {
  return files.reduce((bytes, file) => bytes + file.content.length, 0);
}
