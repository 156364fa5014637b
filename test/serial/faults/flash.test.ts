/** Flashes that do not take what they are given, files of odd sizes and names: said which and why, nothing is left half done. */
import { describe, expect, test } from 'vitest';
import { listFiles, readFile, writeFiles } from '../../../main/serial/index.ts';
import type { FlashFault } from '../../../main/virtual/index.ts';
import { seeded } from '../random.ts';
import { fresh, noise, saidAndPutRight } from './flash-rig.ts';
import { editionOn, setOf } from './rig.ts';

describe('a flash that', () => {
  test.each<[string, FlashFault, { flashBytes?: number }, Record<string, unknown>]>([
    ['is read-only', { is: 'read-only' }, {}, { code: 'board-readonly' }],
  ])('%s: said, the old set stands and boots, and with it put right the same job finishes', (_, ...all) =>
    saidAndPutRight(...all),
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
