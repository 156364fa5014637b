/** A small share of `npm run test:model`: random sequences on the real boot.py, which goes as the state table says. */
import { expect, it } from 'vitest';
import { bootPy } from '../firmware/support.ts';
import { playAll } from './play-all.ts';

it('boot.py does what the state table says', { timeout: 60_000 }, async () => {
  const differences: string[] = [];
  const plan = { seed: 1, sequences: 10, steps: 3, boot: bootPy };
  const { steps } = await playAll(plan, ({ seed, moves, difference }) => {
    if (difference !== null) differences.push(`seed ${seed}\n${moves.join('\n')}\n${difference}`);
  });
  expect(differences).toEqual([]);
  expect(steps).toBe(30);
});
