/**
 * Bad cables and pulled plugs, a few of each; `link.long.test.ts` has more of them. Random ones print their seed:
 * `SEED=123 npx vitest run test/serial/faults/link` has the same again.
 */
import { describe, expect, test } from 'vitest';
import type { BoardKind } from '../../../preload/contract/models.ts';
import { freshSeed } from '../random.ts';
import { traffic, writeAndPull, writeOverNoise } from './link.ts';

const PULLED = ['done', 'port-vanished', 'transfer-broken'];

describe('a cable that garbles', () => {
  test.each([['pico', 'down', 'drops', 900]] as const)(
    'now and then: %s, %s, %s at byte %i: what was garbled is sent again',
    async (kind, direction, fault, at) => {
      expect(await writeOverNoise({ kind, direction, fault, hits: { at } })).toBe('done');
    },
  );

  test('all the time: said, nothing is harmed', async () => {
    // So that a source has some of them, wherever it begins.
    const at = Array.from({ length: 2000 }, (_, n) => 40 + n * 97);
    const noise = { kind: 'pico', direction: 'down', fault: 'flips', hits: { at } } as const;
    expect(['link-noisy', 'board-exec', 'board-protocol']).toContain(await writeOverNoise(noise));
  });
});

describe('a plug that is pulled, or a board that is reset, somewhere', () => {
  const seed = freshSeed();
  const known = new Map<BoardKind, ReturnType<typeof traffic>>();
  test.each([
    ['pico', 'down', 'bus'],
    ['pico', 'up', 'brown-out'],
  ] as const)('%s, %s, %s', async (kind, direction, event) => {
    known.set(kind, known.get(kind) ?? traffic(kind));
    const all = (await known.get(kind))?.[direction].length ?? 1;
    const offset = (seed * 7919) % all;
    expect([...PULLED, 'board-protocol', 'board-silent'], `SEED=${seed}, byte ${offset} of ${all}`).toContain(
      await writeAndPull({ kind, direction, offset, event }),
    );
  });
});
