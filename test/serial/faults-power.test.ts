/** The operations at which a set comes into force; `faults-power.long.test.ts` has all of them. */
import { expect, test } from 'vitest';
import { cutAt, operationsOf } from './faults-power.ts';

test.each(['sent', 'kept'] as const)(
  'power that goes as a set comes into force, boot.py %s',
  async (boot) => {
    const last = await operationsOf(boot);
    // The last of all gives boot.py its name, four more the others, and the one before makes the script boot.py.
    expect(await cutAt({ boot, at: last - 6 })).toBe('old');
    expect(await cutAt({ boot, at: last - 5 })).toBe('new');
    expect(await cutAt({ boot, at: last - 2, again: 1 })).toBe('new');
  },
);
