/** What is on a board, before files are written to it: one exchange of hashes, and what it has room for. */
import { Failure } from '../../../preload/contract/errors.ts';
import type { Board } from '../board.ts';
import { folderOf } from '../board-path.ts';
import { concat, utf8 } from '../bytes.ts';
import { STEP_LIMIT_MS } from './garbled.ts';
import { CANNOT_INFLATE, packed } from './pack.ts';
import type { FileToSend } from './plan.ts';
import { SURVEY_START, survey, want } from './script.ts';
import { FINISH_SWAP } from './swap.ts';

/** Bytes of source in one exec of the survey, about: a board with little heap compiles no more. */
const EXEC_LIMIT = 2000;
/** littlefs may split a folder's metadata pair when names are added. */
const SPARE_BLOCKS = 2;

export interface Survey {
  readonly needs: ReadonlyMap<string, 'unchanged' | 'staged' | 'write'>;
  /** Paths on the board that are not of the set; some 200 at most, unless all were asked for. */
  readonly stale: readonly string[];
  /** Bytes. */
  readonly free: number;
  readonly blockSize: number;
  /** Bytes of the heap that are free. */
  readonly heap: number;
  readonly coding: 'deflate' | 'stored';
  /** `sys.platform`; '-' where standard input gives no bytes. */
  readonly platform: string;
}

/**
 * Asks the board, in one exchange where the set is not large. Carries on a swap that was cut short, and removes what is staged and of
 * no use.
 * @throws Failure `file-name-invalid` where a folder stands, `board-protocol`, and as `Board.exec`
 */
export async function takeSurvey(
  board: Board,
  files: readonly FileToSend[],
  listed: 'all' | 'some',
  signal: AbortSignal | undefined,
): Promise<Survey> {
  const folders = [...new Set(['/', ...files.map((file) => folderOf(file.name))])];
  const parts = [
    ...files.map((file) => want(file.name, file.content.length, file.sha256)),
    survey(folders, listed),
  ];
  const start = concat([utf8(FINISH_SWAP), SURVEY_START]);
  const exec = { signal, limitMs: STEP_LIMIT_MS };
  // Where it is not known yet how the board takes sources, this one has to pass in any way.
  const flow = board.flow === 'window' ? 'window' : 'paced';
  const isTaken = board.flow !== 'paced' && (await board.exec(packed(start, flow), exec)) !== CANNOT_INFLATE;
  let answer = '';
  for (const source of gathered(isTaken ? new Uint8Array(0) : start, parts))
    answer += await board.exec(source, exec);
  return read(board, files, answer);
}

function read(board: Board, files: readonly FileToSend[], answer: string): Survey {
  const lines = answer.trim().split('\n');
  const needs = new Map<string, 'unchanged' | 'staged' | 'write'>();
  const letters = lines.filter((line) => /^[USND]$/.test(line));
  files.forEach((file, at) => {
    const letter = letters[at];
    if (letter === 'D') throw new Failure('file-name-invalid', { name: file.name });
    needs.set(file.name, letter === 'U' ? 'unchanged' : letter === 'S' ? 'staged' : 'write');
  });
  const stale = lines.filter((line) => line.startsWith('"')).map(parsed);
  const [, platform = '', ...numbers] = (lines.find((line) => line.startsWith('F ')) ?? '').split(' ');
  const [free, blockSize, heap, deflate, checksum] = numbers.map(Number);
  if (
    letters.length !== files.length ||
    free === undefined ||
    blockSize === undefined ||
    heap === undefined ||
    deflate === undefined ||
    checksum !== free + blockSize + heap + deflate ||
    !stale.every((path) => path !== null)
  ) {
    throw new Failure('board-protocol', { port: board.path, detail: `survey: ${answer.slice(0, 120)}` });
  }
  return { needs, stale, free, blockSize, heap, coding: deflate === 1 ? 'deflate' : 'stored', platform };
}

function parsed(json: string): string | null {
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === 'string' ? value : null;
  } catch {
    return null;
  }
}

/** Parts joined to sources of about `EXEC_LIMIT` bytes, the start before the first. */
function* gathered(start: Uint8Array, parts: readonly Uint8Array[]): Generator<Uint8Array> {
  let now: Uint8Array[] = [start];
  for (const part of parts) {
    const size = now.reduce((bytes, one) => bytes + one.length, 0);
    if (size + part.length > EXEC_LIMIT + start.length) {
      yield concat(now);
      now = [];
    }
    now.push(part);
  }
  yield concat(now);
}

/** @throws Failure `board-full` for the first file that has no room */
export function checkRoom(board: Board, files: readonly FileToSend[], { free, blockSize }: Survey): void {
  let needed = SPARE_BLOCKS * blockSize;
  let over: FileToSend | undefined;
  for (const file of files) {
    needed += Math.ceil(file.content.length / (blockSize - 8)) * blockSize;
    if (needed > free) over ??= file;
  }
  if (over !== undefined)
    throw new Failure('board-full', { port: board.path, file: over.name, needed, free });
}
