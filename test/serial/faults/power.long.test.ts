/** Every flash operation of a write, and after each those of the boot that carries the swap on. */
import { expect, test } from 'vitest';
import { cutAt, operationsOf } from './power.ts';

test.each(['sent', 'kept'] as const)(
  'power that goes at any operation, boot.py %s',
  async (boot) => {
    const editions: string[] = [];
    const last = await operationsOf(boot);
    for (let at = 1; at <= last; at++) editions.push(await cutAt({ boot, at }));
    expect(new Set(editions)).toEqual(new Set(['old', 'new']));
    const swapped = editions.indexOf('new');
    for (let at = swapped; at <= last; at++) {
      for (let again = 1; again <= last - at + 1; again++) await cutAt({ boot, at, again });
    }
  },
  600_000,
);
