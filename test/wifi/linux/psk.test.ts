import { expect, it } from 'vitest';
import { pskOf } from '../../../main/wifi/linux/psk.ts';

/** IEEE 802.11i, annex H.4.3, the first of its test vectors. */
const KEY = 'f42c6fc52df0ebef9ebb4b90b38a5f902e83fe1b135a70e23aed762e9710a12e';

it('a passphrase and a name make the key of the standard', async () => {
  expect(await pskOf('IEEE', 'password')).toBe(KEY);
});

it('64 hex digits are the key itself', async () => {
  expect(await pskOf('IoT-0A77C4', KEY)).toBe(KEY);
  expect(await pskOf('IoT-0A77C4', KEY.toUpperCase())).toBe(KEY);
});

it('a password of 63 hex digits is a passphrase', async () => {
  expect(await pskOf('IEEE', KEY.slice(1))).not.toContain(KEY.slice(1));
});
