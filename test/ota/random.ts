/** Numbers that look random and come again with the same seed: what failed can be run again. */

export const SEED = Number(process.env.SEED ?? Date.now() % 1_000_000);

/** From 0 up to, not including, 1. */
export function mulberry(seed: number): () => number {
  let a = seed >>> 0;
  return () => {
    a = (a + 0x6d2b79f5) >>> 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}
