/**
 * Files of a board on this computer. A name on a board is bytes from outside: it must not lead out of the folder that it is
 * written into, and must be one that this computer's file system takes.
 */
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Failure } from '../../preload/contract/errors.ts';
import { pathOf, problemOf } from '../problem.ts';
import type { BoardFile } from '../serial/index.ts';

/** What no file system of the three takes, `%` itself, and what a shell or a person would stumble over. */
const UNSAFE = /[%\\/:*?"<>|\p{Cc}\p{Cf}]/gu;
/** Names that Windows keeps for devices, and names that mean a folder. */
const RESERVED = /^(\.{1,2}$|(con|prn|aux|nul|com\d|lpt\d)(\.|$))/i;

const escaped = (text: string): string =>
  [...new TextEncoder().encode(text)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');

/** Bytes of one name: file systems take 255, and a number may follow. A board's 255 may become three times as many. */
const PART_LIMIT = 200;

/** A board's name as a path below a folder, with `/`. What cannot stand there is written as `%xx`; what is too long is cut. */
export function hostPath(name: string): string {
  return name
    .split('/')
    .map((part) => {
      const safe = part.replace(UNSAFE, escaped).replace(/[. ]$/, escaped);
      return cut(RESERVED.test(safe) || safe === '' ? `%${safe}` : safe);
    })
    .join('/');
}

const cut = (part: string): string => {
  const bytes = Buffer.from(part);
  if (bytes.length <= PART_LIMIT) return part;
  // A character that is cut through goes as a whole. The mark at the end is no end that Windows drops.
  return `${bytes
    .subarray(0, PART_LIMIT)
    .toString('utf8')
    .replace(/\ufffd$/, '')}%`;
};

/**
 * Each name with its own path: two that differ by capital letters alone are one file to some systems, and two that were cut
 * may be one to any, so the second one gets a number.
 */
export function hostPaths(names: readonly string[]): ReadonlyMap<string, string> {
  const taken = new Set<string>();
  const paths = new Map<string, string>();
  for (const name of names) {
    const path = hostPath(name);
    let free = path;
    for (let n = 2; taken.has(free.toLowerCase()); n++) free = `${path}%${n}`;
    taken.add(free.toLowerCase());
    paths.set(name, free);
  }
  return paths;
}

/** A board's files may hold the password of its Wi-Fi: for their owner alone. */
const OWNER_ONLY = 0o700;

/** Writes one file below a folder, which is made. @throws Failure `file-unwritable` */
export async function writeBelow(folder: string, path: string, content: Uint8Array | string): Promise<void> {
  const full = join(folder, ...path.split('/'));
  try {
    await mkdir(dirname(full), { recursive: true, mode: OWNER_ONLY });
    await writeFile(full, content);
  } catch (error) {
    throw new Failure('file-unwritable', { path: full, problem: problemOf(error) }, error);
  }
}

/** Left out when a whole folder goes to a board: what editors and systems leave there, and links. */
const isHidden = (name: string) => name.startsWith('.') || name === '__pycache__';

/**
 * All files of a folder and of its folders, named from it with `/`; hidden ones and links are left out.
 * @throws Failure `file-unreadable`
 */
export async function filesBelow(folder: string): Promise<BoardFile[]> {
  const files: BoardFile[] = [];
  const walk = async (path: string, prefix: string): Promise<void> => {
    for (const entry of await readdir(path, { withFileTypes: true })) {
      if (isHidden(entry.name)) continue;
      const name = `${prefix}${entry.name}`;
      if (entry.isDirectory()) await walk(join(path, entry.name), `${name}/`);
      else if (entry.isFile()) files.push({ name, content: await readFile(join(path, entry.name)) });
    }
  };
  try {
    await walk(folder, '');
  } catch (error) {
    throw new Failure('file-unreadable', { path: pathOf(error, folder), problem: problemOf(error) }, error);
  }
  return files.sort((a, b) => (a.name < b.name ? -1 : 1));
}
