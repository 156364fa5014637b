/** `cp`: files and folders to a board and from it, as `cp` does; a name that begins with a colon is on the board. */
import { mkdir, readFile as readHostFile, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { Failure } from '../../preload/contract/errors.ts';
import { listTree, lookAt, putFiles } from '../boards/index.ts';
import { problemOf } from '../problem.ts';
import { filesBelow, hostPaths } from '../provisioning/index.ts';
import { type Board, type BoardFile, readFile } from '../serial/index.ts';
import { boardName, type PortOption, shownName, size, withBoards } from './board-context.ts';
import type { CommandContext } from './context.ts';

const isOnBoard = (path: string) => path.startsWith(':');
const isContents = (path: string) => /[^:]\/$/.test(path);
const joined = (...parts: readonly string[]) => parts.filter((part) => part !== '').join('/');
const lastOf = (name: string) => name.slice(name.lastIndexOf('/') + 1);

export async function runCp(
  context: CommandContext,
  paths: readonly string[],
  options: PortOption,
): Promise<void> {
  const from = paths.slice(0, -1);
  const to = paths.at(-1) ?? '';
  if (from.length === 0) throw new Failure('bad-usage', { problem: 'cp takes what to copy, and where to' });
  const sides = new Set(from.map(isOnBoard));
  if (sides.size !== 1 || sides.has(isOnBoard(to))) {
    const problem =
      'one side of cp is the board: give its names a colon, as in "cp app.py :" or "cp :app.py ."';
    throw new Failure('bad-usage', { problem });
  }
  const { signal } = context;
  await withBoards(options, ({ boards, port }) =>
    boards.work(port, { signal, who: 'cp', as: 'call' }, (board) =>
      isOnBoard(to) ? upload(context, board, from, to) : download(context, board, from, to),
    ),
  );
}

async function upload(
  { out, signal }: CommandContext,
  board: Board,
  from: readonly string[],
  to: string,
): Promise<void> {
  const target = boardName(to).replace(/\/+$/, '');
  const there = target === '' ? 'folder' : (await lookAt(board, [target], { signal })).get(target);
  const isFolder = there === 'folder' || to.endsWith('/') || from.length > 1;
  const files: BoardFile[] = [];
  for (const path of from) {
    const sources = (await isHostFolder(path)) ? await filesBelow(path) : null;
    if (sources === null) {
      const name = isFolder ? joined(target, basename(path)) : target;
      files.push({ name, content: await hostFile(path) });
    } else {
      // As cp: into a folder that is there goes the folder itself, and one that is not becomes it.
      const base = isFolder && !isContents(path) ? joined(target, basename(resolve(path))) : target;
      for (const { name, content } of sources) files.push({ name: joined(base, name), content });
    }
  }
  const { written } = await putFiles(board, files, { signal });
  for (const { name, content } of files) {
    const isNew = written.includes(name);
    const said = isNew ? size(content.length) : 'there already';
    out.say(`${said.padStart(13)}  :${shownName(name)}`, {
      type: 'copied',
      name,
      size: content.length,
      state: isNew ? 'written' : 'unchanged',
    });
  }
}

async function download(
  { out, signal }: CommandContext,
  board: Board,
  from: readonly string[],
  to: string,
): Promise<void> {
  const isThere = await isHostFolder(to).catch(() => false);
  const isFolder = isThere || to.endsWith('/') || from.length > 1;
  for (const source of from) {
    const name = boardName(source).replace(/\/+$/, '');
    const what = name === '' ? 'folder' : (await lookAt(board, [name], { signal })).get(name);
    if (what === 'nothing' || what === undefined)
      throw new Failure('board-file-missing', { port: board.path, name });
    const tree = what === 'file' ? [] : await listTree(board, name, { signal });
    const names = what === 'file' ? [name] : tree.filter(({ folder }) => !folder).map((entry) => entry.name);
    const inside = (full: string) =>
      what === 'file' ? lastOf(full) : full.slice(name === '' ? 0 : name.length + 1);
    const paths = hostPaths(names.map(inside));
    const base = what === 'folder' && isFolder && name !== '' && !isContents(source) ? lastOf(name) : '';
    for (const each of names) {
      const content = await readFile(board, each, { signal });
      if (content === null) throw new Failure('board-file-missing', { port: board.path, name: each });
      const below = (paths.get(inside(each)) ?? '').split('/');
      const path = what === 'file' && !isFolder ? to : join(to, base, ...below);
      await writeHostFile(path, content);
      out.say(`${size(content.length).padStart(13)}  ${path}`, {
        type: 'copied',
        name: each,
        path,
        size: content.length,
      });
    }
  }
}

/** @throws Failure `file-unreadable` when there is nothing */
async function isHostFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch (error) {
    throw new Failure('file-unreadable', { path, problem: problemOf(error) }, error);
  }
}

async function hostFile(path: string): Promise<Uint8Array> {
  try {
    return await readHostFile(path);
  } catch (error) {
    throw new Failure('file-unreadable', { path, problem: problemOf(error) }, error);
  }
}

async function writeHostFile(path: string, content: Uint8Array): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, content);
  } catch (error) {
    throw new Failure('file-unwritable', { path, problem: problemOf(error) }, error);
  }
}
