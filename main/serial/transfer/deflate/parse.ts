/** A piece as literals and matches, so that they cost least: the shortest way through it, by what each symbol costs. */
import { DISTANCE, DISTANCES, END_OF_BLOCK, LENGTHS, LITERALS, MATCH_MIN } from './alphabet.ts';
import type { Matches } from './matches.ts';

/** A match longer than that is taken whole or not at all. */
const LONG = 64;

/** What a piece is made of, in its order. A distance of 0 says that it is a literal, and `value` the byte; else `value` is the length. */
export interface Tokens {
  readonly value: Uint16Array;
  readonly distance: Uint16Array;
}

/** How often each symbol occurs. */
export interface Counts {
  readonly literals: Uint32Array;
  readonly distances: Uint32Array;
}

/** Bits that each symbol takes, its extra bits with it; fractions are welcome. */
export interface Costs {
  readonly literals: Float64Array;
  readonly distances: Float64Array;
}

/** @returns the cheapest tokens there are for these costs */
export function parse(piece: Uint8Array, matches: Matches, costs: Costs): Tokens {
  const size = piece.length;
  const cost = new Float64Array(size + 1).fill(Number.POSITIVE_INFINITY);
  cost[0] = 0;
  /** How the cheapest way comes to a place: the length of its last token, and the distance. */
  const length = new Uint16Array(size + 1);
  const distance = new Uint16Array(size + 1);
  for (let at = 0; at < size; at++) {
    const here = cost[at] ?? 0;
    const reach = (to: number, price: number, by: number) => {
      if (price >= (cost[to] ?? 0)) return;
      cost[to] = price;
      length[to] = to - at;
      distance[to] = by;
    };
    reach(at + 1, here + (costs.literals[piece[at] ?? 0] ?? 0), 0);
    let from = MATCH_MIN;
    for (let match = matches.first[at] ?? 0; match < (matches.first[at + 1] ?? 0); match++) {
      const by = matches.distance[match] ?? 0;
      const price = here + (costs.distances[DISTANCE.symbol[by] ?? 0] ?? 0);
      const longest = matches.length[match] ?? 0;
      // Bytes in a row would have all lengths at all places.
      for (let long = longest > LONG ? longest : from; long <= longest; long++)
        reach(at + long, price + (costs.literals[LENGTHS.symbol[long] ?? 0] ?? 0), by);
      from = longest + 1;
    }
  }
  return backwards(piece, length, distance);
}

function backwards(piece: Uint8Array, length: Uint16Array, distance: Uint16Array): Tokens {
  const ends: number[] = [];
  for (let at = piece.length; at > 0; at -= length[at] ?? at) ends.push(at);
  ends.reverse();
  const tokens = { value: new Uint16Array(ends.length), distance: new Uint16Array(ends.length) };
  ends.forEach((end, at) => {
    const by = distance[end] ?? 0;
    tokens.distance[at] = by;
    tokens.value[at] = by === 0 ? (piece[end - 1] ?? 0) : (length[end] ?? 0);
  });
  return tokens;
}

export function count({ value, distance }: Tokens): Counts {
  const literals = new Uint32Array(LITERALS);
  const distances = new Uint32Array(DISTANCES);
  value.forEach((what, at) => {
    const by = distance[at] ?? 0;
    const symbol = by === 0 ? what : (LENGTHS.symbol[what] ?? 0);
    literals[symbol] = (literals[symbol] ?? 0) + 1;
    if (by === 0) return;
    const far = DISTANCE.symbol[by] ?? 0;
    distances[far] = (distances[far] ?? 0) + 1;
  });
  literals[END_OF_BLOCK] = 1;
  return { literals, distances };
}

/** What symbols cost by the fixed codes of the format, about: a place to begin at. */
export const FIXED_COSTS: Costs = {
  literals: Float64Array.from(LENGTHS.extra, (bits) => 8 + bits),
  distances: Float64Array.from(DISTANCE.extra, (bits) => 5 + bits),
};

/** What symbols cost that occur so often: the bits of an ideal code, where a Huffman code has whole ones. */
export function costsOf({ literals, distances }: Counts): Costs {
  return { literals: ideal(literals, LENGTHS.extra), distances: ideal(distances, DISTANCE.extra) };
}

function ideal(counts: Uint32Array, extra: Uint8Array): Float64Array {
  const sum = counts.reduce((all, one) => all + one, 0);
  // One that did not occur may yet: as dear as one that occurred once.
  return Float64Array.from(
    counts,
    (one, symbol) => Math.log2(Math.max(sum, 1) / Math.max(one, 1)) + (extra[symbol] ?? 0),
  );
}
