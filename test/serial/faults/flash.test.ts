/** Flashes that do not take what they are given, files of odd sizes and names: said which and why, nothing is left half done. */
import { afterEach, describe, expect, test } from 'vitest';
import { type Board, listFiles, readFile, writeFiles } from '../../../main/serial/index.ts';
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
    ['is read-only', { is: 'read-only' }, {}, { code: 'board-readonly' }],
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
});

test('a folder where a file is to be: said before anything is written', async () => {
  const { device, board } = await fresh('esp32');
  const before = device.flash.operations;
  const error = writeFiles(board, [...setOf('new'), { name: 'lib', content: noise(10) }]);
  await expect(error).rejects.toMatchObject({ code: 'file-name-invalid', params: { name: 'lib' } });
  expect(device.flash.operations).toBe(before);
  expect(editionOn(device)).toBe('old');
});

test('files of 0, 1 and 4,097 bytes, with names that hurt, twice', async () => {
  const { device, board } = await fresh('pico');
  const names = [
    'empty',
    'one',
    'a b.txt',
    "it's",
    '"quoted"',
    'back\\slash',
    'Größe.txt',
    '数据.bin',
    '🙂',
    'x'.repeat(200),
  ];
  for (const round of [1, 2]) {
    const random = seeded(round);
    const files = names.map((name, at) => ({
      name,
      content: noise([0, 1, 4097][at % 3] ?? 0, random),
    }));
    const { hashes } = await writeFiles(board, files);
    expect(Object.keys(hashes)).toEqual(names);
    for (const { name, content } of files) {
      expect(Buffer.from(device.flash.entries.get(name) ?? [1]).equals(Buffer.from(content)), name).toBe(
        true,
      );
      expect(await readFile(board, name)).toEqual(content);
    }
    expect((await listFiles(board)).map(({ name }) => name)).toEqual(expect.arrayContaining(names));
  }
});

function noise(length: number, random = seeded(9)): Uint8Array {
  return Uint8Array.from({ length }, () => Math.floor(random() * 256));
}
