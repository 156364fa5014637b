/** The hashes of the protocol, each computed once: the model looks at the same few files again and again. */
import { md5, setOf } from '../firmware/fake-ota.ts';
import type { Files } from '../firmware/support.ts';
import { identityOf } from './states.ts';

const known = new Map<string, string>();

function once(key: string, make: () => string): string {
  const hash = known.get(key) ?? make();
  known.set(key, hash);
  return hash;
}

export const md5Of = (text: string): string => once(text, () => md5(text));
export const setNameOf = (files: Files): string => once(identityOf(files), () => setOf(files));
