/** The operations at which a set comes into force; `power.long.test.ts` has all of them. */
import { expect, test } from 'vitest';
import { cutAt, operationsOf } from './power.ts';

// The last operation of all gives boot.py its name, four more the others, and the one before makes the script boot.py.
test.each([
  ['sent', [{ before: 6 }, { before: 5 }, { before: 2, again: 1 }]],
  ['kept', [{ before: 5 }]],
] as const)('power that goes as a set comes into force, boot.py %s', async (boot, cuts) => {
  const last = await operationsOf(boot);
  for (const { before, ...more } of cuts) {
    // On a busy computer a try may be repeated, and there are more operations than were counted: it says itself where it was.
    expect(await cutAt({ boot, at: last - before, ...more })).toMatch(/^(old|new)$/);
  }
});
