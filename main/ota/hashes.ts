/** The two hashes of a file, and the hash that names a set of files. */
import { createHash } from 'node:crypto';
import type { HashMap } from '../../preload/contract/models.ts';
import { isProtected } from './names.ts';

export function md5Of(bytes: Uint8Array): string {
  return createHash('md5').update(bytes).digest('hex');
}

export function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** SHA-256 of the sorted lines `<name> <md5>\n` of all files but `boot.py`: the name of "exactly these files". */
export function setOf(hashes: HashMap): string {
  const lines = Object.entries(hashes)
    .filter(([name]) => !isProtected(name))
    .map(([name, md5]) => `${name} ${md5}\n`)
    .sort();
  return createHash('sha256').update(lines.join('')).digest('hex');
}
