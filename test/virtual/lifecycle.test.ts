import { describe, expect, test } from 'vitest';
import type { BoardEvent, VirtualBoard } from '../../main/virtual/index.ts';
import { boardEvent, CTRL_C, powered, Terminal, testBench, untilPlugged, untilState } from './support.ts';

const MAIN = 'print("main ran")\n';

function record(board: VirtualBoard): string[] {
  const seen: string[] = [];
  board.onEvent((one: BoardEvent) => {
    if (one.type === 'state') seen.push(one.state);
    else if (one.type === 'reset') seen.push(`reset ${one.why}`);
    else if (one.type === 'died') seen.push(one.reason);
  });
  return seen;
}

describe('transitions', () => {
  test('power on, reset and power off, each twice at once', async () => {
    const { board } = powered(testBench(), { kind: 'pico' }, { 'main.py': MAIN });
    const seen = record(board);
    board.powerOn();
    expect(board.state).toBe('starting');
    await Promise.all([board.reset(), board.reset()]);
    expect(board.state).toBe('starting');
    await untilState(board, 'running');
    await Promise.all([board.powerOff(), board.powerOff()]);
    expect(board.state).toBe('off');
    await board.reset();
    expect(board.state).toBe('off');
    expect(seen).toEqual(['reset hard', 'reset hard', 'running', 'off']);
  });

  test('power off while it is starting, and on again at once: the last word counts', async () => {
    const { board, terminal } = powered(testBench(), { kind: 'esp32' }, { 'main.py': MAIN });
    const off = board.powerOff();
    board.powerOn();
    void board.powerOff();
    board.powerOn();
    await off;
    expect(board.state).toBe('starting');
    await terminal.until('main ran');
    const again = board.powerOff();
    board.powerOn();
    await again;
    await board.powerOff();
    expect(board.state).toBe('off');
    expect(board.plugged).toBe(false);
  });

  test('a listener may ask for the next change while it hears of one', async () => {
    const { board } = powered(testBench(), { kind: 'esp32' });
    await untilState(board, 'running');
    const stop = board.onEvent((one) => {
      if (one.type === 'reset') void board.powerOff();
    });
    await board.reset();
    expect(board.state).toBe('off');
    stop();
    const events = record(board);
    board.powerOn();
    await untilState(board, 'running');
    expect(events).toEqual(['starting', 'running']);
  });

  test('dispose is the end, however often', async () => {
    const bench = testBench();
    const { board } = powered(bench, { kind: 'esp32' });
    await Promise.all([bench.removeBoard(board), board.dispose(), board.dispose()]);
    board.powerOn();
    expect(board.state).toBe('off');
    expect(await bench.ports.list()).toEqual([]);
    expect(() => board.open()).toThrow('port-not-found');
    await expect(bench.ports.open(board.path)).rejects.toMatchObject({ code: 'port-not-found' });
  });

  test('what was printed before the reset arrives, what comes from the old VM after it does not', async () => {
    const { board, terminal } = powered(
      testBench(),
      { kind: 'esp32' },
      {
        'main.py': 'print("x" * 500)\nwhile True: print("old")\n',
      },
    );
    await terminal.until('old');
    board.flash.write('main.py', MAIN);
    await board.reset();
    const text = await terminal.until('main ran');
    expect(text.slice(text.indexOf('main ran') - 20)).not.toContain('x');
    await terminal.until('>>> ');
    await new Promise(setImmediate);
    expect(terminal.seen).toBe('');
  });
});

describe('ports', () => {
  test('a Pico goes with every hard reset and comes back; a link that was open is closed', async () => {
    const bench = testBench();
    let changes = 0;
    bench.ports.onChange(() => changes++);
    const board = bench.addBoard({ kind: 'pico' });
    expect(board.plugged).toBe(false);
    await untilPlugged(board);
    expect(changes).toBe(1);
    const link = board.open();
    const closed = new Promise<void>((resolve) => link.onClose(resolve));
    await board.reset();
    await closed;
    expect(changes).toBe(2);
    await expect(link.write(Buffer.from('x'))).rejects.toMatchObject({ code: 'port-vanished' });
    await expect(link.setSignals({ rts: true })).rejects.toMatchObject({ code: 'port-vanished' });
    await link.close();
    await untilPlugged(board);
    expect(changes).toBe(3);
  });

  test('a UART bridge stays through resets, and goes with the power', async () => {
    const bench = testBench();
    const { board, terminal } = powered(bench, { kind: 'esp32' }, { 'main.py': MAIN });
    expect(board.plugged).toBe(true);
    let changes = 0;
    board.onPort(() => changes++);
    await terminal.until('main ran');
    await board.reset();
    await terminal.until('main ran');
    expect(changes).toBe(0);
    await board.powerOff();
    expect(changes).toBe(1);
  });

  test('a soft reset takes no port away', async () => {
    const { board, terminal } = powered(testBench(), { kind: 'pico' });
    await terminal.until('>>> ');
    let changes = 0;
    board.onPort(() => changes++);
    await terminal.ask('\x04', '>>> ');
    expect(changes).toBe(0);
  });

  test('RTS pulls EN of a bridge while DTR is off; both at once, or on a Pico, do nothing', async () => {
    const { board, terminal } = powered(testBench(), { kind: 'esp32' }, { 'main.py': MAIN });
    await terminal.until('>>> ');
    const seen = record(board);
    await terminal.signals({ dtr: true, rts: true });
    await terminal.signals({ dtr: true, rts: false });
    await terminal.signals({ dtr: false });
    expect(seen).toEqual([]);
    await terminal.signals({ rts: true });
    // Held: nothing runs until it is let go.
    expect(seen).toEqual(['starting']);
    await terminal.signals({ rts: false });
    expect(seen).toEqual(['starting', 'reset hard']);
    await terminal.until('main ran');

    const pico = powered(testBench(), { kind: 'pico' });
    await pico.terminal.until('>>> ');
    const quiet = record(pico.board);
    await pico.terminal.signals({ dtr: false, rts: true });
    await pico.terminal.signals({ rts: false });
    expect(quiet).toEqual([]);
  });

  test('one at a time', async () => {
    const bench = testBench();
    const { board, terminal } = powered(bench, { kind: 'esp32' });
    await expect(bench.ports.open(board.path)).rejects.toMatchObject({ code: 'port-busy' });
    await terminal.close();
    const link = await bench.ports.open(board.path);
    await link.close();
    await link.close();
  });

  test('a Pico keeps the last bytes for one who opens late, a bridge keeps nothing', async () => {
    const bench = testBench();
    const boards = (['pico', 'esp32'] as const).map((kind) => {
      const board = bench.addBoard({ kind, power: 'off' });
      board.flash.write(
        'main.py',
        'import machine\nfor i in range(100): print("line", i)\nmachine.Pin(2, machine.Pin.OUT).on()\n',
      );
      return board;
    });
    for (const board of boards) {
      const printed = boardEvent(board, 'pin');
      board.powerOn();
      await printed;
      const terminal = new Terminal(board);
      await terminal.type(`${CTRL_C}`);
      const text = await terminal.until('>>> ');
      if (board.kind === 'pico') {
        expect(text).toContain('line 99\r\n');
        expect(text.length).toBeLessThan(700);
      } else {
        expect(text).not.toContain('line');
      }
    }
  });

  test('the list says what is there', async () => {
    const bench = testBench();
    const { board } = powered(bench, { kind: 'esp32' });
    bench.addBoard({ kind: 'pico', power: 'off' });
    expect(await bench.ports.list()).toEqual([
      {
        path: 'virtual:esp32-1',
        kind: 'esp32',
        source: 'virtual',
        serialNumber: board.identity.uniqueId,
        vendorId: '10c4',
        productId: 'ea60',
        location: '1',
        description: 'Virtual Generic ESP32 module with ESP32',
      },
    ]);
  });
});

test('no two boards of a bench share an address or an id', () => {
  const bench = testBench();
  const boards = Array.from({ length: 300 }, (_, i) =>
    bench.addBoard({ kind: i % 2 ? 'pico' : 'esp32', power: 'off' }),
  );
  for (const key of ['mac', 'uniqueId'] as const) {
    expect(new Set(boards.map((board) => board.identity[key])).size).toBe(300);
    expect(new Set(boards.map((board) => board.identity[key].slice(-6))).size).toBe(300);
  }
  expect(new Set(boards.map((board) => board.path)).size).toBe(300);
  for (const { identity } of boards) {
    expect(identity.mac).toMatch(/^[0-9a-f]{12}$/);
    expect(identity.uniqueId).toMatch(identity.kind === 'pico' ? /^[0-9a-f]{16}$/ : /^[0-9a-f]{12}$/);
  }
});
