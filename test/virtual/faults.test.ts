/** What a bench can go wrong with, scripted: each fault does what it says, and the board is well again afterwards. */
import { describe, expect, test } from 'vitest';
import { identifyBoard, openBoard } from '../../main/serial/index.ts';
import { Cable, type Stage } from '../../main/virtual/cable.ts';
import { delays, doubles, drops, flips, stalls, trips } from '../../main/virtual/index.ts';
import { boardEvent, CTRL_C, errnoOf, powered, rawBoard, testBench, untilState } from './support.ts';

/** A cable with one stage: what comes out at the board's end, as text. */
function way(stage: Stage) {
  let out = '';
  const cable = new Cable({
    down: (bytes) => {
      out += Buffer.from(bytes).toString('latin1');
    },
    up: () => {},
  });
  const remove = cable.add('down', stage);
  return { cable, remove, send: (text: string) => cable.send('down', Buffer.from(text)), out: () => out };
}

describe('a cable', () => {
  test('loses, doubles and turns bytes at offsets, counted over what was sent', () => {
    for (const [stage, expected] of [
      [drops({ at: [0, 4] }), 'bcdfg'],
      [doubles({ at: 4 }), 'abcdeefg'],
      [flips({ at: 4 }), 'abcddfg'],
    ] as const) {
      const { send, out } = way(stage);
      send('abc');
      send('defg');
      expect(out()).toBe(expected);
    }
  });

  test('hits a share of the bytes, the same ones for the same seed', () => {
    const text = 'x'.repeat(10_000);
    const lost = (seed: number) => {
      const { send, out } = way(drops({ rate: 0.01, seed }));
      send(text);
      return text.length - out().length;
    };
    expect(lost(1)).toBeGreaterThan(50);
    expect(lost(1)).toBeLessThan(150);
    expect(lost(1)).toBe(lost(1));
    const turned = way(flips({ rate: 0.01, seed: 3 }));
    turned.send(text);
    const odd = [...turned.out()].filter((letter) => letter !== 'x');
    expect(odd.length).toBeGreaterThan(50);
    expect(new Set(odd).size).toBeGreaterThan(3);
  });

  test('is late, and keeps the order; a pulled plug forgets what was under way', async () => {
    const { cable, send, out } = way(delays({ ms: 5, jitterMs: 20, seed: 2 }));
    for (const letter of 'abcdefgh') send(letter);
    expect(out()).toBe('');
    await expect.poll(out, { interval: 2 }).toBe('abcdefgh');
    send('lost');
    cable.cut();
    send('!');
    await expect.poll(out, { interval: 2 }).toBe('abcdefgh!');
  });

  test('stalls at a byte for a while, or for good', async () => {
    const brief = way(stalls({ at: 3, ms: 10 }));
    brief.send('ab');
    brief.send('cde');
    brief.send('f');
    expect(brief.out()).toBe('abc');
    await expect.poll(brief.out, { interval: 2 }).toBe('abcdef');
    brief.send('g');
    expect(brief.out()).toBe('abcdefg');

    const dead = way(stalls({ at: 3 }));
    dead.send('abcdef');
    expect(dead.out()).toBe('abc');
    dead.remove();
    dead.send('g');
    expect(dead.out()).toBe('abcg');
  });

  test('trips once, in the middle of what is sent', () => {
    let trippedAt = '';
    const { send, out } = way(
      trips(4, () => {
        trippedAt = out();
      }),
    );
    send('abc');
    send('def');
    send('ghi');
    expect(trippedAt).toBe('abcd');
    expect(out()).toBe('abcdghi');
  });
});

describe('the plug', () => {
  test('out: no port, and a board that lives on it is off; in: it starts', async () => {
    for (const kind of ['pico', 'esp32'] as const) {
      const { board, terminal } = powered(testBench(), { kind }, { 'main.py': 'print("main ran")' });
      await terminal.until('main ran');
      await board.unplug();
      expect([board.plugged, board.state]).toEqual([false, 'off']);
      board.plug();
      await terminal.until('main ran');
      expect(board.plugged).toBe(true);
    }
  });

  test('out of a board with power of its own: it runs on, variables stay, no port comes with its resets', async () => {
    const { board, terminal } = await rawBoard(testBench(), { kind: 'pico' });
    await terminal.run('kept = 5');
    const seen: string[] = [];
    board.onEvent((one) => seen.push(one.type));
    await board.unplug('own');
    expect([board.plugged, board.state, seen.includes('state')]).toEqual([false, 'running', false]);
    board.plug();
    expect(board.plugged).toBe(true);
    await terminal.type(`\r${CTRL_C}`);
    expect(await terminal.value('kept')).toBe('5');

    await board.unplug('own');
    const running = boardEvent(board, 'state', (one) => one.state === 'running');
    await board.reset();
    await running;
    expect(board.plugged).toBe(false);
    board.plug();
    await terminal.until('>>> ');
  });
});

test('a brown-out: said by an ESP32, a start as with fresh power', async () => {
  const bench = testBench();
  const { board, terminal } = await rawBoard(bench, { kind: 'esp32' });
  await board.brownOut();
  await terminal.until('Brownout detector was triggered');
  await untilState(board, 'running');
  await terminal.until('>>> ');
  await terminal.raw();
  expect(await terminal.value('machine.reset_cause() == machine.PWRON_RESET', 'import machine')).toBe('True');
});

describe('a flash', () => {
  test('that is read-only refuses every change with EROFS, and can be read', async () => {
    const { board, terminal } = await rawBoard(testBench(), { kind: 'pico' }, { 'a.txt': 'old' });
    board.setFlashFault({ is: 'read-only' });
    await terminal.run('import os');
    for (const change of [
      'open("a.txt", "w")',
      'open("new", "w")',
      'open("a.txt", "a")',
      'os.rename("a.txt", "b")',
      'os.remove("a.txt")',
      'os.mkdir("d")',
      'os.rmdir("d")',
    ]) {
      expect([change, await errnoOf(terminal, change)]).toEqual([change, '30']);
    }
    expect(await terminal.value('open("a.txt").read()')).toBe('old');
    board.setFlashFault({ is: 'sound' });
    await terminal.run('os.remove("a.txt")');
    expect(board.flash.text('a.txt')).toBeUndefined();
  });

  test('that promises more room than it has is full in the middle of a file, after a reset too', async () => {
    const { board, terminal } = await rawBoard(testBench(), { kind: 'pico', flashBytes: 64 * 1024 });
    const free = 'os.statvfs("/")[3]';
    const before = Number(await terminal.value(free, 'import os'));
    board.setFlashFault({ is: 'lies', blocks: 50 });
    await board.reset();
    await terminal.until('>>> ');
    await terminal.raw();
    expect(Number(await terminal.value(free, 'import os'))).toBe(before + 50);
    expect(await errnoOf(terminal, 'f = open("big", "w")\nfor _ in range(60): f.write("x" * 4096)')).toBe(
      '28',
    );
  });

  test('that is worn gives back something else than was written', async () => {
    const { board, terminal } = await rawBoard(testBench(), { kind: 'pico' });
    board.setFlashFault({ is: 'worn', ending: '.py' });
    await terminal.run('for n in ("a.py", "a.txt"):\n with open(n, "w") as f: f.write("text")');
    expect(await terminal.value('open("a.py").read(), open("a.txt").read()')).toBe("('\\x00ext', 'text')");
    expect(board.flash.text('a.py')).toBe('\0ext');
  });

  test('with FAT on it: says so, loses the old content at once, and renames in two steps', async () => {
    const bench = testBench();
    const { board, terminal } = await rawBoard(
      bench,
      { kind: 'esp32', filesystem: 'fat' },
      { a: 'one', b: 'two' },
    );
    await terminal.run('f = open("a", "w"); f.write("new")');
    expect(board.flash.text('a')).toBe('');
    await terminal.run('f.close()');
    expect(board.flash.text('a')).toBe('new');
    board.cutPowerAfter(1);
    const cut = boardEvent(board, 'power-cut');
    await terminal.type('import os; os.rename("a", "b")\x04');
    await cut;
    expect([...board.flash.entries.keys()]).toEqual(['boot.py', 'a']);
    board.powerOn();
    await terminal.until('>>> ');
    await terminal.close();
    const opened = await openBoard({ ports: bench.ports, path: board.path });
    expect((await identifyBoard(opened)).filesystem).toBe('fat');
    await opened.close();
  });

  test('with littlefs on it says so, as far as its MicroPython tells', async () => {
    const bench = testBench();
    for (const [runtime, told] of [
      ['rp2-1.27', 'littlefs'],
      ['rp2-1.24', 'unknown'],
    ] as const) {
      const board = bench.addBoard({ kind: 'pico', runtime });
      await untilState(board, 'running');
      const opened = await openBoard({ ports: bench.ports, path: board.path });
      expect((await identifyBoard(opened)).filesystem).toBe(told);
      await opened.close();
    }
  });
});
