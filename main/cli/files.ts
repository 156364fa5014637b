/** `ls`, `cat`, `rm`, `reset`, `backup`: what is on a board. */
import { Failure } from '../../preload/contract/errors.ts';
import { closeUpdate, createBoardFiles, lookAt, removeTree } from '../boards/index.ts';
import { openHome } from '../home.ts';
import { backUp } from '../provisioning/index.ts';
import { identifyBoard, readFile } from '../serial/index.ts';
import { boardName, type PortOption, shownName, size, withBoards } from './board-context.ts';
import type { CommandContext } from './context.ts';

export async function runLs(
  { out, signal }: CommandContext,
  folder: string | undefined,
  options: PortOption,
): Promise<void> {
  await withBoards(options, async ({ boards, port }) => {
    const shown = boardName(folder ?? '');
    const { entries, freeBytes, totalBytes } = await createBoardFiles(boards).list(port, shown, { signal });
    for (const { name, size: bytes, folder: isFolder } of entries) {
      const line = isFolder
        ? `${''.padStart(9)}  ${shownName(name)}/`
        : `${size(bytes).padStart(9)}  ${shownName(name)}`;
      out.say(line, { type: 'entry', name, size: bytes, folder: isFolder });
    }
    const space = `${size(freeBytes)} of ${size(totalBytes)} free`;
    out.say(entries.length === 0 ? `Nothing there; ${space}.` : `${space}.`, {
      type: 'space',
      freeBytes,
      totalBytes,
    });
  });
}

export async function runCat(
  { out, signal }: CommandContext,
  names: readonly string[],
  options: PortOption,
): Promise<void> {
  await withBoards(options, ({ boards, port }) =>
    boards.work(port, { signal, who: 'cat', as: 'call' }, async (board) => {
      for (const name of names.map(boardName)) {
        const content = await readFile(board, name, { signal });
        if (content === null) throw new Failure('board-file-missing', { port, name });
        // A file is bytes: they go out as they are.
        if (out.format === 'text') await written(process.stdout, content);
        const base64 = Buffer.from(content).toString('base64');
        out.say(null, { type: 'file', name, size: content.length, content: base64 });
      }
    }),
  );
}

/** Resolves when a stream has taken it. */
export function written(stream: NodeJS.WritableStream, content: Uint8Array | string): Promise<void> {
  return new Promise((resolve, reject) => {
    stream.write(content, (error) => (error ? reject(error) : resolve()));
  });
}

export async function runRm(
  { out, signal }: CommandContext,
  given: readonly string[],
  options: PortOption & { readonly recursive?: true },
): Promise<void> {
  const names = given.map(boardName);
  if (names.some((name) => name === ''))
    throw new Failure('bad-usage', { problem: 'the root of a board is no file' });
  await withBoards(options, ({ boards, port }) =>
    boards.work(port, { signal, who: 'rm', as: 'call' }, async (board) => {
      // All are looked at before one goes.
      for (const [name, what] of await lookAt(board, names, { signal })) {
        if (what === 'nothing') throw new Failure('board-file-missing', { port, name });
        if (what === 'folder' && !options.recursive)
          throw new Failure('bad-usage', {
            problem: `${name} is a folder: -r removes it with all that it holds`,
          });
      }
      await closeUpdate(board, { signal });
      await removeTree(board, names, { signal });
      for (const name of names) out.say(`${shownName(name)} removed`, { type: 'removed', name });
    }),
  );
}

export async function runReset({ out, signal }: CommandContext, options: PortOption): Promise<void> {
  await withBoards(options, async ({ boards, port }) => {
    await createBoardFiles(boards).restart(port, { signal });
    out.say('It starts anew.', { type: 'reset', port });
  });
}

export async function runBackup({ out, signal }: CommandContext, options: PortOption): Promise<void> {
  const { backups } = openHome();
  await withBoards(options, ({ boards, port }) =>
    boards.work(port, { signal, who: 'back up', as: 'job' }, async (board) => {
      const identity = await identifyBoard(board, { signal });
      const { folder, files, bytes, leftOut } = await backUp(board, identity, {
        folder: backups,
        now: Date.now(),
        signal,
      });
      for (const name of leftOut)
        out.say(`${shownName(name)}/ is left out: it is empty, or mounted from elsewhere.`, null);
      out.say(`${files} files, ${size(bytes)}, in ${folder}`, {
        type: 'backup',
        folder,
        files,
        bytes,
        leftOut,
      });
    }),
  );
}
