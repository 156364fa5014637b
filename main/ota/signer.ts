/** Signs manifests with the key that a device pins. A text is signed once and the signature kept: many devices ask for the same. */
import { isFailure } from '../../preload/contract/errors.ts';
import { type SigningKey, signText } from './key-pair.ts';
import { type KeyRing, keysOf } from './key-ring.ts';
import type { Keys } from './keys.ts';

export interface Signature {
  readonly signature: string;
  readonly key_id: string;
}

/** `signed` · `foreign` the device pins keys of which none is here · `unsigned` there is no key, and none is known to be asked for */
export type Signing =
  | { readonly status: 'signed'; readonly fields: Signature }
  | { readonly status: 'foreign'; readonly fields: Signature | Record<never, never> }
  | { readonly status: 'unsigned'; readonly fields: Record<never, never> };

export interface Signer {
  /** False when no manifest will have a signature. */
  canSign(): boolean;
  /** @param pins ids of the keys that the device pins, undefined when nobody knows */
  sign(manifest: string, pins: readonly string[] | undefined): Promise<Signing>;
}

/** Signatures kept at hand. */
const KEPT = 256;

/** @param keys undefined: nothing is signed */
export function createSigner(keys: Keys | undefined, log: (line: string) => void): Signer {
  const kept = new Map<string, Promise<string>>();
  let trouble = '';

  /** A file that cannot be used is as good as none; what is wrong is said once. */
  const ring = (): KeyRing => {
    try {
      const found = keys?.look() ?? { status: 'none' };
      trouble = '';
      return found;
    } catch (error) {
      const why = isFailure(error) ? error.message : 'the keys cannot be read';
      if (why !== trouble) log(`nothing is signed: ${why}`);
      trouble = why;
      return { status: 'none' };
    }
  };
  const signature = (key: SigningKey, text: string): Promise<string> => {
    const name = `${key.pinned.id} ${text}`;
    const known = kept.get(name);
    if (known) return known;
    const fresh = signText(key, text);
    kept.set(name, fresh);
    fresh.catch(() => kept.delete(name));
    const [oldest] = kept.keys();
    if (kept.size > KEPT && oldest !== undefined) kept.delete(oldest);
    return fresh;
  };

  return {
    canSign: () => ring().status !== 'none',
    sign: async (manifest, pins) => {
      const all = keysOf(ring()).map(({ key }) => key);
      const known = pins && pins.length > 0 ? pins : undefined;
      const fitting = known ? all.find(({ pinned }) => known.includes(pinned.id)) : all[0];
      const key = fitting ?? all[0];
      const fields = key && { signature: await signature(key, manifest), key_id: key.pinned.id };
      if (known && !fitting) return { status: 'foreign', fields: fields ?? {} };
      return fields ? { status: 'signed', fields } : { status: 'unsigned', fields: {} };
    },
  };
}
