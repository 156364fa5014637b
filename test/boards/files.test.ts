/** What a person does with the files of a board. */
import { describe, expect, it, test } from 'vitest';
import { createBoardFiles, ownFile } from '../../main/boards/index.ts';
import { code, seated, soon, watched } from './support.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

async function withFiles(...how: Parameters<typeof seated>) {
  const at = await seated(...how);
  return { ...at, files: createBoardFiles(at.boards) };
}

describe('files of a board', () => {
  it('are listed with the room that is left', async () => {
    const { files, port } = await withFiles('pico', { 'a.txt': 'abc', 'lib/deep/x.py': 'X = 1\n' });
    const root = await files.list(port, '/');
    expect(root.entries).toEqual([
      { name: 'a.txt', size: 3, folder: false },
      { name: 'lib', size: 0, folder: true },
    ]);
    expect(root.totalBytes).toBe(848 * 1024);
    expect(root.freeBytes).toBeGreaterThan(0);
    expect(root.freeBytes).toBeLessThan(root.totalBytes);
    expect((await files.list(port, 'lib/deep')).entries).toEqual([{ name: 'x.py', size: 6, folder: false }]);
    await expect(files.list(port, 'nowhere')).rejects.toThrow(code('board-file-missing'));
    await expect(files.list(port, 'a.txt')).rejects.toThrow(code('board-file-missing'));
  });

  it('come back as they went: any bytes, any name, folders made', async () => {
    const { files, board, port } = await withFiles('esp32');
    const all = Uint8Array.from({ length: 256 }, (_, at) => at);
    const names = ['lib/a/b/all.bin', 'it\'s "quoted" ü€.txt', 'empty'];
    const contents = [all, bytes('ünï'), new Uint8Array(0)];
    const given = names.map((name, at) => ({ name, content: contents[at] ?? all }));
    expect((await files.write(port, given)).written).toEqual(names);
    for (const { name, content } of given) {
      expect(Buffer.from(board.flash.entries.get(name) ?? 'gone')).toEqual(Buffer.from(content));
      expect(Buffer.from(await files.read(port, name))).toEqual(Buffer.from(content));
    }
    expect((await files.write(port, given)).unchanged).toEqual(names);
  });

  it('are refused where a file stands in the way of a folder, or the name is none', async () => {
    const { files, board, port } = await withFiles('pico', { lib: 'a file' });
    const x = bytes('x');
    await expect(files.write(port, [{ name: 'lib/x.py', content: x }])).rejects.toThrow(
      code('file-name-invalid'),
    );
    await expect(files.write(port, [{ name: '../x.py', content: x }])).rejects.toThrow(
      code('file-name-invalid'),
    );
    await expect(files.read(port, 'no.py')).rejects.toThrow(code('board-file-missing'));
    expect([...board.flash.entries.keys()]).toEqual(['lib']);
  });

  it('go with all that they hold, and what is not there is gone already', async () => {
    const { files, board, port } = await withFiles('pico', {
      'lib/deep/x.py': 'X',
      'lib/y.py': 'Y',
      'keep.py': 'K',
    });
    await files.remove(port, ['lib', 'nothing.py']);
    expect([...board.flash.entries.keys()]).toEqual(['keep.py']);
  });

  it('that stand under a name that is not for writing are read and removed like any other', async () => {
    const names = ['n'.repeat(255), 'strange.usb', 'two\nlines'];
    const { files, board, port } = await withFiles(
      'pico',
      Object.fromEntries(names.map((name) => [name, name])),
    );
    for (const name of names) expect(await files.read(port, name)).toEqual(bytes(name));
    await files.remove(port, names);
    expect([...board.flash.entries.keys()]).toEqual([]);
    for (const name of names.slice(0, 2)) {
      const refused = files.write(port, [{ name, content: bytes('x') }]);
      await expect(refused).rejects.toThrow(code('file-name-invalid'));
    }
  });

  it('of somebody else keep their way back; those of the platform lose it when they are written over', async () => {
    const theirs = await withFiles('pico', { 'app.py.bak': 'mine' });
    await theirs.files.write(theirs.port, [{ name: 'app.py', content: bytes('A = 1\n') }]);
    expect(theirs.board.flash.text('app.py.bak')).toBe('mine');
    const ours = await withFiles('pico', {
      'app.py': 'A = 0\n',
      'app.py.bak': 'A = -1\n',
      'provision.json': '{}',
      'ota_state.json': '{"seq": 3, "trial": {"set": "x", "boots": 1}}',
    });
    await ours.files.write(ours.port, [{ name: 'app.py', content: bytes('A = 1\n') }]);
    expect(ours.board.flash.text('app.py.bak')).toBeUndefined();
    expect(JSON.parse(ours.board.flash.text('ota_state.json') ?? '')).toEqual({ seq: 3 });
  });
});

describe('running', () => {
  it('gives what was printed, and shows it in the console as well', async () => {
    const { files, boards, port } = await withFiles();
    const seen = watched(boards, port);
    const result = await files.run(port, 'for i in range(3):\n print("line", i)\n');
    expect(result).toEqual({ output: 'line 0\nline 1\nline 2\n', error: null });
    await seen.says('line 2');
  });

  it('gives the traceback of what ended badly, with what was printed before', async () => {
    const { files, port } = await withFiles();
    const { output, error } = await files.run(port, 'print("so far")\n1/0\n');
    expect(output).toBe('so far\n');
    expect(error).toMatch(/^Traceback[\s\S]*line 2[\s\S]*ZeroDivisionError/);
  });

  it('ends by Ctrl-C when nobody waits any more, and the board is at its prompt', async () => {
    const { files, boards, port } = await withFiles();
    const seen = watched(boards, port);
    const stop = new AbortController();
    const running = files.run(port, 'import time\nprint("on")\nwhile True:time.sleep(1)\n', stop);
    await seen.says('on');
    stop.abort();
    await expect(running).rejects.toBe(stop.signal.reason);
    expect(await files.run(port, 'print("next")', { signal: soon() })).toEqual({
      output: 'next\n',
      error: null,
    });
  });

  it('keeps the end of a long output', async () => {
    const { files, port } = await withFiles('esp32');
    const { output } = await files.run(port, 'for i in range(900):print("%099d" % i)\n');
    expect(output.length).toBeLessThanOrEqual(65_536);
    expect(output.endsWith(`${'899'.padStart(99, '0')}\n`)).toBe(true);
  });
});

test.each(['pico', 'esp32'] as const)('a restart ends what runs, and the %s starts anew', async (kind) => {
  const { files, boards, board, port } = await withFiles(kind, {
    'main.py': 'import time\nprint("main runs")\nwhile True:time.sleep(1)\n',
  });
  const seen = watched(boards, port);
  const resets: string[] = [];
  board.onEvent((event) => {
    if (event.type === 'reset') resets.push(event.why);
  });
  await files.restart(port);
  await seen.says('main runs');
  expect(resets).toEqual(['hard']);
});

test.each([
  ['wifi.json', 'secret'],
  ['provision.json', 'secret'],
  ['device_id.json', 'identity'],
  ['config.json', 'settings'],
  ['version.json', 'state'],
  ['pending.json', 'state'],
  ['update.json', 'state'],
  ['ota_state.json', 'state'],
  ['app.py.new', 'state'],
  ['app.py.bak', 'state'],
  ['lib/x.py.usb', 'state'],
  ['boot_log.txt', 'log'],
  ['platform_log_1.txt', 'log'],
  ['main_log_2.txt', 'log'],
  ['app.py', undefined],
  ['boot.py', undefined],
  ['lib/wifi.json', undefined],
  ['notes.txt', undefined],
  ['lib/old.bak', undefined],
])("%s is the board's own: %s", (name, own) => {
  expect(ownFile(name)).toBe(own);
});
