/** More of the flashes of `flash.test.ts`. */
import { describe, expect, test } from 'vitest';
import { writeFiles } from '../../../main/serial/index.ts';
import type { FlashFault } from '../../../main/virtual/index.ts';
import { fresh, saidAndPutRight } from './flash-rig.ts';
import { bootedEdition, editionOn, setOf } from './rig.ts';

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
  ])('%s: said, the old set stands and boots, and with it put right the same job finishes', (_, ...all) =>
    saidAndPutRight(...all),
  );

  test('has FAT on it takes files all the same; that a swap is one operation is not promised there', async () => {
    const { device, board } = await fresh('esp32', { filesystem: 'fat' });
    await writeFiles(board, setOf('new'));
    expect(editionOn(device)).toBe('new');
    await board.close();
    expect(await bootedEdition(device)).toEqual({ boot: 'new', set: 'new' });
  });
});
