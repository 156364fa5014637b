/** Faults that only a virtual board lets happen at will: power cuts at each flash operation, a flash that fills up. */
import { afterEach, describe, expect, it } from 'vitest';
import { type Board, listFiles, openBoard, readFile, writeFiles } from '../../main/serial/index.ts';
import { createVirtualBench } from '../../main/virtual/index.ts';
import { isFailure } from '../../preload/contract/errors.ts';

const bench = createVirtualBench();
const boards: Board[] = [];
afterEach(async () => {
  for (const board of boards.splice(0)) await board.close();
  for (const board of [...bench.boards]) await bench.removeBoard(board);
});

async function fresh(options: { flashBytes?: number } = {}) {
  const device = bench.addBoard({ kind: 'esp32', ...options });
  const board = await openBoard({ ports: bench.ports, path: device.path });
  boards.push(board);
  return { device, board };
}

const content = (word: string) => new TextEncoder().encode(`${word}\n`.repeat(2000));
const set = (word: string) => ['a.py', 'b.py'].map((name) => ({ name, content: content(`${word} ${name}`) }));

describe('power that goes', () => {
  it('at any flash operation of a write: each file is whole, old or new, and a second run finishes', async () => {
    const { device, board } = await fresh();
    await writeFiles(board, set('old'));
    const whole = (word: string, name: string) => Buffer.from(content(`${word} ${name}`));
    let operations = 0;
    for (let cut = true; cut; operations++) {
      let done = 0;
      let stop = () => {};
      const off = new Promise<void>((resolve) => {
        stop = device.onEvent((event) => {
          if (event.type === 'flash') done++;
          if (event.type === 'power-cut') resolve();
        });
      });
      device.cutPowerAfter(operations + 1);
      const result = await writeFiles(board, set('new')).catch((reason: unknown) => reason);
      // The board may just have had the time to answer before it went.
      cut = done > operations;
      if (cut) await off;
      else device.cutPowerAfter(null);
      stop();
      if (cut) device.powerOn();
      expect(['port-vanished', 'transfer-broken', 'done']).toContain(
        isFailure(result) ? result.code : 'done',
      );
      for (const { name } of set('')) {
        const now = Buffer.from((await readFile(board, name)) ?? []);
        expect(now.equals(whole('old', name)) || now.equals(whole('new', name))).toBe(true);
      }
      await writeFiles(board, set('new'));
      for (const { name } of set('')) {
        expect(Buffer.from((await readFile(board, name)) ?? []).equals(whole('new', name))).toBe(true);
      }
      expect((await listFiles(board)).filter((entry) => entry.name.endsWith('.usb'))).toEqual([]);
      await writeFiles(board, set('old'));
    }
    expect(operations).toBeGreaterThan(4);
  });
});

describe('a flash that fills up though it promised room', () => {
  it('is full: the old file stands, nothing staged is left', async () => {
    const { board } = await fresh({ flashBytes: 128 * 1024 });
    await writeFiles(board, set('old'));
    await board.exec('import os\nos.statvfs = lambda path: (4096, 4096, 999, 999, 999, 0, 0, 0, 0, 255)');
    const noise = crypto.getRandomValues(new Uint8Array(60_000));
    const large = { name: 'a.py', content: Buffer.concat([noise, noise, noise]) };
    const error = await writeFiles(board, [large]).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'board-full', params: { file: 'a.py' } });
    expect(await readFile(board, 'a.py')).toEqual(content('old a.py'));
    expect((await listFiles(board)).filter((entry) => entry.name.endsWith('.usb'))).toEqual([]);
  });
});

describe('a program that spins', () => {
  it('is cancelled', async () => {
    const { board } = await fresh();
    const control = new AbortController();
    const running = board.exec('print("on")\nwhile True: pass', {
      signal: control.signal,
      onOutput: () => control.abort('enough'),
    });
    await expect(running).rejects.toBe('enough');
    expect(await board.exec('print(1)')).toBe('1\n');
  });
});
