/** Random numbers that can be had again, and bytes cut by them. */
export { seeded } from '../../main/virtual/index.ts';

/** A fresh seed, or the one of a failed run: `SEED=123 npx vitest run test/serial`. */
export function freshSeed(): number {
  return Number(process.env.SEED ?? Math.floor(Math.random() * 2 ** 31));
}

/** Bytes cut into pieces of 1 to `most`. */
export function chunked(bytes: Uint8Array, random: () => number, most = 12): Uint8Array[] {
  const pieces: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; ) {
    const size = 1 + Math.floor(random() * most);
    pieces.push(bytes.subarray(at, at + size));
    at += size;
  }
  return pieces;
}
