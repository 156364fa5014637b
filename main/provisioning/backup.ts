/**
 * A board's files, kept on this computer before they are overwritten.
 *
 *     backups/<unique id>-<UTC time>/   backup.json (board, runtime, each file with its name, path and hash; what was left out)
 *                                       files/…     as they stood on the flash; `restore.ts` brings them back
 *
 * The folder has its name when it is complete; before, it ends in `.part`, and a failure removes it.
 */
import { createHash } from 'node:crypto';
import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Failure } from '../../preload/contract/errors.ts';
import type { WorkOptions } from '../../preload/contract/work.ts';
import { listTree, OURS, type TreeEntry } from '../boards/index.ts';
import { problemOf } from '../problem.ts';
import { type Board, type BoardIdentity, readFile } from '../serial/index.ts';
import { hostPaths, writeBelow } from './host-files.ts';

export interface BackUpOptions extends WorkOptions {
  /** Where backups lie. */
  readonly folder: string;
  /** Unix milliseconds, for the name. */
  readonly now: number;
}

export interface Backup {
  /** The folder of this one. */
  readonly folder: string;
  readonly files: number;
  readonly bytes: number;
  /** Folders of which nothing was kept: empty ones, and what is mounted from elsewhere, such as an SD card. */
  readonly leftOut: readonly string[];
}

/**
 * Reads all files of a board, each checked against the hash that the board takes of its flash. Progress in bytes.
 * @throws Failure `file-unwritable`, `board-protocol`, and as `Board.exec`
 */
export async function backUp(
  board: Board,
  { platform, machine, runtime, uniqueId, mac }: BoardIdentity,
  { folder, now, signal, onProgress }: BackUpOptions,
): Promise<Backup> {
  const tree = await listTree(board, '/', { signal });
  // Somebody's file may end in .usb as well, and a transfer would sweep it away.
  const entries = tree.filter((entry) => !entry.folder);
  const leftOut = tree
    .filter(({ name, folder }) => folder && !tree.some((other) => other.name.startsWith(`${name}/`)))
    .map(({ name }) => name);
  const paths = hostPaths(entries.map(({ name }) => name));
  const total = entries.reduce((sum, { size }) => sum + size, 0);
  const time = new Date(now).toISOString().replaceAll(':', '').replace(/\.\d+/, '');
  const whole = join(folder, `${uniqueId === '' ? 'board' : uniqueId}-${time}`);
  const part = `${whole}.part`;
  const kept: { name: string; path: string; size: number; sha256: string }[] = [];
  let done = 0;
  try {
    for (const { name, size } of entries) {
      const content = await readFile(board, name, {
        signal,
        onProgress: (progress) =>
          onProgress?.({ done: done + Math.min(progress.done, size), total, what: name }),
      });
      if (content === null) throw new Failure('board-file-missing', { port: board.path, name });
      const path = `files/${paths.get(name) ?? ''}`;
      await writeBelow(part, path, content);
      const sha256 = createHash('sha256').update(content).digest('hex');
      kept.push({ name, path, size: content.length, sha256 });
      done += size;
    }
    const about = {
      board: { platform, machine, runtime, uniqueId, mac },
      at: now,
      files: kept,
      leftOut: leftOut.map((name) => ({ name, why: 'an empty folder, or mounted from elsewhere' })),
    };
    await writeBelow(part, 'backup.json', `${JSON.stringify(about, null, 2)}\n`);
    await moveTo(part, whole);
  } catch (error) {
    await rm(part, { recursive: true, force: true });
    throw error;
  }
  const bytes = kept.reduce((sum, { size }) => sum + size, 0);
  return { folder: whole, files: kept.length, bytes, leftOut };
}

async function moveTo(part: string, whole: string): Promise<void> {
  try {
    await rename(part, whole);
  } catch (error) {
    const problem = problemOf(error);
    throw new Failure('file-unwritable', { path: whole, problem }, error);
  }
}

/** What a transfer that was cut short left is nobody's. */
const filesOf = (entries: readonly TreeEntry[]) =>
  entries.filter(({ name, folder }) => !folder && !name.endsWith('.usb'));

/** So large a boot.py is nobody's greeting. */
const GREETING_LIMIT = 2000;

/**
 * Files that somebody else put on a board; none on one of the platform. `bootPy`: our own firmware, which is nobody's, as is
 * the boot.py of comments that an ESP32's first start leaves. Errors as `Board.exec`.
 */
export async function foreignFiles(
  board: Board,
  bootPy: Uint8Array,
  { signal }: { signal?: AbortSignal | undefined } = {},
): Promise<{ name: string; size: number }[]> {
  const files = filesOf(await listTree(board, '/', { signal })).map(({ name, size }) => ({ name, size }));
  const ours: readonly string[] = OURS;
  if (files.some(({ name }) => ours.includes(name))) return [];
  const boot = files.find(({ name }) => name === 'boot.py');
  if (boot === undefined) return files;
  const mayBeNobodys = boot.size === bootPy.length || boot.size <= GREETING_LIMIT;
  const content = mayBeNobodys ? await readFile(board, 'boot.py', { signal }) : null;
  if (content === null) return files;
  const source = Buffer.from(content).toString('utf8');
  const isNobodys = Buffer.from(content).equals(bootPy) || isComment(source) || isSwap(source);
  return isNobodys ? files.filter((file) => file !== boot) : files;
}

/** A transfer that was cut short in its last moment (docs/decisions/0011). */
const isSwap = (source: string): boolean => source.startsWith('#usb swap');

const isComment = (source: string): boolean =>
  source.split(/\r?\n|\r/).every((line) => /^\s*(#|$)/.test(line));
