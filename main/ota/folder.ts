/**
 * The Python files of one folder, held in memory with their hashes, and brought up to date by a look at the folder
 * that costs a few system calls when nothing changed. The bytes served are the bytes hashed: they never leave memory in between.
 */
import { type Buffer, isUtf8 } from 'node:buffer';
import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  openSync,
  readdirSync,
  readFileSync,
  realpathSync,
  type Stats,
} from 'node:fs';
import { join, sep } from 'node:path';
import type { HashMap } from '../../preload/contract/models.ts';
import { md5Of, setOf, sha256Of } from './hashes.ts';
import { FILE_LIMIT, inWritingOrder, isFileName, isProtected } from './names.ts';
import { isMissing, settlePuts } from './put-files.ts';

/**
 * A file whose times lie this close before it was read may have been written again since without a change of its times
 * (clocks of file systems tick in up to two seconds), so it is read again. Milliseconds.
 */
const TIMES_TELL_AFTER_MS = 2000;

export interface ServedFile {
  readonly name: string;
  readonly size: number;
  readonly md5: string;
  readonly sha256: string;
  readonly bytes: Buffer;
}

/** A file that lies there and is not served. `reason` is one of: */
export interface SkippedFile {
  readonly name: string;
  readonly reason: 'protected' | 'name' | 'too-large' | 'not-text' | 'outside' | 'unreadable';
}

export interface FolderContent {
  /** In writing order, `main.py` last. */
  readonly files: ReadonlyMap<string, ServedFile>;
  readonly hashes: HashMap;
  readonly set: string;
  readonly skipped: readonly SkippedFile[];
}

export interface Folder {
  /** The folder as it is now: the same object as before when nothing changed; undefined when it is not there (any more). */
  look(): FolderContent | undefined;
}

interface Seen {
  stamp: string;
  readAt: number;
  newest: number;
  file: ServedFile | SkippedFile;
}

/** @param root nothing outside this real path is ever read, whatever links say */
export function createFolder(path: string, root: string): Folder {
  let seen = new Map<string, Seen>();
  let content: FolderContent | undefined;

  return {
    look: () => {
      const names = listing(path, root);
      if (!names) {
        seen = new Map();
        content = undefined;
        return undefined;
      }
      const next = new Map<string, Seen>();
      let same = content !== undefined && names.length === seen.size;
      for (const name of names) {
        const known = seen.get(name);
        const current = examine(path, name, root, known);
        if (!current) {
          same = false;
          continue;
        }
        if (current.file !== known?.file) same = false;
        next.set(name, current);
      }
      seen = next;
      if (!same || !content) content = contentOf(next);
      return content;
    },
  };
}

function listing(path: string, root: string): string[] | undefined {
  try {
    const here = lstatSync(path);
    if (here.isSymbolicLink()) {
      if (!isInside(realpathSync(path), root)) return undefined;
    } else if (!here.isDirectory()) return undefined;
    let names = readdirSync(path);
    if (settlePuts(path, names)) names = readdirSync(path);
    return names.filter((name) => name.toLowerCase().endsWith('.py'));
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

/** What lies at `name` now; `known` itself when it is certain that nothing changed; undefined when it went away. */
function examine(folder: string, name: string, root: string, known: Seen | undefined): Seen | undefined {
  const path = join(folder, name);
  let stat: Stats;
  let target = path;
  try {
    stat = lstatSync(path);
    if (stat.isSymbolicLink()) {
      target = realpathSync(path);
      stat = lstatSync(target);
    }
  } catch (error) {
    return isMissing(error) ? undefined : { ...neverSure, file: { name, reason: 'unreadable' } };
  }
  const stamp = `${target} ${stampOf(stat)}`;
  if (known && known.stamp === stamp && known.readAt - known.newest > TIMES_TELL_AFTER_MS) return known;
  const readAt = Date.now();
  const file = read(name, target, root, stat);
  // Read again, and the same: the old object goes on, so that nobody sees a change.
  const unchanged =
    known !== undefined &&
    ('bytes' in file && 'bytes' in known.file
      ? known.file.bytes.equals(file.bytes)
      : 'reason' in file && 'reason' in known.file && file.reason === known.file.reason);
  return {
    stamp,
    readAt,
    newest: Math.max(stat.mtimeMs, stat.ctimeMs),
    file: unchanged ? known.file : 'bytes' in file ? hashed(name, file.bytes) : file,
  };
}

function read(
  name: string,
  target: string,
  root: string,
  stat: Stats,
): { name: string; bytes: Buffer } | SkippedFile {
  if (isProtected(name)) return { name, reason: 'protected' };
  if (!isFileName(name)) return { name, reason: 'name' };
  if (!isInside(target, root)) return { name, reason: 'outside' };
  if (stat.size > FILE_LIMIT) return { name, reason: 'too-large' };
  try {
    const bytes = readWhole(target);
    if (!bytes) return { name, reason: 'unreadable' };
    if (bytes.length > FILE_LIMIT) return { name, reason: 'too-large' };
    return isUtf8(bytes) ? { name, bytes } : { name, reason: 'not-text' };
  } catch {
    return { name, reason: 'unreadable' };
  }
}

/** The bytes of a regular file as they were at one moment, undefined when it keeps changing. */
function readWhole(target: string): Buffer | undefined {
  for (let attempt = 0; attempt < 3; attempt += 1) {
    const fd = openSync(
      target,
      constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0),
    );
    try {
      const before = fstatSync(fd);
      if (!before.isFile() || before.size > FILE_LIMIT) return undefined;
      const bytes = readFileSync(fd);
      if (stampOf(before) === stampOf(fstatSync(fd)) && bytes.length === before.size) return bytes;
    } finally {
      closeSync(fd);
    }
  }
  return undefined;
}

const neverSure = { stamp: '', readAt: 0, newest: 0 };

function stampOf(stat: Stats): string {
  return `${stat.ino} ${stat.size} ${stat.mtimeMs} ${stat.ctimeMs}`;
}

function hashed(name: string, bytes: Buffer): ServedFile {
  return { name, size: bytes.length, md5: md5Of(bytes), sha256: sha256Of(bytes), bytes };
}

function contentOf(seen: ReadonlyMap<string, Seen>): FolderContent {
  const files = new Map<string, ServedFile>();
  const skipped: SkippedFile[] = [];
  const hashes: HashMap = {};
  for (const name of inWritingOrder(seen.keys())) {
    const file = seen.get(name)?.file;
    if (!file) continue;
    if ('reason' in file) skipped.push(file);
    else {
      files.set(name, file);
      hashes[name] = file.md5;
    }
  }
  return { files, hashes, set: setOf(hashes), skipped };
}

function isInside(path: string, root: string): boolean {
  return path === root || path.startsWith(root.endsWith(sep) ? root : root + sep);
}
