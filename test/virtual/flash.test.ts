/** The flash as littlefs gives it to a board: what is committed and when, what is refused and with which number. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createVirtualBench, type VirtualBoard } from '../../main/virtual/index.ts';
import { boardEvent, errnoOf, rawBoard, type Terminal, testBench } from './support.ts';

describe('files, on one board', () => {
  const bench = createVirtualBench();
  let board: VirtualBoard;
  let terminal: Terminal;
  beforeAll(async () => {
    ({ board, terminal } = await rawBoard(bench, { kind: 'pico' }));
    await terminal.run('import os');
  });
  afterAll(() => bench.close());

  test('content commits when the file is closed, not before', async () => {
    await terminal.run('f = open("a.txt", "w"); f.write("new")');
    expect(board.flash.text('a.txt')).toBe('');
    await terminal.run('f.close()');
    expect(board.flash.text('a.txt')).toBe('new');
  });

  test('an existing file keeps its content until then', async () => {
    await terminal.run('f = open("a.txt", "w"); f.write("newer")');
    expect(board.flash.text('a.txt')).toBe('new');
    await terminal.run('f.flush()');
    expect(board.flash.text('a.txt')).toBe('newer');
    await terminal.run('f.write("!"); f.close()');
    expect(board.flash.text('a.txt')).toBe('newer!');
  });

  test('append, update in place, and binary content', async () => {
    await terminal.run('with open("b.bin", "wb") as f: f.write(bytes(range(256)))');
    await terminal.run('with open("b.bin", "ab") as f: f.write(b"end")');
    await terminal.run('with open("b.bin", "r+b") as f: f.seek(1); f.write(b"\\xff")');
    expect(Buffer.from(board.flash.entries.get('b.bin') ?? []).toString('hex')).toBe(
      `00ff${Buffer.from([...Array(256).keys()].slice(2)).toString('hex')}${Buffer.from('end').toString('hex')}`,
    );
    expect(await terminal.value('os.stat("b.bin")[6]')).toBe('259');
  });

  test('rename replaces, in one operation', async () => {
    await terminal.run('with open("c.new", "w") as f: f.write("two")');
    await terminal.run('with open("c", "w") as f: f.write("one")');
    const before = board.flash.operations;
    await terminal.run('os.rename("c.new", "/c")');
    expect(board.flash.operations).toBe(before + 1);
    expect(board.flash.text('c')).toBe('two');
    expect(board.flash.entries.has('c.new')).toBe(false);
  });

  test('what leads back up is resolved in the path, as littlefs does: the way need not be there', async () => {
    await terminal.run('with open("none.py/../c", "w") as f: f.write("three")');
    expect(board.flash.text('c')).toBe('three');
    expect(await terminal.value('os.stat("no/such/../../c")[6]')).toBe('5');
    await terminal.run('os.rename("x/../c", "y/../d.txt"); os.rename("d.txt", "c")');
    expect(board.flash.text('c')).toBe('three');
    await terminal.run('with open("c", "w") as f: f.write("two")');
  });

  test('folders: made, listed in order, moved with what is in them, removed', async () => {
    await terminal.run(
      'os.mkdir("d"); os.mkdir("d/sub")\nfor n in ("z", "a", "m"): open("d/" + n, "w").close()',
    );
    expect(await terminal.value('os.listdir("d")')).toBe("['a', 'm', 'sub', 'z']");
    await terminal.run('os.rename("d", "e")');
    expect([...board.flash.entries.keys()].filter((name) => name.startsWith('e')).sort()).toEqual([
      'e',
      'e/a',
      'e/m',
      'e/sub',
      'e/z',
    ]);
    await terminal.run('for n in "amz": os.remove("e/" + n)\nos.rmdir("e/sub"); os.rmdir("e")');
    expect(board.flash.entries.has('e')).toBe(false);
  });

  test("the root holds nothing of the VM's own", async () => {
    expect(await terminal.value('sorted(os.listdir("/")) == os.listdir()')).toBe('True');
    expect(await terminal.value('os.listdir()')).toBe("['a.txt', 'b.bin', 'c']");
    expect(await terminal.value('[n for n in ("dev", "tmp", "home", "proc") if n in os.listdir()]')).toBe(
      '[]',
    );
  });

  test('ilistdir gives four each: name, type, inode, size', async () => {
    await terminal.run('os.mkdir("dir")');
    expect(await terminal.value('sorted(os.ilistdir())')).toBe(
      "[('a.txt', 32768, 0, 6), ('b.bin', 32768, 0, 259), ('c', 32768, 0, 3), ('dir', 16384, 0, 0)]",
    );
    expect(await terminal.value('list(os.ilistdir("dir"))')).toBe('[]');
  });

  test.each([
    ['ENOENT', 'open("nothing")', '2'],
    ['ENOENT', 'os.remove("nothing")', '2'],
    ['ENOENT', 'os.stat("no/thing")', '2'],
    ['ENOENT', 'os.rename("nothing", "x")', '2'],
    ['ENOENT', 'os.listdir("nothing")', '2'],
    ['ENOENT', 'open("no/thing", "w")', '2'],
    ['EISDIR', 'open("dir", "w")', '21'],
    ['EISDIR', 'os.rename("c", "dir")', '21'],
    ['ENOTEMPTY', 'os.mkdir("full"); open("full/x", "w").close()\nos.rmdir("full")', '39'],
    ['ENOTEMPTY', 'os.rename("dir", "full")', '39'],
    ['EEXIST', 'os.mkdir("dir")', '17'],
  ])('%s of %s', async (_, statement, number) => {
    expect(await errnoOf(terminal, statement)).toBe(number);
  });

  test('errno has the numbers that OSError has', async () => {
    expect(
      await terminal.value('(errno.ENOENT, errno.EEXIST, errno.EISDIR, errno.ETIMEDOUT)', 'import errno'),
    ).toBe('(2, 17, 21, 110)');
  });

  test('os has what a board has', async () => {
    expect(await terminal.value('os.sync(), len(os.urandom(16)), os.dupterm(None)')).toBe('(None, 16, None)');
    expect(await terminal.value('os.uname().sysname, os.uname().machine')).toBe(
      "('rp2', 'Raspberry Pi Pico W with RP2040')",
    );
    await terminal.run('os.chdir("dir"); open("in", "w").close(); os.chdir("/")');
    expect(board.flash.entries.has('dir/in')).toBe(true);
  });
});

describe('size', () => {
  test.each([
    ['pico', 212],
    ['esp32', 512],
  ] as const)('statvfs of a %s', async (kind, blocks) => {
    const { terminal } = await rawBoard(testBench(), { kind });
    const vfs = await terminal.value('os.statvfs("/")[:5]', 'import os');
    expect(vfs).toMatch(new RegExp(`^\\(4096, 4096, ${blocks}, (\\d+), \\1\\)$`));
  });

  test('a full flash: ENOSPC, the rest is as it was, and room comes back', async () => {
    const { board, terminal } = await rawBoard(testBench(), { kind: 'pico', flashBytes: 16 * 4096 });
    await terminal.run('import os\nwith open("keep", "w") as f: f.write("k" * 4096)');
    const write = 'f = open("big", "w")\nfor i in range(40): f.write("x" * 4096)';
    expect(await errnoOf(terminal, write)).toBe('28');
    expect(await terminal.value('os.statvfs("/")[3]')).toBe('0');
    await terminal.run('f.close(); os.remove("big")');
    expect(board.flash.text('keep')).toBe('k'.repeat(4096));
    expect(Number(await terminal.value('os.statvfs("/")[3]'))).toBeGreaterThan(10);
    expect(await errnoOf(terminal, 'with open("fits", "w") as f: f.write("x" * 4096 * 12)')).toBe('no error');
  });

  test('a new content takes its room before the old one gives its back', async () => {
    const { board, terminal } = await rawBoard(testBench(), { kind: 'pico', flashBytes: 16 * 4096 });
    await terminal.run('with open("a", "w") as f: f.write("1" * 4096 * 8)');
    expect(await errnoOf(terminal, 'f = open("a", "w"); f.write("2" * 4096 * 8)')).toBe('28');
    expect(board.flash.text('a')).toBe('1'.repeat(4096 * 8));
  });
});

describe('what lasts', () => {
  test('files live through a hard reset, a soft reset, and power off and on', async () => {
    const bench = testBench();
    const { board, terminal } = await rawBoard(bench, { kind: 'esp32' });
    await terminal.run('import os\nos.mkdir("d")\nwith open("d/f", "w") as f: f.write("stays")');
    const there = async () => {
      await terminal.until('>>> ');
      await terminal.raw();
      expect(await terminal.value('open("d/f").read(), os.listdir()', 'import os')).toBe(
        "('stays', ['boot.py', 'd'])",
      );
    };
    await board.reset();
    await there();
    await terminal.type('\x02\x04');
    await terminal.until('soft reboot\r\n');
    await there();
    await board.powerOff();
    board.powerOn();
    await there();
  });

  test('an unclosed file is lost with the power, and what was there before stays', async () => {
    const { board, terminal } = await rawBoard(testBench(), { kind: 'pico' });
    await terminal.run('with open("old", "w") as f: f.write("old")');
    await terminal.run('f = open("old", "w"); f.write("new"); g = open("fresh", "w"); g.write("new")');
    await board.powerOff();
    expect(board.flash.text('old')).toBe('old');
    expect(board.flash.text('fresh')).toBe('');
  });

  test('a fresh ESP32 has a boot.py, a fresh Pico has nothing', () => {
    const bench = testBench();
    expect([...bench.addBoard({ kind: 'esp32', power: 'off' }).flash.entries.keys()]).toEqual(['boot.py']);
    expect([...bench.addBoard({ kind: 'pico', power: 'off' }).flash.entries.keys()]).toEqual([]);
  });
});

describe('power cut after the k-th operation', () => {
  test('the count goes on through a reset', async () => {
    const { board, terminal } = await rawBoard(testBench(), { kind: 'esp32' });
    board.cutPowerAfter(3);
    await terminal.run('open("a", "w").close()');
    await board.reset();
    await terminal.until('>>> ');
    await terminal.raw();
    await terminal.run('open("b", "w").close()');
    const cut = boardEvent(board, 'power-cut');
    await terminal.type('open("c", "w").close()\nopen("d", "w").close()\x04');
    await cut;
    expect([...board.flash.entries.keys()]).toEqual(['boot.py', 'a', 'b', 'c']);
    expect(board.plugged).toBe(false);
    expect(board.state).toBe('off');
  });
});
