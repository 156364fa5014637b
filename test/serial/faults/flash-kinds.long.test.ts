/** More of the flashes of `flash.test.ts`. */
import { afterEach, describe, expect, test } from 'vitest';
import { type Board, writeFiles } from '../../../main/serial/index.ts';
import type { FlashFault } from '../../../main/virtual/index.ts';
import { seeded } from '../random.ts';
import { bootedEdition, editionOn, finishes, oldBoard, setOf } from './rig.ts';

const opened: Board[] = [];
afterEach(async () => {
  for (const board of opened.splice(0)) await board.close();
});

async function fresh(kind: 'pico' | 'esp32', more: { flashBytes?: number; filesystem?: 'fat' } = {}) {
  const rig = await oldBoard({ kind, ...more });
  const board = await rig.open();
  opened.push(board);
  return { ...rig, board };
}

describe('a flash that', () => {
  test.each<[string, FlashFault, { flashBytes?: number }, Record<string, unknown>]>([
    [
      'is full though it promised room',
      { is: 'lies', blocks: 500 },
      { flashBytes: 96 * 1024 },
      { code: 'board-full' },
    ],
    [
      'gives back something else than was written',
      { is: 'worn', ending: 'main.py.usb' },
      {},
      { code: 'write-mismatch', params: { file: 'main.py' } },
    ],
  ])(
    '%s: said, the old set stands and boots, and with it put right the same job finishes',
    async (_, fault, more, says) => {
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
    },
  );

  test('has FAT on it takes files all the same; that a swap is one operation is not promised there', async () => {
    const { device, board } = await fresh('esp32', { filesystem: 'fat' });
    await writeFiles(board, setOf('new'));
    expect(editionOn(device)).toBe('new');
    await board.close();
    expect(await bootedEdition(device)).toEqual({ boot: 'new', set: 'new' });
  });
});

function noise(length: number, random = seeded(9)): Uint8Array {
  return Uint8Array.from({ length }, () => Math.floor(random() * 256));
}
