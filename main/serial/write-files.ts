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
import { Failure, isFailure } from '../../preload/contract/errors.ts';
import type { WorkOptions } from '../../preload/contract/work.ts';
import type { Board, ExecOptions } from './board.ts';
import { boardPath, folderOf } from './board-path.ts';
import { concat, utf8 } from './bytes.ts';
import type { BoardFile, WriteResult } from './file-types.ts';
import { countTries } from './garbled.ts';
import { FINISH_SWAP, SWAP_LEFTOVERS, swap } from './swap.ts';
import { type FileToSend, plan } from './transfer-plan.ts';
import { discard, SURVEY_END, SURVEY_START, sweep, want, writerStart } from './transfer-script.ts';

/** Bytes of source in one exec. Larger ones gain nothing; a board with little heap compiles only small ones. */
const EXEC_LIMIT = 6000;
const EXEC_LIMIT_LOW_HEAP = 2000;
const EXEC_LIMIT_PACED = 1500;
const EXEC_LIMIT_LEAST = 400;
const LOW_HEAP = 40_000;
/** littlefs may split a folder's metadata pair when names are added. */
const SPARE_BLOCKS = 2;
const DISCARD_MS = 5000;

interface Survey {
  readonly needs: ReadonlyMap<string, 'unchanged' | 'staged' | 'write'>;
  readonly free: number;
  readonly blockSize: number;
  readonly heap: number;
  readonly coding: 'deflate' | 'stored';
}

/**
 * Makes these files stand on the flash, and proves it by hashes that the board takes of its own flash. Old files stay
 * whole until all new ones are staged and verified; then all take their names at once, or none (`swap.ts`).
 * Progress counts bytes of source; aborting leaves the board at its prompt with its old files.
 * @throws Failure `file-name-invalid` (or a folder stands there), `board-full`, `board-readonly`, `write-mismatch`,
 *   `link-noisy`, `port-vanished`, and as `Board.exec`
 */
export async function writeFiles(
  board: Board,
  files: readonly BoardFile[],
  options: WorkOptions = {},
): Promise<WriteResult> {
  const { signal, onProgress } = options;
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
  let told = -1;
  const tell = (done: number, total: number, what: string) => {
    // A second try begins with less than the first had sent.
    if (done <= told) return;
    told = done;
    onProgress?.({ done, total, what: given.get(what) ?? what });
  };
  for (;;) {
    try {
      await attempt(board, all, given, written, signal, tell);
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
  const givenName = (file: FileToSend) => given.get(file.name) ?? file.name;
  return {
    written: all.filter((file) => written.has(file.name)).map(givenName),
    unchanged: all.filter((file) => !written.has(file.name)).map(givenName),
    bytes: sum(all.filter((file) => written.has(file.name))),
    hashes: Object.fromEntries(all.map((f) => [givenName(f), Buffer.from(f.sha256).toString('hex')])),
    ms: Math.round(performance.now() - started),
  };
}

/** Surveys, stages and swaps once; what an earlier try has staged is taken up. Adds to `written` what it changes. */
async function attempt(
  board: Board,
  all: readonly FileToSend[],
  given: ReadonlyMap<string, string>,
  written: Set<string>,
  signal: AbortSignal | undefined,
  tell: (done: number, total: number, what: string) => void,
): Promise<void> {
  const survey = await take(board, all, given, signal);
  const { session } = board;
  const wanted = all.filter((file) => survey.needs.get(file.name) !== 'unchanged');
  const missing = wanted.filter((file) => survey.needs.get(file.name) === 'write');
  for (const { name } of wanted) written.add(name);
  const total = sum(wanted);
  let done = total - sum(missing);
  checkRoom(board, missing, given, survey);
  await stage(board, missing, survey, { signal, session }, (name, bytes) => {
    done += bytes;
    tell(done, total, name);
  });
  // From here on there is no way back.
  signal?.throwIfAborted();
  if (wanted.length > 0) await putInForce(board, wanted, survey, session);
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
  const answer = await board.exec(swap(names, flowOf(board)), { session }).catch((error: unknown) => {
    throw stageFailure(error, first?.name ?? '', survey);
  });
  if (answer === 'R\n') return;
  if (answer === 'M\n') throw new Failure('write-mismatch', { port: board.path, file: first?.name ?? '' });
  throw new Failure('board-protocol', { port: board.path, detail: `swap: ${answer.slice(0, 120)}` });
}

function flowOf(board: Board): 'window' | 'paced' {
  return board.flow === 'paced' ? 'paced' : 'window';
}

async function take(
  board: Board,
  files: readonly FileToSend[],
  given: ReadonlyMap<string, string>,
  signal: AbortSignal | undefined,
): Promise<Survey> {
  const names = files.map((file) => file.name);
  const staged = names.map((name) => `${name}.usb`);
  const parts = [
    ...[...new Set(['/', ...names.map(folderOf)])].map((folder) => sweep(folder, staged)),
    ...files.map((file) => want(file.name, file.sha256)),
    SURVEY_END,
  ];
  let answer = '';
  for (const source of gathered(concat([utf8(FINISH_SWAP), SURVEY_START]), parts))
    answer += await board.exec(source, { signal });

  const lines = answer.trim().split('\n');
  const needs = new Map<string, 'unchanged' | 'staged' | 'write'>();
  const letters = lines.filter((line) => /^[USND]$/.test(line));
  files.forEach((file, at) => {
    const letter = letters[at];
    if (letter === 'D') throw new Failure('file-name-invalid', { name: given.get(file.name) ?? file.name });
    needs.set(file.name, letter === 'U' ? 'unchanged' : letter === 'S' ? 'staged' : 'write');
  });
  const numbers = (lines.find((line) => line.startsWith('F ')) ?? '').split(' ').slice(1).map(Number);
  const [free, , blockSize, heap, deflate] = numbers;
  if (
    letters.length !== files.length ||
    free === undefined ||
    blockSize === undefined ||
    heap === undefined
  ) {
    throw new Failure('board-protocol', { port: board.path, detail: `survey: ${answer.slice(0, 120)}` });
  }
  return { needs, free, blockSize, heap, coding: deflate === 1 ? 'deflate' : 'stored' };
}

/** Parts joined to sources of about `EXEC_LIMIT_LOW_HEAP` bytes, the start before the first. */
function* gathered(start: Uint8Array, parts: readonly Uint8Array[]): Generator<Uint8Array> {
  let now: Uint8Array[] = [start];
  for (const part of parts) {
    const size = now.reduce((bytes, one) => bytes + one.length, 0);
    if (size + part.length > EXEC_LIMIT_LOW_HEAP + start.length) {
      yield concat(now);
      now = [];
    }
    now.push(part);
  }
  yield concat(now);
}

function checkRoom(
  board: Board,
  files: readonly FileToSend[],
  given: ReadonlyMap<string, string>,
  survey: Survey,
): void {
  let needed = SPARE_BLOCKS * survey.blockSize;
  let over: FileToSend | undefined;
  for (const file of files) {
    needed += Math.ceil(file.content.length / (survey.blockSize - 8)) * survey.blockSize;
    if (needed > survey.free) over ??= file;
  }
  if (over === undefined) return;
  const file = given.get(over.name) ?? over.name;
  throw new Failure('board-full', { port: board.path, file, needed, free: survey.free });
}

/** Stages and verifies, with smaller and smaller execs where the board's memory asks for it. */
async function stage(
  board: Board,
  files: readonly FileToSend[],
  survey: Survey,
  exec: ExecOptions,
  onBytes: (name: string, bytes: number) => void,
): Promise<void> {
  const flow = flowOf(board);
  let limit = flow === 'paced' ? EXEC_LIMIT_PACED : survey.heap < LOW_HEAP ? EXEC_LIMIT_LOW_HEAP : EXEC_LIMIT;
  let left = files;
  /** Of the first file in `left`, told to the caller already. */
  let told = 0;
  while (left.length > 0) {
    try {
      await board.exec(writerStart(survey.coding), exec);
      let ahead = told;
      for (const part of plan(left, { coding: survey.coding, flow, limit })) {
        const writes = [...part.writes];
        let letters = '';
        await board.exec(part.source, {
          ...exec,
          onOutput: (bytes) => {
            for (const letter of Buffer.from(bytes).toString('latin1')) {
              if (letter === 'M') letters += letter;
              if (letter === 'K') {
                letters += letter;
                left = left.slice(1);
                told = 0;
                ahead = 0;
              }
              const written = letter === '.' ? (writes.shift() ?? 0) : 0;
              const repeated = Math.min(written, ahead);
              ahead -= repeated;
              if (written > repeated) {
                told += written - repeated;
                onBytes(left[0]?.name ?? '', written - repeated);
              }
            }
          },
        });
        if (letters.includes('M'))
          throw new Failure('write-mismatch', { port: board.path, file: left[0]?.name ?? '' });
        if (letters.length !== part.closes.length) {
          throw new Failure('board-protocol', {
            port: board.path,
            detail: `${letters.length} of ${part.closes.length} files`,
          });
        }
      }
    } catch (error) {
      if (!outOfMemory(error) || limit <= EXEC_LIMIT_LEAST)
        throw stageFailure(error, left[0]?.name ?? '', survey);
      limit = Math.max(EXEC_LIMIT_LEAST, Math.floor(limit / 2));
    }
  }
}

function outOfMemory(error: unknown): boolean {
  return isFailure(error, 'board-exec') && error.params.error.startsWith('MemoryError');
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
