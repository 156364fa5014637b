/** A share of `npm run test:model`: random sequences on the real boot.py, which goes as the state table says. */
import { expect, it } from 'vitest';
import { bootPy } from '../firmware/support.ts';
import { BROKEN } from './broken.ts';
import { playAll } from './play-all.ts';

it('boot.py does what the state table says', { timeout: 60_000 }, async () => {
  const differences: string[] = [];
  await playAll({ seed: 1, sequences: 10, steps: 5, boot: bootPy }, ({ seed, moves, difference }) => {
    if (difference !== null) differences.push(`seed ${seed}\n${moves.join('\n')}\n${difference}`);
  });
  expect(differences).toEqual([]);
});

it('a boot.py that does something else is found out', { timeout: 60_000 }, async () => {
  const found = await playAll(
    { seed: 1, sequences: 30, steps: 6, boot: BROKEN[0]?.boot ?? '', until: 'first difference' },
    () => {},
  );
  expect(found.differences).toBeGreaterThan(0);
});
