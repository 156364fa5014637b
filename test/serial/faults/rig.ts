/** What the tests of faults share: a bench that cleans up, what stands on a board's flash, and what it boots. */
import { expect, onTestFinished } from 'vitest';
import { type Board, openBoard, readFile, untilPlugged, writeFiles } from '../../../main/serial/index.ts';
import { type AddBoard, createVirtualBench, type VirtualBoard } from '../../../main/virtual/index.ts';
import { type ErrorCode, isFailure } from '../../../preload/contract/errors.ts';
import { event } from '../../virtual/support.ts';
import { setOf } from '../editions.ts';

export { setOf } from '../editions.ts';

/** For a board to start, on a busy computer. */
const PLUGGED_MS = 30_000;

/** For a board that has no power yet. */
export function putOldSet(device: VirtualBoard): void {
  device.flash.apply({ op: 'mkdir', path: 'lib' });
  for (const { name, content } of setOf('old')) device.flash.write(name, content);
}

/** A board with the old set on it, which is gone with the test. */
export async function oldBoard(options: AddBoard) {
  const bench = createVirtualBench();
  onTestFinished(() => bench.close());
  const device = bench.addBoard({ ...options, power: 'off' });
  putOldSet(device);
  device.powerOn();
  const open = async () => {
    await untilPlugged(bench.ports, device.path, AbortSignal.timeout(PLUGGED_MS));
    return openBoard({ ports: bench.ports, path: device.path });
  };
  return { bench, device, open };
}

/** What stands on the flash: the edition of which every file is, byte for byte; else what is wrong. */
export function editionOn(device: VirtualBoard): string {
  for (const edition of ['old', 'new'] as const) {
    const wrong = setOf(edition).filter(({ name, content }) => {
      const there = device.flash.entries.get(name);
      return !there || !Buffer.from(there).equals(Buffer.from(content));
    });
    if (wrong.length === 0) return edition;
  }
  const mixed = setOf('old').map(({ name, content }, at) => {
    const there = Buffer.from(device.flash.entries.get(name) ?? []);
    const fresh = Buffer.from(setOf('new')[at]?.content ?? []);
    return `${name} ${there.equals(Buffer.from(content)) ? 'old' : there.equals(fresh) ? 'new' : 'broken'}`;
  });
  return mixed.join(', ');
}

/** Is each file by itself old or new, byte for byte? `main.py broken` where not. */
export function brokenOn(device: VirtualBoard): string[] {
  const told = editionOn(device);
  return told.split(', ').filter((line) => line.endsWith('broken'));
}

/**
 * Takes the power and gives it back: the edition of which all that runs then is; `boot.py` is told apart. It is the
 * programs that say so, and nobody holds them up.
 */
export async function bootedEdition(device: VirtualBoard): Promise<{ boot: string; set: string }> {
  await device.powerOff();
  let said = '';
  const ran = event<string>('main.py', (done) => {
    const stops = [
      device.onPort(() => {
        if (device.plugged) listen();
      }),
    ];
    const listen = () => {
      const link = device.open();
      link.onData((bytes) => {
        said += Buffer.from(bytes).toString('latin1');
        const line = /runs ([^.]*)\./.exec(said)?.[1];
        if (line === undefined) return;
        void link.close();
        done(line);
      });
    };
    return () => stops.forEach((stop) => void stop());
  });
  device.plug();
  const [boot = '', ...set] = (await ran).split(' ');
  return { boot, set: [...new Set(set)].join(' and ') };
}

/** The code of what was thrown, or the value. */
export async function outcome(work: Promise<unknown>): Promise<ErrorCode | 'done'> {
  try {
    await work;
    return 'done';
  } catch (error) {
    if (isFailure(error)) return error.code;
    throw error;
  }
}

/** The same job again finishes: every file is new, byte for byte, nothing staged is left. */
export async function finishes(device: VirtualBoard, open: () => Promise<Board>): Promise<void> {
  const board = await open();
  await writeFiles(board, setOf('new'));
  for (const { name, content } of setOf('new')) {
    expect(Buffer.from((await readFile(board, name)) ?? []).equals(Buffer.from(content))).toBe(true);
  }
  await board.close();
  expect(editionOn(device)).toBe('new');
  expect([...device.flash.entries.keys()].filter((name) => name.endsWith('.usb'))).toEqual([]);
}
