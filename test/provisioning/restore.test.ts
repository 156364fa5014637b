/** A backup and the way back: every name and every byte, and nothing else of the board. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { backUp, planRestore, readBackup, restoreFiles } from '../../main/provisioning/index.ts';
import { type Board, identifyBoard } from '../../main/serial/index.ts';
import { code, seated } from '../boards/support.ts';

const ALL_BYTES = Uint8Array.from({ length: 256 }, (_, at) => at);
const LONG = '\u202e'.repeat(85);
const THEIRS: Readonly<Record<string, Uint8Array>> = {
  'boot.py': Buffer.from('print("mine")\n'),
  'what?.txt': Buffer.from('odd'),
  '50%25.txt': Buffer.from('a name that looks written as %xx'),
  'data/Log.CSV': Buffer.from('1;2;3\n'),
  'data/log.csv': Buffer.from('4;5;6\n'),
  'all.usb': ALL_BYTES,
  'boot.py.usb': Buffer.from('a transfer that was cut short'),
  'lib/x.usb': Buffer.from('somebody calls his files so'),
  'box.usb/inside.usb': Buffer.from('and his folders'),
  [LONG]: Buffer.from('as long as a name can be'),
  empty: new Uint8Array(0),
};

async function backedUp(kind: 'pico' | 'esp32') {
  const at = await seated(kind, THEIRS);
  const folder = await mkdtemp(join(tmpdir(), 'bootbench-restore-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const work = <T>(task: (board: Board) => Promise<T>) =>
    at.boards.work(at.port, { who: 'test', as: 'job' }, task);
  const backup = await work(async (board) => {
    await board.exec("import os\nos.mkdir('hollow')\n");
    return backUp(board, await identifyBoard(board), { folder, now: 0 });
  });
  return { ...at, work, backup };
}

const onFlash = (at: Awaited<ReturnType<typeof backedUp>>): Record<string, string> =>
  Object.fromEntries(
    [...at.board.flash.entries].flatMap(([name, content]) =>
      content === null ? [] : [[name, Buffer.from(content).toString('base64')] as const],
    ),
  );
const wanted = Object.fromEntries(
  Object.entries(THEIRS).map(([name, content]) => [name, Buffer.from(content).toString('base64')]),
);

test.each(['pico', 'esp32'] as const)('%s: what was changed and removed is there again', async (kind) => {
  const at = await backedUp(kind);
  expect(at.backup).toMatchObject({ files: Object.keys(THEIRS).length, leftOut: ['hollow'] });
  await at.work((board) =>
    board.exec(
      `import os\nfor n in ('what?.txt','all.usb','lib/x.usb','box.usb/inside.usb','empty'):os.remove(n)\n` +
        `os.rmdir('lib')\nos.rmdir('box.usb')\n` +
        `for n in ('boot.py','data/log.csv','new.py','left.usb'):\n with open(n,'w') as f:f.write('changed')\n`,
    ),
  );
  const kept = await readBackup(at.backup.folder);
  expect(kept.leftOut).toEqual(['hollow']);

  const before = at.board.flash.operations;
  const plan = await at.work((board) => planRestore(board, kept.files));
  expect(at.board.flash.operations).toBe(before);
  const differ = plan.files.filter(({ state }) => state !== 'same');
  expect(Object.fromEntries(differ.map(({ name, state }) => [name, state]))).toEqual({
    'all.usb': 'added',
    'boot.py': 'replaced',
    'box.usb/inside.usb': 'added',
    'data/log.csv': 'replaced',
    empty: 'added',
    'lib/x.usb': 'added',
    'what?.txt': 'added',
  });
  // A transfer clears `left.usb` away: nobody is told that it stays.
  expect(plan.stays).toEqual([{ name: 'new.py', size: 7 }]);

  const done = await at.work((board) => restoreFiles(board, kept.files));
  expect(done.stays).toEqual([{ name: 'new.py', size: 7 }]);
  const { 'new.py': stays, ...restored } = onFlash(at);
  expect(stays).toBe(Buffer.from('changed').toString('base64'));
  expect(restored).toEqual(wanted);
});

test('what is all there already is not written', async () => {
  const at = await backedUp('pico');
  const { files } = await readBackup(at.backup.folder);
  const before = onFlash(at);
  const done = await at.work((board) => restoreFiles(board, files));
  expect(done.files.map(({ state }) => state)).toEqual(files.map(() => 'same'));
  expect(onFlash(at)).toEqual(before);
});

test('a restore that is cut short before odd names are given leaves nothing behind, once it is done again', async () => {
  const at = await backedUp('pico');
  const { files } = await readBackup(at.backup.folder);
  await at.work((board) => board.exec("import os\nos.remove('all.usb')\n"));
  const cut = at.work((board) => {
    const exec = board.exec.bind(board);
    vi.spyOn(board, 'exec').mockImplementation(async (source, options) => {
      if (String(source).includes('for _a,_b in')) throw new Error('the plug is pulled');
      return exec(source, options);
    });
    return restoreFiles(board, files);
  });
  await expect(cut).rejects.toThrow('the plug is pulled');
  expect(Object.keys(onFlash(at)).filter((name) => name.startsWith('restore-'))).not.toEqual([]);
  expect((await at.work((board) => restoreFiles(board, files))).stays).toEqual([]);
  expect(onFlash(at)).toEqual(wanted);
});

test('a backup that was changed since, or leads elsewhere, is refused before the board is touched', async () => {
  const at = await backedUp('pico');
  const { folder } = at.backup;
  const list = join(folder, 'backup.json');
  const about = await readFile(list, 'utf8');
  await writeFile(list, about.replace('"files/empty"', '"files/../backup.json"'));
  await expect(readBackup(folder)).rejects.toThrow(code('file-unreadable'));
  await writeFile(list, about.replace('"name": "empty"', '"name": "../empty"'));
  await expect(readBackup(folder)).rejects.toThrow(code('file-unreadable'));
  await writeFile(list, about.replace('"name": "empty"', '"name": "/boot.py"'));
  await expect(readBackup(folder)).rejects.toThrow(code('file-unreadable'));
  await writeFile(list, about);
  await expect(readBackup(folder)).resolves.toBeDefined();
  await writeFile(join(folder, 'files', 'empty'), 'not any more');
  await expect(readBackup(folder)).rejects.toThrow(code('file-unreadable'));
  await expect(readBackup(join(folder, 'files'))).rejects.toThrow(code('file-unreadable'));
});

test('a hotfix that came after the backup is not in force over what is restored', async () => {
  const at = await backedUp('pico');
  await at.work((board) =>
    board.exec(`for n in ('pending.json','boot.py'):\n with open(n,'w') as f:f.write('{}')\n`),
  );
  const { files } = await readBackup(at.backup.folder);
  expect((await at.work((board) => restoreFiles(board, files))).ended).toEqual(['pending.json']);
  expect(onFlash(at)).toEqual(wanted);
});

test.each([
  ['a folder where a file was', 'empty', 'empty/inside', 'empty'],
  ['a file where a folder was', 'lib/x.usb', 'lib', 'lib'],
] as const)('%s is refused before anything is swept or written', async (_, gone, there, name) => {
  const at = await backedUp('pico');
  const { files } = await readBackup(at.backup.folder);
  const folder = (of: string) => of.split('/').slice(0, -1).join('/');
  await at.work((board) =>
    board.exec(
      `import os\nos.remove('${gone}')\n` +
        (folder(gone) === '' ? '' : `os.rmdir('${folder(gone)}')\n`) +
        (folder(there) === '' ? '' : `os.mkdir('${folder(there)}')\n`) +
        `with open('${there}','w') as f:f.write('theirs')\n`,
    ),
  );
  const before = onFlash(at);
  const blocked = expect.objectContaining({
    code: 'board-file-blocked',
    params: { port: at.port, name, file: gone },
  });
  await expect(at.work((board) => planRestore(board, files))).rejects.toEqual(blocked);
  await expect(at.work((board) => restoreFiles(board, files))).rejects.toEqual(blocked);
  expect(onFlash(at)).toEqual(before);
});
