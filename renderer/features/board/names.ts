/** Names of files on a board: from its root, without a slash before them. The root itself is ''. */
import type { BoardFileEntry } from '../../../preload/contract/boards.ts';

/** What `boards.listFiles` calls this folder. */
export const folderPath = (folder: string): string => `/${folder}`;

export const joined = (folder: string, name: string): string => (folder === '' ? name : `${folder}/${name}`);

/** The folder that this one is in. */
export const parentOf = (name: string): string => name.split('/').slice(0, -1).join('/');

export const baseOf = (name: string): string => name.split('/').at(-1) ?? name;

export interface Crumb {
  readonly word: string;
  readonly folder: string;
}

/** The way to a folder, the root not among it. */
export function crumbsOf(folder: string): Crumb[] {
  const parts = folder === '' ? [] : folder.split('/');
  return parts.map((word, at) => ({ word, folder: parts.slice(0, at + 1).join('/') }));
}

/** Folders first, then by name. */
export function inOrder(entries: readonly BoardFileEntry[]): BoardFileEntry[] {
  return entries.toSorted(
    (a, b) => Number(b.folder) - Number(a.folder) || a.name.localeCompare(b.name, 'en', { numeric: true }),
  );
}

export type NameProblem = 'empty' | 'taken' | 'slash' | 'dots' | 'long' | 'sign';

/** littlefs takes 255 bytes a part; the contract 400 characters in all. */
const PART_BYTES = 255;
const WHOLE = 400;
const UNSEEN = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/;

/** Why a file cannot be made under this name; `taken`: the names that are there. */
export function nameProblem(name: string, taken: readonly string[] = []): NameProblem | null {
  if (name.trim() === '') return 'empty';
  const parts = name.split('/');
  if (parts.some((part) => part.trim() === '')) return 'slash';
  if (parts.some((part) => part === '.' || part === '..')) return 'dots';
  if (UNSEEN.test(name)) return 'sign';
  if (name.length > WHOLE || parts.some((part) => new TextEncoder().encode(part).length > PART_BYTES))
    return 'long';
  return taken.includes(name) ? 'taken' : null;
}
