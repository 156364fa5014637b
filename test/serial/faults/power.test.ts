/** The operations at which a set comes into force; `power.long.test.ts` has all of them. */
import { expect, test } from 'vitest';
import { cutAt, operationsOf } from './power.ts';

test.each(['sent', 'kept'] as const)(
  'power that goes as a set comes into force, boot.py %s',
  async (boot) => {
    // The last operation of all gives boot.py its name, four more the others, and the one before makes the script boot.py.
    const last = await operationsOf(boot);
    for (const cut of [{ at: last - 6 }, { at: last - 5 }, { at: last - 2, again: 1 }]) {
      // On a busy computer a try may be repeated, and there are more operations than were counted: it says itself where it was.
      expect(await cutAt({ boot, ...cut })).toMatch(/^(old|new)$/);
    }
  },
);
