/**
 * Makes a board what it should be, by what differs and no more.
 *
 *     look ──► write ──► restart
 *
 * It ends in what the board's own hashes say after the write, and in the first line of its new boot.
 */
import type { BoardComparison, FileDifference } from '../../preload/contract/boards.ts';
import { Failure } from '../../preload/contract/errors.ts';
import type { WorkOptions } from '../../preload/contract/work.ts';
import { type Boards, closeUpdate, putFiles, removeTree } from '../boards/index.ts';
import type { JobContext, JobPhase } from '../jobs/index.ts';
import { type Board, removeFiles } from '../serial/index.ts';
import { waitForBoot } from './boot-watch.ts';
import { compareFiles } from './compare.ts';
import { configBytes, type Wanted } from './wanted.ts';
import { AFTER_A_WRITE } from './write.ts';

export type RepairPhase = 'look' | 'write' | 'restart';

export const REPAIR_PHASES: readonly JobPhase<RepairPhase>[] = [
  { name: 'look', weight: 10 },
  { name: 'write', weight: 70 },
  { name: 'restart', weight: 20 },
];

/** A boot says its first line within a second or two; a slow hub takes some more. */
const BOOT_SECONDS = 20;

export interface RepairRequest {
  readonly port: string;
  readonly appType: string;
  readonly wanted: Wanted;
  /** Files of the board that are to go; those that the comparison does not call `removed` are refused. */
  readonly remove: readonly string[];
}

/** @throws Failure `bad-input`, and as `bringTo`, `Board.hardReset`, `boot-unfinished` */
export async function repair(
  ctx: JobContext<RepairPhase>,
  { port, appType, wanted, remove }: RepairRequest,
  boards: Boards,
): Promise<BoardComparison> {
  const { signal } = ctx;
  ctx.phase('look', `Comparing the board with ${appType}`);
  return boards.work(port, { signal, who: 'repair', as: 'job' }, async (board) => {
    const stop = board.onLine((line) => ctx.heard(line));
    try {
      const { before, after } = await bringTo(board, wanted, {
        signal,
        remove: (stale) => namesToRemove(remove, stale),
        onDifference: (names) => ctx.phase('write', sentenceOf(names)),
        onProgress: ({ done, total, what }) => ctx.moved({ done, total, file: what }, `Writing ${what}`),
      });
      ctx.log(`${changed(before).length} files differed; the board's own hashes say now that none does`);
      ctx.phase('restart', 'Restarting the board');
      await board.hardReset({ signal });
      await waitForBoot(board, { step: 'the start of boot.py', seconds: BOOT_SECONDS, signal }, () => true);
      return { appType, files: after };
    } finally {
      stop();
    }
  });
}

const sentenceOf = (names: readonly string[]): string =>
  names.length === 0
    ? 'Nothing differs'
    : `Writing ${names.length === 1 ? names[0] : `${names.length} files`}`;

function namesToRemove(names: readonly string[], stale: readonly string[]): readonly string[] {
  const wrong = names.find((name) => !stale.includes(name));
  if (wrong === undefined) return names;
  const problem = `${wrong} is not among the files that belong to nothing`;
  throw new Failure('bad-input', { field: 'remove', problem });
}

/** Files that are not what they should be; those that belong to nothing are not among them. */
export function changed(files: readonly FileDifference[]): FileDifference[] {
  return files.filter(({ state }) => state === 'replaced' || state === 'added');
}

export function staleOf(files: readonly FileDifference[]): string[] {
  return files.filter(({ state }) => state === 'removed').map(({ name }) => name);
}

export interface BringOptions extends WorkOptions {
  /** Which of the files that belong to nothing are to go. */
  readonly remove: (stale: readonly string[]) => readonly string[];
  /** Told once, before anything is written: the names that will be. */
  readonly onDifference?: (names: readonly string[]) => void;
}

/**
 * Writes what differs, removes what is named, and compares again. The board is at its prompt before and after.
 * @throws Failure `write-mismatch` when a file is not what it should be afterwards, and as `writeFiles`, `Board.exec`
 */
export async function bringTo(
  board: Board,
  wanted: Wanted,
  { signal, onProgress, remove, onDifference }: BringOptions,
): Promise<{ before: FileDifference[]; after: FileDifference[] }> {
  // What is under way would carry on over what is compared, and over what is written.
  await closeUpdate(board, { signal });
  const before = await compareFiles(board, wanted, { signal });
  const gone = remove(staleOf(before));
  const names = new Set(changed(before).map(({ name }) => name));
  const all =
    wanted.config === undefined
      ? wanted.files
      : [{ name: 'config.json', content: configBytes(wanted.config) }, ...wanted.files];
  const files = all.filter(({ name }) => names.has(name));
  onDifference?.(files.map(({ name }) => name));
  if (files.length === 0 && gone.length === 0) return { before, after: before };

  // First what would have a hotfix in force again over the files that are written now.
  await removeFiles(board, AFTER_A_WRITE, { signal });
  if (files.length > 0) await putFiles(board, files, { signal, onProgress });
  if (gone.length > 0) await removeTree(board, gone, { signal });
  const after = await compareFiles(board, wanted, { signal });
  const [wrong] = changed(after);
  if (wrong !== undefined) throw new Failure('write-mismatch', { port: board.path, file: wrong.name });
  return { before, after };
}
