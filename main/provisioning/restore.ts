/**
 * Brings the files of a backup (`backup.ts`) back onto a board, each under the name that it had there and proved by hashes. What is on
 * the board and not in the backup stays, but for names that end in `.usb`: to a transfer they are its own leftovers.
 *
 *     read, and hold by its hashes ──► compare ──► write ──► give odd names ──► compare again
 *
 * A transfer keeps names that end in `.usb` to itself, and names of more than 251 bytes have no room for that ending. Such files
 * are sent under names of their own and get theirs by a rename.
 */
import { createHash } from 'node:crypto';
import { readFile as readHostFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { Failure, isFailure } from '../../preload/contract/errors.ts';
import type { WorkOptions } from '../../preload/contract/work.ts';
import { closeUpdate, foldersOf, listTree, makeFolders, putFiles } from '../boards/index.ts';
import { plainLine } from '../plain-text.ts';
import { problemOf } from '../problem.ts';
import {
  type Board,
  type BoardFile,
  boardPath,
  pythonString,
  removeFiles,
  standingPath,
} from '../serial/index.ts';
import { hashesOf } from './compare.ts';
import { AFTER_A_WRITE } from './write.ts';

/** Of a backup: below its folder, and nowhere else. */
const keptPath = z
  .string()
  .regex(/^files\//)
  .refine((path) => path.split('/').every((part) => part !== '' && part !== '.' && part !== '..'));

const aboutSchema = z.object({
  board: z.object({ machine: z.string(), uniqueId: z.string() }),
  files: z.array(z.object({ name: z.string(), path: keptPath, sha256: z.string() })),
  /** Older backups do not say. */
  leftOut: z.array(z.object({ name: z.string() })).optional(),
});

export interface KeptFiles {
  readonly board: { readonly machine: string; readonly uniqueId: string };
  readonly files: readonly BoardFile[];
  /** What the backup says that it has not got. */
  readonly leftOut: readonly string[];
}

/** @throws Failure `file-unreadable` when it is no backup, or not what was backed up any more */
export async function readBackup(folder: string): Promise<KeptFiles> {
  const list = join(folder, 'backup.json');
  const about = aboutSchema.safeParse(parsed(await hostFile(list)));
  if (!about.success) throw unreadable(list, 'it is no list of a backup', about.error);
  const files: BoardFile[] = [];
  const named = new Set<string>();
  for (const { name, path, sha256 } of about.data.files) {
    const stands = standing(list, name);
    if (named.has(stands)) throw unreadable(list, `it names ${plainLine(name, 255)} twice`);
    named.add(stands);
    const full = join(folder, ...path.split('/'));
    const content = await hostFile(full);
    if (sha256Of(content) !== sha256) throw unreadable(full, 'it is not what was backed up any more');
    files.push({ name, content });
  }
  return {
    board: about.data.board,
    files,
    leftOut: (about.data.leftOut ?? []).map(({ name }) => name),
  };
}

/** Names of a backup are from outside. */
function standing(list: string, name: string): string {
  try {
    return standingPath(name);
  } catch (error) {
    throw unreadable(list, `it names ${plainLine(name, 255)}, which no file can have`, error);
  }
}

export interface RestoredFile {
  readonly name: string;
  readonly state: 'added' | 'replaced' | 'same';
  /** Bytes. */
  readonly boardSize: number | null;
  readonly wantedSize: number;
}

export interface RestorePlan {
  /** Files of the backup, by name. */
  readonly files: readonly RestoredFile[];
  /** What is on the board and not in the backup; without what a transfer sweeps away as its own. */
  readonly stays: readonly { readonly name: string; readonly size: number }[];
}

/**
 * What a restore would do.
 * @throws Failure `board-file-blocked` when a folder stands where a file of it has to, or the other way round; as `Board.exec`
 */
export async function planRestore(
  board: Board,
  files: readonly BoardFile[],
  { signal }: WorkOptions = {},
): Promise<RestorePlan> {
  const all = await listTree(board, '/', { signal });
  const tree = all.filter(({ folder }) => !folder);
  const there = new Map(tree.map(({ name, size }) => [name, size]));
  const folders = new Set(all.filter(({ folder }) => folder).map(({ name }) => name));
  for (const { name: file } of files) {
    const inTheWay = folders.has(file) ? file : foldersOf(file).find((name) => there.has(name));
    if (inTheWay !== undefined)
      throw new Failure('board-file-blocked', { port: board.path, name: inTheWay, file });
  }
  // A file of another size is another file.
  const alike = files.filter(({ name, content }) => there.get(name) === content.length);
  const hashes = await hashesOf(
    board,
    alike.map(({ name }) => name),
    { signal },
  );
  const names = new Set(files.map(({ name }) => name));
  return {
    files: files.map(({ name, content }) => {
      const boardSize = there.get(name) ?? null;
      const isSame = hashes.get(name) === sha256Of(content);
      const state = boardSize === null ? 'added' : isSame ? 'same' : 'replaced';
      return { name, state, boardSize, wantedSize: content.length };
    }),
    stays: tree
      .filter(({ name }) => !names.has(name) && !name.endsWith('.usb'))
      .map(({ name, size }) => ({ name, size })),
  };
}

/**
 * Writes what differs. The board is at its prompt before and after.
 * @returns what was done; `ended`: files of a hotfix that is no more in force over what was written
 * @throws Failure `write-mismatch` when a file is not what it should be afterwards; as `planRestore`, `putFiles`
 */
export async function restoreFiles(
  board: Board,
  files: readonly BoardFile[],
  { signal, onProgress }: WorkOptions = {},
): Promise<RestorePlan & { readonly ended: readonly string[] }> {
  // What is under way would carry on over what is compared, and over what is written.
  await closeUpdate(board, { signal });
  const plan = await planRestore(board, files, { signal });
  const differ = new Set(plan.files.filter(({ state }) => state !== 'same').map(({ name }) => name));
  if (differ.size === 0) return { ...plan, ended: [] };

  const hotfix = AFTER_A_WRITE.filter((name) => plan.stays.some((other) => other.name === name));
  const ended = await removeFiles(board, hotfix, { signal });
  // A transfer sweeps names of its own ending away: what stood there under such a name is sent again.
  const odd = files.filter(({ name }) => isOdd(name));
  const taken = new Set(files.map(({ name }) => name));
  const sent = odd.map((file, at) => ({ file, as: nameMeanwhile(file, at, taken) }));
  const plain = files.filter(({ name }) => differ.has(name) && !isOdd(name));
  const all = [...sent.map(({ file, as }) => ({ name: as, content: file.content })), ...plain];
  await putFiles(board, all, { signal, onProgress });
  await giveNames(
    board,
    sent.map(({ file, as }) => [as, file.name] as const),
    { signal },
  );
  const after = await planRestore(board, files, { signal });
  const wrong = after.files.find(({ state }) => state !== 'same');
  if (wrong !== undefined) throw new Failure('write-mismatch', { port: board.path, file: wrong.name });
  return { files: plan.files, stays: after.stays, ended };
}

/** Whether a transfer can send a file under this name. */
function isOdd(name: string): boolean {
  try {
    boardPath(name);
    return false;
  } catch (error) {
    if (isFailure(error, 'file-name-invalid')) return true;
    throw error;
  }
}

/** The same at each try, and by its content nobody else's: what a try that was cut short has left there is sent over, and goes on. */
function nameMeanwhile({ content }: BoardFile, at: number, taken: ReadonlySet<string>): string {
  let name = `restore-${at}-${sha256Of(content).slice(0, 12)}`;
  while (taken.has(name)) name += '_';
  return name;
}

/** Pairs of names in one exec: where all are long, a source of some 2 kB, which is compiled on any board. */
const PAIRS_AT_ONCE = 5;

async function giveNames(
  board: Board,
  pairs: readonly (readonly [from: string, to: string])[],
  { signal }: WorkOptions,
): Promise<void> {
  await makeFolders(
    board,
    pairs.map(([, to]) => to),
    { signal },
  );
  for (let at = 0; at < pairs.length; at += PAIRS_AT_ONCE) {
    const some = pairs.slice(at, at + PAIRS_AT_ONCE).map((pair) => pair.map(standingPath));
    const literals = some.map((pair) => `(${pair.map(pythonString).join(',')})`);
    await board.exec(`import os\nfor _a,_b in [${literals.join(',')}]:os.rename(_a,_b)\n`, { signal });
  }
}

async function hostFile(path: string): Promise<Uint8Array> {
  try {
    return await readHostFile(path);
  } catch (error) {
    throw unreadable(path, problemOf(error), error);
  }
}

const unreadable = (path: string, problem: string, cause?: unknown) =>
  new Failure('file-unreadable', { path, problem }, cause);

function parsed(content: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(content).toString('utf8'));
  } catch {
    return undefined;
  }
}

const sha256Of = (content: Uint8Array): string => createHash('sha256').update(content).digest('hex');
