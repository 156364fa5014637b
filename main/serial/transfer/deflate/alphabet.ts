/** The symbols of deflate, and the extra bits that follow them (RFC 1951, 3.2.5 to 3.2.7). */

export const MATCH_MIN = 3;
export const MATCH_MAX = 258;
const DISTANCE_MAX = 32_768;
export const END_OF_BLOCK = 256;
/** Literals, the end of the block, and lengths. */
export const LITERALS = 286;
export const DISTANCES = 30;
/** Order in which the lengths of the code for code lengths are told. */
export const CODE_LENGTH_ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15] as const;

/** For each value: its symbol. For each symbol: its first value, and how many bits tell which of them it is. */
interface Alphabet {
  readonly symbol: Uint16Array;
  readonly base: Uint16Array;
  readonly extra: Uint8Array;
}

/** By length of a match, 3 to 258; the last symbol stands for 258 alone, though 284 could say it too. */
export const LENGTHS: Alphabet = alphabet(MATCH_MIN, MATCH_MAX, 257, LITERALS, (at) =>
  at < 8 || at === 28 ? 0 : (at >> 2) - 1,
);

/** By distance, 1 to 32,768. */
export const DISTANCE: Alphabet = alphabet(1, DISTANCE_MAX, 0, DISTANCES, (at) =>
  at < 4 ? 0 : (at >> 1) - 1,
);

function alphabet(
  from: number,
  to: number,
  first: number,
  end: number,
  extraOf: (at: number) => number,
): Alphabet {
  const symbol = new Uint16Array(to + 1);
  const base = new Uint16Array(end);
  const extra = new Uint8Array(end);
  let value = from;
  for (let at = first; at < end; at++) {
    // 258 has a symbol of its own, and is the last value of the one before it too.
    if (at - first === 28 && first > 0) value = MATCH_MAX;
    base[at] = value;
    extra[at] = extraOf(at - first);
    for (let count = 2 ** extraOf(at - first); count > 0 && value <= to; count--) symbol[value++] = at;
  }
  return { symbol, base, extra };
}
