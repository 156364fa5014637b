/** Code lengths against what is known of the best ones, and codes against the example of RFC 1951. */
import { describe, expect, test } from 'vitest';
import { canonicalCodes, codeLengths } from '../../../../main/serial/transfer/deflate/huffman.ts';
import { freshSeed, seeded } from '../../random.ts';

/** Bits of all symbols together, by Huffman's own way, which knows no limit. */
function unlimited(counts: readonly number[]): number {
  const weights = counts.filter((count) => count > 0);
  let bits = 0;
  while (weights.length > 1) {
    weights.sort((a, b) => a - b);
    const sum = (weights.shift() ?? 0) + (weights.shift() ?? 0);
    bits += sum;
    weights.push(sum);
  }
  return bits;
}

const cost = (counts: readonly number[], lengths: Uint8Array) =>
  counts.reduce((bits, count, symbol) => bits + count * (lengths[symbol] ?? 0), 0);

/** 1 for a code that is complete: no bits lead nowhere. */
const kraft = (lengths: Uint8Array) => [...lengths].reduce((sum, bits) => sum + (bits && 2 ** -bits), 0);

describe('code lengths', () => {
  test('of 200 random counts are complete, and as good as without a limit', () => {
    const seed = freshSeed();
    const random = seeded(seed);
    for (let round = 0; round < 200; round++) {
      const counts = Array.from({ length: 2 + Math.floor(random() * 200) }, () =>
        Math.floor(random() ** 3 * 500),
      );
      counts[0] = 1;
      counts[1] = 1;
      const lengths = codeLengths(Uint32Array.from(counts), 30);
      expect(kraft(lengths), `seed ${seed}, round ${round}`).toBe(1);
      expect(cost(counts, lengths), `seed ${seed}, round ${round}`).toBe(unlimited(counts));
      counts.forEach((count, symbol) => void expect((lengths[symbol] ?? 0) > 0).toBe(count > 0));
    }
  });

  test('keep to their limit, and are the best that do', () => {
    // Counts of Fibonacci make the deepest trees there are.
    const counts = [1, 1, 2, 3, 5, 8, 13, 21, 34, 55];
    expect(Math.max(...codeLengths(Uint32Array.from(counts), 15))).toBe(9);
    const limited = codeLengths(Uint32Array.from(counts), 4);
    expect(Math.max(...limited)).toBe(4);
    expect(kraft(limited)).toBe(1);
    expect(cost(counts, limited)).toBe(bestOf(counts, 4));
  });

  test('of a symbol alone is one bit, of none at all nothing', () => {
    expect([...codeLengths(Uint32Array.of(0, 9, 0), 15)]).toEqual([0, 1, 0]);
    expect([...codeLengths(Uint32Array.of(0, 0), 15)]).toEqual([0, 0]);
  });
});

/** The least there is with no code longer than `limit`, by trying every complete set of lengths; counts in rising order. */
function bestOf(counts: readonly number[], limit: number): number {
  const best = (at: number, left: number, longest: number): number => {
    if (at === counts.length) return left === 0 ? 0 : Number.POSITIVE_INFINITY;
    let least = Number.POSITIVE_INFINITY;
    // Rarer symbols have the longer codes.
    for (let bits = 1; bits <= longest; bits++) {
      const share = 2 ** (limit - bits);
      if (share <= left) least = Math.min(least, (counts[at] ?? 0) * bits + best(at + 1, left - share, bits));
    }
    return least;
  };
  return best(0, 2 ** limit, limit);
}

test('canonical codes are those of the example in RFC 1951, 3.2.2, with their bits turned round', () => {
  const told = ['010', '011', '100', '101', '110', '00', '1110', '1111'];
  const codes = canonicalCodes(Uint8Array.of(3, 3, 3, 3, 3, 2, 4, 4));
  expect([...codes]).toEqual(told.map((bits) => Number.parseInt([...bits].reverse().join(''), 2)));
});
