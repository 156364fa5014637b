/** Whole folders of a board: what is in them, how they are made, how they go. */
import { z } from 'zod';
import { Failure } from '../../preload/contract/errors.ts';
import { type Board, type ExecOptions, pythonString, standingPath } from '../serial/index.ts';

/** A file or a folder, by its name from the root: `lib/x.py`. Sizes in bytes, 0 for a folder. */
export interface TreeEntry {
  readonly name: string;
  readonly size: number;
  readonly folder: boolean;
}

/** Names in one exec: a source of that size is compiled on any board. */
const NAMES_AT_ONCE = 20;

const line = z.tuple([z.string(), z.number()]);

const isRoot = (folder: string) => folder === '' || folder === '/';

/**
 * All that a folder holds, and its folders hold, by name; a folder comes before what is in it. What is mounted there from elsewhere
 * (`/sd`, `/rom`) is named and not walked into.
 * @throws Failure `board-file-missing` when there is no such folder, `board-protocol`, and as `Board.exec`
 */
export async function listTree(board: Board, folder = '/', options: ExecOptions = {}): Promise<TreeEntry[]> {
  const path = isRoot(folder) ? '' : standingPath(folder);
  const answer = await board.exec(
    `import os,json
def _t(d,v):
 for e in os.ilistdir(d or '/'):
  p=d+'/'+e[0]
  if e[1]&0x4000:
   print(json.dumps([p,-1]))
   if os.statvfs(p)[:3]==v:_t(p,v)
  else:print(json.dumps([p,e[3] if len(e)>3 else os.stat(p)[6]]))
try:
 if not os.stat(${pythonString(path === '' ? '/' : path)})[0]&0x4000:raise OSError
 _t(${pythonString(path)},os.statvfs(${pythonString(path === '' ? '/' : path)})[:3])
except OSError:print('null')
del _t
`,
    options,
  );
  const rows = answer.split('\n').filter((row) => row.trim() !== '');
  if (rows.at(-1) === 'null') throw new Failure('board-file-missing', { port: board.path, name: folder });
  return rows
    .map((row) => {
      const [name, size] = readRow(board, row);
      return { name: name.slice(1), size: Math.max(0, size), folder: size < 0 };
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

function readRow(board: Board, row: string): readonly [string, number] {
  try {
    return line.parse(JSON.parse(row));
  } catch (error) {
    throw new Failure('board-protocol', { port: board.path, detail: `listing: ${row.slice(0, 80)}` }, error);
  }
}

/** What stands under each name. Errors as `Board.exec`. */
export async function lookAt(
  board: Board,
  names: readonly string[],
  options: ExecOptions = {},
): Promise<ReadonlyMap<string, 'file' | 'folder' | 'nothing'>> {
  const found = new Map<string, 'file' | 'folder' | 'nothing'>();
  for (const some of groups(names)) {
    const answer = await board.exec(
      `import os
for _n in [${some.map((name) => pythonString(isRoot(name) ? '/' : standingPath(name))).join(',')}]:
 try:print('D' if os.stat(_n)[0]&0x4000 else 'F')
 except OSError:print('-')
`,
      options,
    );
    const letters = answer.split('\n').filter((one) => /^[DF-]$/.test(one));
    if (letters.length !== some.length)
      throw new Failure('board-protocol', { port: board.path, detail: `names: ${answer.slice(0, 80)}` });
    some.forEach((name, at) => {
      found.set(name, letters[at] === 'D' ? 'folder' : letters[at] === 'F' ? 'file' : 'nothing');
    });
  }
  return found;
}

/**
 * Makes the folders in which these files are to stand, those that are not there yet.
 * @throws Failure `file-name-invalid` when a file stands where a folder should, and as `Board.exec`
 */
export async function makeFolders(
  board: Board,
  files: readonly string[],
  options: ExecOptions = {},
): Promise<void> {
  const folders = [...new Set(files.flatMap(foldersOf))];
  for (const some of groups(folders)) {
    await board.exec(
      `import os
for _n in [${some.map((name) => pythonString(standingPath(name))).join(',')}]:
 try:os.mkdir(_n)
 except OSError:pass
`,
      options,
    );
  }
  if (folders.length === 0) return;
  for (const [name, what] of await lookAt(board, folders, options))
    if (what === 'file') throw new Failure('file-name-invalid', { name });
}

/** `a`, `a/b` for `a/b/c.py`: outermost first. */
export function foldersOf(name: string): string[] {
  const parts = standingPath(name).slice(1).split('/').slice(0, -1);
  return parts.map((_, at) => parts.slice(0, at + 1).join('/'));
}

/** Removes files, and folders with all that they hold; what is not there counts as removed. Errors as `Board.exec`. */
export async function removeTree(
  board: Board,
  names: readonly string[],
  options: ExecOptions = {},
): Promise<void> {
  for (const some of groups(names)) {
    await board.exec(
      `import os
def _r(p):
 try:m=os.stat(p)[0]
 except OSError:return
 if m&0x4000:
  for e in list(os.ilistdir(p)):_r(p+'/'+e[0])
  os.rmdir(p)
 else:os.remove(p)
for _n in [${some.map((name) => pythonString(standingPath(name))).join(',')}]:_r(_n)
del _r
`,
      options,
    );
  }
}

function groups(names: readonly string[]): string[][] {
  const count = Math.ceil(names.length / NAMES_AT_ONCE);
  return Array.from({ length: count }, (_, at) => names.slice(at * NAMES_AT_ONCE, (at + 1) * NAMES_AT_ONCE));
}
