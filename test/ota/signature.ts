/** Verifies what was signed: as a library does it, and as a device does it. */
import { constants, createHash, createPublicKey, verify } from 'node:crypto';
import { join } from 'node:path';
import { expect } from 'vitest';
import { type Keys, openKeys, type PinnedKey } from '../../main/ota/index.ts';
import { type Answer, temporaryFolder } from './rig.ts';

/** Keys of a bench, in a folder of their own. */
export function benchKeys(base: string): { keys: Keys; path: string } {
  const path = join(temporaryFolder(), 'keys.json');
  return { keys: openKeys({ path, base }), path };
}

/** Both ways, which must agree. */
export function isSignedBy(pinned: PinnedKey, text: string | Buffer, signature: string): boolean {
  const bytes = Buffer.from(text);
  const n = Buffer.from(pinned.n, 'hex').toString('base64url');
  const key = createPublicKey({ key: { kty: 'RSA', n, e: 'AQAB' }, format: 'jwk' });
  const library = verify(
    'sha256',
    bytes,
    { key, padding: constants.RSA_PKCS1_PADDING },
    Buffer.from(signature, 'hex'),
  );
  expect(asDevice(pinned, bytes, signature)).toBe(library);
  return library;
}

/** `pow(s, e, n)`, and the whole encoded block compared as one number. */
function asDevice({ n }: PinnedKey, bytes: Buffer, signature: string): boolean {
  const hash = createHash('sha256').update(bytes).digest('hex');
  const block = `0001${'ff'.repeat(330)}003031300d060960864801650304020105000420${hash}`;
  const modulus = BigInt(`0x${n}`);
  const s = BigInt(`0x${signature}`);
  let power = s;
  for (let i = 0; i < 16; i += 1) power = (power * power) % modulus;
  return signature.length === 768 && (power * s) % modulus === BigInt(`0x${block}`);
}

/** The key id, once it is certain that the manifest is signed with that one of `pins`. */
export function signerOf(answer: Answer, pins: readonly PinnedKey[]): string {
  const { manifest, signature, key_id: id } = answer.json;
  const pinned = pins.find((each) => each.id === id);
  if (!pinned) throw new Error(`no key ${id} among those pinned`);
  expect(signature).toMatch(/^[0-9a-f]{768}$/);
  expect(isSignedBy(pinned, String(manifest), String(signature))).toBe(true);
  return pinned.id;
}
