/** What a person does with the files of a board: look, read, write, remove, run. Each takes the board for its own time alone. */
import type { BoardFolder, RunResult } from '../../preload/contract/boards.ts';
import { Failure, isFailure } from '../../preload/contract/errors.ts';
import type { WorkOptions } from '../../preload/contract/work.ts';
import {
  type Board,
  type BoardFile,
  boardPath,
  type ExecOptions,
  listFiles,
  readFile,
  type WriteResult,
  writeFiles,
} from '../serial/index.ts';
import type { Boards } from './boards.ts';
import { closeUpdate } from './close-update.ts';
import { restartBoard } from './restart.ts';
import { makeFolders, removeTree } from './tree.ts';

/** Bytes of one file that are read at once into the memory of a page: more than any board's program. */
const READ_LIMIT = 1_000_000;
/** Characters of a program's output that are kept. */
const OUTPUT_KEPT = 65_536;
/** A program may say nothing for as long as it likes: the longest time that a timer takes. Whoever waits may cancel. */
const SILENT_MS = 2_147_483_647;

interface Way {
  readonly signal?: AbortSignal | undefined;
}

export interface BoardFiles {
  /** @throws Failure `board-file-missing`; as `Boards.work` */
  list(port: string, folder: string, way?: Way): Promise<BoardFolder>;
  /** @throws Failure `board-file-missing`, `file-too-large`; as `Boards.work` */
  read(port: string, name: string, way?: WorkOptions): Promise<Uint8Array>;
  /** Staged, verified and renamed; folders are made. Errors as `writeFiles` and `Boards.work`. */
  write(port: string, files: readonly BoardFile[], way?: WorkOptions): Promise<WriteResult>;
  /** Folders go with all that they hold. Errors as `Boards.work`. */
  remove(port: string, names: readonly string[], way?: Way): Promise<void>;
  /** Aborting is Ctrl-C: the program ends, and the board is at its prompt. Errors as `Boards.work`. */
  run(port: string, source: string, way?: RunWay): Promise<RunResult>;
  /** Resets the chip, whatever runs. Resolves when the port is there again. Errors as `Boards.work`. */
  restart(port: string, way?: Way): Promise<void>;
}

export interface RunWay extends Way {
  /** What the program prints, as it arrives, still with its CR LF. */
  readonly onOutput?: ((bytes: Uint8Array) => void) | undefined;
}

export function createBoardFiles(boards: Boards): BoardFiles {
  return {
    list: (port, folder, { signal } = {}) =>
      boards.work(port, { signal, who: 'list files', as: 'call' }, (board) =>
        look(board, folder, { signal }),
      ),
    read: (port, name, way = {}) =>
      boards.work(port, { signal: way.signal, who: 'read a file', as: 'call' }, (board) =>
        read(board, name, way),
      ),
    write: (port, files, way = {}) =>
      boards.work(port, { signal: way.signal, who: 'write files', as: 'call' }, (board) =>
        putFiles(board, files, way),
      ),
    remove: (port, names, { signal } = {}) =>
      boards.work(port, { signal, who: 'remove files', as: 'call' }, async (board) => {
        await closeUpdate(board, { signal });
        await removeTree(board, names, { signal });
      }),
    run: (port, source, { signal, onOutput } = {}) =>
      boards.work(port, { signal, who: 'run', as: 'call' }, (board, { show }) =>
        runSource(board, source, {
          signal,
          onOutput: (bytes) => {
            show(bytes);
            onOutput?.(bytes);
          },
        }),
      ),
    restart: (port, { signal } = {}) =>
      boards.work(port, { signal, who: 'restart', as: 'call' }, (board) => restartBoard(board, { signal })),
  };
}

async function look(board: Board, folder: string, options: ExecOptions): Promise<BoardFolder> {
  const entries = await listFiles(board, folder, options).catch((error: unknown) => {
    // ENOENT or ENOTDIR, as the file system has it.
    if (isFailure(error, 'board-exec') && error.params.error.startsWith('OSError'))
      throw new Failure('board-file-missing', { port: board.path, name: folder }, error);
    throw error;
  });
  const numbers = await board.exec(
    `import os\n_v=os.statvfs('/')\nprint(_v[1]*_v[3],_v[1]*_v[2])\n`,
    options,
  );
  const [freeBytes = Number.NaN, totalBytes = Number.NaN] = numbers.trim().split(' ').map(Number);
  if (Number.isNaN(freeBytes + totalBytes))
    throw new Failure('board-protocol', { port: board.path, detail: `free space: ${numbers.slice(0, 80)}` });
  return { entries, freeBytes, totalBytes };
}

async function read(board: Board, name: string, { signal, onProgress }: WorkOptions): Promise<Uint8Array> {
  const parent = name.includes('/') ? name.slice(0, name.lastIndexOf('/')) : '';
  const base = name.slice(name.lastIndexOf('/') + 1);
  const missing = () => new Failure('board-file-missing', { port: board.path, name });
  const { entries } = await look(board, parent === '' ? '/' : parent, { signal });
  const entry = entries.find((one) => one.name === base);
  if (entry === undefined || entry.folder) throw missing();
  if (entry.size > READ_LIMIT)
    throw new Failure('file-too-large', { name, size: entry.size, limit: READ_LIMIT });
  const content = await readFile(board, name, {
    signal,
    onProgress: ({ done }) =>
      onProgress?.({ done: Math.min(done, entry.size), total: entry.size, what: name }),
  });
  if (content === null) throw missing();
  return content;
}

/**
 * Writes files of any folder: an update that is under way is ended first, so that it does not carry on over them.
 * Errors as `writeFiles`.
 */
export async function putFiles(
  board: Board,
  files: readonly BoardFile[],
  { signal, onProgress }: WorkOptions,
): Promise<WriteResult> {
  // Refused before anything is done for it.
  for (const { name } of files) boardPath(name);
  await closeUpdate(board, { signal });
  await makeFolders(
    board,
    files.map(({ name }) => name),
    { signal },
  );
  return writeFiles(board, files, { signal, onProgress });
}

/** Runs it in the board's `__main__`. Errors as `Board.exec`, but for its traceback, which is a result. */
export async function runSource(board: Board, source: string, options: ExecOptions): Promise<RunResult> {
  const decoder = new TextDecoder();
  let output = '';
  try {
    await board.exec(source, {
      silenceMs: SILENT_MS,
      ...options,
      output: 'told',
      onOutput: (bytes) => {
        output = (output + decoder.decode(bytes, { stream: true })).slice(-OUTPUT_KEPT);
        options.onOutput?.(bytes);
      },
    });
    return { output: plain(output), error: null };
  } catch (error) {
    if (!isFailure(error, 'board-exec')) throw error;
    return { output: plain(output), error: error.params.traceback };
  }
}

const plain = (output: string): string => output.replaceAll('\r\n', '\n');
