/** Flashes that do not take what they are given, and what a board with one must come to. */
import { expect, onTestFinished } from 'vitest';
import { writeFiles } from '../../../main/serial/index.ts';
import type { FlashFault } from '../../../main/virtual/index.ts';
import { seeded } from '../random.ts';
import { bootedEdition, editionOn, finishes, oldBoard, setOf } from './rig.ts';

/** Opened until the test ends. */
export async function fresh(kind: 'pico' | 'esp32', more: { flashBytes?: number; filesystem?: 'fat' } = {}) {
  const rig = await oldBoard({ kind, ...more });
  const board = await rig.open();
  onTestFinished(() => board.close());
  return { ...rig, board };
}

/** The fault is said, the old set stands and boots, and with the flash put right the same job finishes. */
export async function saidAndPutRight(
  fault: FlashFault,
  more: { flashBytes?: number },
  says: Record<string, unknown>,
): Promise<void> {
  const { device, board, open } = await fresh('pico', more);
  device.setFlashFault(fault);
  const large = { name: 'large.bin', content: noise(40_000) };
  const files = fault.is === 'lies' ? [...setOf('new'), large] : setOf('new');
  await expect(writeFiles(board, files)).rejects.toMatchObject(says);
  expect(editionOn(device)).toBe('old');
  expect([...device.flash.entries.keys()].filter((name) => name.endsWith('.usb'))).toEqual([]);
  await board.close();
  expect(await bootedEdition(device)).toEqual({ boot: 'old', set: 'old' });
  device.setFlashFault({ is: 'sound' });
  await finishes(device, open);
}

export function noise(length: number, random = seeded(9)): Uint8Array {
  return Uint8Array.from({ length }, () => Math.floor(random() * 256));
}
