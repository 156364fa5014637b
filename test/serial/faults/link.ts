/** A set that is written over a bad cable, or whose cable is pulled: what came of it, and that nothing is left half done. */
import { expect } from 'vitest';
import { type Board, writeFiles } from '../../../main/serial/index.ts';
import { doubles, drops, flips, type Hits, trips, type VirtualBoard } from '../../../main/virtual/index.ts';
import type { BoardKind } from '../../../preload/contract/models.ts';
import { bootedEdition, editionOn, finishes, oldBoard, outcome, setOf } from './rig.ts';

export type Direction = 'down' | 'up';

const NOISE = { drops, doubles, flips };

export interface Noise {
  readonly kind: BoardKind;
  readonly direction: Direction;
  readonly fault: keyof typeof NOISE;
  readonly hits: Hits;
}

/** @returns the code of the failure, or `done` */
export async function writeOverNoise({ kind, direction, fault, hits }: Noise): Promise<string> {
  const { bench, device, open } = await oldBoard({ kind });
  const board = await open();
  const mend = device.cable.add(direction, NOISE[fault](hits));
  const result = await outcome(writeFiles(board, setOf('new')));
  mend();
  await board.close();
  await isWhole(device, open, result);
  await bench.close();
  return result;
}

export interface Pull {
  readonly kind: BoardKind;
  readonly direction: Direction;
  readonly offset: number;
  /** What happens there. `own`: the plug is pulled from a board with power of its own. */
  readonly event: 'bus' | 'own' | 'button' | 'wdt' | 'brown-out';
}

/** @returns the code of the failure, or `done`; and whether the offset was reached */
export async function writeAndPull({ kind, direction, offset, event }: Pull): Promise<string> {
  const { bench, device, open } = await oldBoard({ kind });
  const board = await open();
  let happened: Promise<void> | undefined;
  device.cable.add(
    direction,
    trips(offset, () => {
      happened = happen(device, event);
    }),
  );
  const result = await outcome(writeFiles(board, setOf('new')));
  await happened;
  await board.close();
  device.plug();
  await isWhole(device, open, result);
  await bench.close();
  return result;
}

function happen(device: VirtualBoard, event: Pull['event']): Promise<void> {
  switch (event) {
    case 'bus':
    case 'own':
      return device.unplug(event);
    case 'button':
      return device.reset();
    case 'wdt':
      return device.reset('wdt');
    case 'brown-out':
      return device.brownOut();
  }
}

/** All that goes over the cable in an undisturbed run. */
export async function traffic(kind: BoardKind): Promise<Record<Direction, string>> {
  const { bench, device, open } = await oldBoard({ kind });
  const board = await open();
  const seen = { down: '', up: '' };
  for (const direction of ['down', 'up'] as const) {
    device.cable.add(direction, (deliver) => ({
      send(bytes) {
        seen[direction] += Buffer.from(bytes).toString('latin1');
        deliver(bytes);
      },
      cut() {},
    }));
  }
  await writeFiles(board, setOf('new'));
  await board.close();
  await bench.close();
  return seen;
}

/** Boots one edition, which it has byte for byte, and takes the same job again. */
async function isWhole(device: VirtualBoard, open: () => Promise<Board>, result: string): Promise<void> {
  const { boot, set } = await bootedEdition(device);
  expect([boot, set]).toEqual([set, expect.stringMatching(/^(old|new)$/)]);
  expect(editionOn(device)).toBe(set);
  if (result === 'done') expect(set).toBe('new');
  await finishes(device, open);
}
