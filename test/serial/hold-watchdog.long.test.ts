/** A watchdog that bites after 8 s of a board is fed for longer than that, and bites when the board is given back. */
import { afterEach, describe, expect, it } from 'vitest';
import { type Board, openBoard } from '../../main/serial/index.ts';
import { type AddBoard, createVirtualBench, type VirtualBoard } from '../../main/virtual/index.ts';
import { boardEvent, Terminal, untilPlugged } from '../virtual/support.ts';

const PATIENCE_MS = 12_000;
const soon = () => AbortSignal.timeout(PATIENCE_MS);

const bench = createVirtualBench();
const boards: Board[] = [];
afterEach(async () => {
  for (const board of boards.splice(0)) await board.close();
  for (const device of [...bench.boards]) await bench.removeBoard(device);
});

interface Subject {
  readonly device: VirtualBoard;
  readonly resets: readonly string[];
  open(): Promise<Board>;
}

/** A board that runs that main.py, and has got as far as to say `until`. */
async function running(main: string, options: Partial<AddBoard> = {}, until = 'on'): Promise<Subject> {
  const device = bench.addBoard({ kind: 'esp32', ...options, power: 'off' });
  device.flash.write('main.py', main);
  const resets: string[] = [];
  device.onEvent((event) => {
    if (event.type === 'reset') resets.push(event.why);
  });
  device.powerOn();
  await untilPlugged(device);
  const terminal = new Terminal(device);
  await terminal.until(until);
  await terminal.close();
  return { device, resets, open: () => opened(device) };
}

async function opened(device: VirtualBoard): Promise<Board> {
  const board = await openBoard({ ports: bench.ports, path: device.path }, { signal: soon() });
  boards.push(board);
  return board;
}

describe('a watchdog', () => {
  /** Board time runs that much faster, so that 8.388 s are soon over. */
  const clockRate = 8;
  /** Longer than any rp2's watchdog waits. */
  const LONG = 'import time\nfor _ in range(10):time.sleep(1)\nprint("alive")';
  const main = (where: string) => `import machine,time
${where}
print('on')
while True:
 time.sleep_ms(100)
 dog.feed()
`;

  it('of an rp2 is fed while it is held, in work and idle, and no longer', async () => {
    const { device, open, resets } = await running(main('dog=machine.WDT(timeout=8000)'), {
      kind: 'pico',
      clockRate,
    });
    const board = await open();
    expect(board.hold).toEqual({ by: 'interrupt', watchdog: 'fed' });
    expect(await board.exec(LONG)).toBe('alive\n');
    expect(await board.evaluate('callable(__feed__)')).toBe(true);
    expect(resets).toEqual([]);
    const bitten = boardEvent(device, 'reset');
    await board.close();
    expect(await bitten).toMatchObject({ why: 'wdt' });
  });

  it('is fed where it was left running by a program that has ended', async () => {
    const { open, resets } = await running(
      "import machine\nmachine.WDT(timeout=8000)\nprint('on')",
      {
        kind: 'pico',
        clockRate,
      },
      '>>> ',
    );
    const board = await open();
    expect(board.hold).toEqual({ by: 'at-prompt', watchdog: 'fed' });
    expect(await board.exec(LONG)).toBe('alive\n');
    expect(resets).toEqual([]);
  });

  it('survives a soft reset, and is fed again after it', async () => {
    const { open, resets } = await running(main('dog=machine.WDT(timeout=8000)'), {
      kind: 'pico',
      clockRate,
    });
    const board = await open();
    await board.softReset({ signal: soon() });
    await board.waitForLine((line) => line === 'on', { signal: soon() });
    expect(board.state).toBe('console');
    expect(await board.exec(LONG)).toBe('alive\n');
    expect(board.hold?.watchdog).toBe('fed');
    expect(resets).toEqual(['soft']);
  });

  it.each([
    ['a global', main('dog=machine.WDT(timeout=8000)')],
    [
      'an attribute',
      main('class A:pass\na=A()\na.dog=dog=machine.WDT(timeout=8000)\ndog=lambda:0\ndog=a').replace(
        'dog.feed()',
        'dog.dog.feed()',
      ),
    ],
    [
      'a local, as its source tells',
      "import machine,time\ndef f():\n dog=machine.WDT(timeout=8000)\n print('on')\n while True:\n  time.sleep_ms(100)\n  dog.feed()\nf()",
    ],
  ])('of an ESP32, %s, gets a long time', async (_, source) => {
    const { device, open, resets } = await running(source, { clockRate });
    const board = await open();
    expect(board.hold).toEqual({ by: 'interrupt', watchdog: 'fed' });
    expect(await board.exec(LONG)).toBe('alive\n');
    expect(resets).toEqual([]);
    const bitten = boardEvent(device, 'reset');
    await board.close();
    expect(await bitten).toMatchObject({ why: 'wdt' });
  });
});
