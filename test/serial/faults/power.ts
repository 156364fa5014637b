/**
 * Power that goes at flash operations of a write, and once more while the board carries the swap on: it boots the old set
 * or the new one, whole, and the same job finishes.
 */
import { expect } from 'vitest';
import { writeFiles } from '../../../main/serial/index.ts';
import type { VirtualBoard } from '../../../main/virtual/index.ts';
import { boardEvent } from '../../virtual/support.ts';
import { bootedEdition, editionOn, finishes, oldBoard, outcome, setOf } from './rig.ts';

export interface PowerCut {
  /** Is `boot.py` of the set, or the board's own? */
  readonly boot: 'sent' | 'kept';
  /** Operations after which power goes; beyond the last one it stays. */
  readonly at: number;
  /** Operations of the next boot after which it goes again. */
  readonly again?: number;
}

/** @returns the edition that booted; `uncut` when there were fewer operations */
export async function cutAt({ boot, at, again }: PowerCut): Promise<'old' | 'new' | 'uncut'> {
  const { bench, device, open } = await oldBoard({ kind: 'pico' });
  const board = await open();
  const off = boardEvent(device, 'power-cut');
  off.catch(() => {});
  const before = device.flash.operations;
  device.cutPowerAfter(at);
  const files = setOf('new').filter(({ name }) => boot === 'sent' || name !== 'boot.py');
  const result = await outcome(writeFiles(board, files));
  if (device.flash.operations - before < at) {
    expect(result).toBe('done');
    await bench.close();
    return 'uncut';
  }
  await off;
  await board.close();
  const isInForce = swapIsInForce(device, boot);
  if (again !== undefined) {
    device.cutPowerAfter(again);
    const ended = new Promise<void>((resolve) => {
      device.onEvent((event) => {
        if (event.type === 'power-cut') resolve();
        // Nothing was to be carried on: this boot writes nothing, and runs to its prompt.
        if (event.type === 'state' && event.state === 'running') resolve();
      });
    });
    device.powerOn();
    await ended;
    device.cutPowerAfter(null);
  }
  const ran = await bootedEdition(device);
  const where = `${boot}, power gone after ${at}${again === undefined ? '' : ` and again after ${again}`}`;
  expect(ran.set, where).toBe(isInForce ? 'new' : 'old');
  expect(ran.boot, where).toBe(boot === 'sent' ? ran.set : 'old');
  if (boot === 'sent') expect(editionOn(device), where).toBe(ran.set);
  await finishes(device, open);
  await bench.close();
  return ran.set === 'old' ? 'old' : 'new';
}

/** Has `boot.py` become the script that ends the swap, or has that ended already? */
function swapIsInForce(device: VirtualBoard, boot: PowerCut['boot']): boolean {
  const now = device.flash.text('boot.py') ?? '';
  if (now.startsWith('#usb swap')) return true;
  // Each other file had its name before boot.py came back.
  return boot === 'sent' ? now.includes("'new'") : (device.flash.text('main.py') ?? '').includes("'new'");
}

/** Operations of a write that nothing disturbs. */
export async function operationsOf(boot: PowerCut['boot']): Promise<number> {
  const { bench, device, open } = await oldBoard({ kind: 'pico' });
  const board = await open();
  const before = device.flash.operations;
  await writeFiles(
    board,
    setOf('new').filter(({ name }) => boot === 'sent' || name !== 'boot.py'),
  );
  const all = device.flash.operations - before;
  await board.close();
  await bench.close();
  return all;
}
