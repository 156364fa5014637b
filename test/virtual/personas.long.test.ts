/** More of the boards of `personas.test.ts`. */
import { existsSync } from 'node:fs';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type Board, openBoard } from '../../main/serial/index.ts';
import type { AddBoard, VirtualBoard } from '../../main/virtual/index.ts';
import { boardEvent, testBench, untilPlugged, untilState } from './support.ts';

async function held(options: AddBoard): Promise<Board> {
  const bench = testBench();
  const device = bench.addBoard(options);
  await untilPlugged(device);
  const board = await openBoard({ ports: bench.ports, path: device.path });
  onTestFinished(() => board.close());
  return board;
}

describe('what takes sources in another way', () => {
  it('a window of 256 bytes', async () => {
    const board = await held({ kind: 'esp32', rawPaste: { answer: 'window', window: 256 } });
    expect(await board.exec(`x = '${'y'.repeat(2000)}'\nprint(len(x))`)).toBe('2000\n');
    expect(board.flow).toBe('window');
  });

  it('a MicroPython before raw-paste', async () => {
    const board = await held({ kind: 'esp32', runtime: 'esp32-1.13' });
    expect(await board.exec(`x = '${'y'.repeat(2000)}'\nprint(len(x))`)).toBe('2000\n');
    expect(board.flow).toBe('paced');
    expect(await board.exec('print(1)')).toBe('1\n');
  });
});

describe('an ESP32’s lines', () => {
  const counted = (board: VirtualBoard) => {
    const seen: string[] = [];
    board.onEvent((one) => {
      if (one.type === 'reset') seen.push(one.why);
    });
    return seen;
  };

  it.each(['rts-first', 'dtr-first'] as const)(
    'changed %s: opening and closing resets nothing, a pulse resets once',
    async (lineOrder) => {
      const bench = testBench();
      const device = bench.addBoard({ kind: 'esp32', lineOrder });
      await untilPlugged(device);
      await untilState(device, 'running');
      const resets = counted(device);
      const target = { ports: bench.ports, path: device.path };
      for (let round = 0; round < 3; round++) await (await openBoard(target)).close();
      expect(resets).toEqual([]);
      const board = await openBoard(target);
      await board.hardReset({ how: 'lines' });
      expect(await board.exec('print(1)')).toBe('1\n');
      await board.close();
      expect(resets).toEqual(['hard']);
    },
  );
});

describe('BOOTSEL', () => {
  it('machine.bootloader() leads there; without power it is gone', async () => {
    const bench = testBench();
    const device = bench.addBoard({ kind: 'pico' });
    await untilPlugged(device);
    const board = await openBoard({ ports: bench.ports, path: device.path });
    const there = boardEvent(device, 'state', (one) => one.state === 'bootloader');
    await board.exec('import machine\nmachine.bootloader()').catch(() => {});
    await there;
    const drive = device.drive ?? '';
    expect(existsSync(drive)).toBe(true);
    await device.powerOff();
    expect(existsSync(drive)).toBe(false);
    await board.close();
  });
});
