/** One block of a deflate stream: its codes, told or fixed, and its tokens (RFC 1951, 3.2.3 to 3.2.7). */
import { CODE_LENGTH_ORDER, DISTANCE, DISTANCES, END_OF_BLOCK, LENGTHS } from './alphabet.ts';
import type { BitWriter } from './bits.ts';
import { canonicalCodes, codeLengths } from './huffman.ts';
import type { Counts, Tokens } from './parse.ts';

const CODE_BITS = 15;
const CODE_LENGTH_BITS = 7;
const CODE_LENGTH_EXTRA: Readonly<Record<number, number>> = { 16: 2, 17: 3, 18: 7 };

/** How a block's codes come to the inflater. */
export interface Coding {
  readonly literals: Uint8Array;
  readonly distances: Uint8Array;
  /** Absent: they are the fixed ones. */
  readonly told?: readonly Run[];
  /** Of the whole block, its three bits of head and its end with it. */
  readonly bits: number;
}

/** A symbol of the code for code lengths; from 16 on, with what its extra bits say. */
interface Run {
  readonly symbol: number;
  readonly extra: number;
}

const FIXED_LITERALS = Uint8Array.from({ length: 288 }, (_, symbol) =>
  symbol < 144 ? 8 : symbol < 256 ? 9 : symbol < 280 ? 7 : 8,
);
const FIXED_DISTANCES = new Uint8Array(DISTANCES).fill(5);

/** The cheapest coding for symbols that occur so often. */
export function cheapest(counts: Counts): Coding {
  const fixed = { literals: FIXED_LITERALS, distances: FIXED_DISTANCES };
  const told = tellings(counts).map((coding) => ({
    ...coding,
    bits: 3 + coding.bits + size(counts, coding),
  }));
  return told.reduce<Coding>((best, one) => (one.bits < best.bits ? one : best), {
    ...fixed,
    bits: 3 + size(counts, fixed),
  });
}

function size(counts: Counts, lengths: { literals: Uint8Array; distances: Uint8Array }): number {
  const sum = (of: Uint32Array, bits: Uint8Array, extra: Uint8Array) =>
    of.reduce((all, count, symbol) => all + count * ((bits[symbol] ?? 0) + (extra[symbol] ?? 0)), 0);
  return (
    sum(counts.literals, lengths.literals, LENGTHS.extra) +
    sum(counts.distances, lengths.distances, DISTANCE.extra)
  );
}

/** Codings of the block's own, by how its code lengths are told; `bits` is of the telling alone. */
function tellings(counts: Counts): Coding[] {
  const literals = codeLengths(counts.literals, CODE_BITS);
  const distances = codeLengths(counts.distances, CODE_BITS);
  const all = Uint8Array.from([
    ...literals.subarray(0, lastUsed(literals, 257)),
    ...distances.subarray(0, lastUsed(distances, 1)),
  ]);
  // To repeat costs bits of its own; which repeats are worth them depends on all the others.
  return [0, 1, 2, 3, 4, 5, 6, 7].map((choice) => {
    const told = runs(all, { same: (choice & 1) === 0, few: (choice & 2) === 0, many: (choice & 4) === 0 });
    const lengths = codeLengths(countRuns(told), CODE_LENGTH_BITS);
    const each = told.reduce(
      (bits, { symbol }) => bits + (lengths[symbol] ?? 0) + (CODE_LENGTH_EXTRA[symbol] ?? 0),
      0,
    );
    return { literals, distances, told, bits: 14 + 3 * told19(lengths) + each };
  });
}

function lastUsed(lengths: Uint8Array, least: number): number {
  let end = lengths.length;
  while (end > least && lengths[end - 1] === 0) end--;
  return end;
}

/** How many lengths of the code for code lengths are told. */
function told19(lengths: Uint8Array): number {
  let end: number = CODE_LENGTH_ORDER.length;
  while (end > 4 && lengths[CODE_LENGTH_ORDER[end - 1] ?? 0] === 0) end--;
  return end;
}

function countRuns(told: readonly Run[]): Uint32Array {
  const counts = new Uint32Array(CODE_LENGTH_ORDER.length);
  for (const { symbol } of told) counts[symbol] = (counts[symbol] ?? 0) + 1;
  return counts;
}

/** Repeats that are used: 16 for the same again, 17 for a few noughts, 18 for many. */
interface Repeats {
  readonly same: boolean;
  readonly few: boolean;
  readonly many: boolean;
}

function runs(lengths: Uint8Array, use: Repeats): Run[] {
  const out: Run[] = [];
  for (let at = 0; at < lengths.length; ) {
    const value = lengths[at] ?? 0;
    let left = 1;
    while (lengths[at + left] === value) left++;
    at += left;
    const plain = () => {
      out.push({ symbol: value, extra: 0 });
      left--;
    };
    const repeat = (symbol: number, least: number, most: number) => {
      while (left >= least) {
        const now = Math.min(left, most);
        out.push({ symbol, extra: now - least });
        left -= now;
      }
    };
    if (value === 0) {
      if (use.many) repeat(18, 11, 138);
      if (use.few) repeat(17, 3, 10);
    }
    // What is repeated by 16 has to stand there once.
    if (left > 0) plain();
    if (use.same) repeat(16, 3, 6);
    while (left > 0) plain();
  }
  return out;
}

export function writeBlock(to: BitWriter, tokens: Tokens, coding: Coding, end: 'final' | 'more'): void {
  to.write(end === 'final' ? 1 : 0, 1);
  to.write(coding.told === undefined ? 1 : 2, 2);
  if (coding.told !== undefined) writeCodes(to, coding, coding.told);
  const literals = canonicalCodes(coding.literals);
  const distances = canonicalCodes(coding.distances);
  const literal = (symbol: number) => to.write(literals[symbol] ?? 0, coding.literals[symbol] ?? 0);
  tokens.value.forEach((value, at) => {
    const by = tokens.distance[at] ?? 0;
    if (by === 0) {
      literal(value);
      return;
    }
    const long = LENGTHS.symbol[value] ?? 0;
    literal(long);
    to.write(value - (LENGTHS.base[long] ?? 0), LENGTHS.extra[long] ?? 0);
    const far = DISTANCE.symbol[by] ?? 0;
    to.write(distances[far] ?? 0, coding.distances[far] ?? 0);
    to.write(by - (DISTANCE.base[far] ?? 0), DISTANCE.extra[far] ?? 0);
  });
  literal(END_OF_BLOCK);
}

function writeCodes(to: BitWriter, { literals, distances }: Coding, told: readonly Run[]): void {
  const lengths = codeLengths(countRuns(told), CODE_LENGTH_BITS);
  const codes = canonicalCodes(lengths);
  const order = told19(lengths);
  to.write(lastUsed(literals, 257) - 257, 5);
  to.write(lastUsed(distances, 1) - 1, 5);
  to.write(order - 4, 4);
  for (const symbol of CODE_LENGTH_ORDER.slice(0, order)) to.write(lengths[symbol] ?? 0, 3);
  for (const { symbol, extra } of told) {
    to.write(codes[symbol] ?? 0, lengths[symbol] ?? 0);
    to.write(extra, CODE_LENGTH_EXTRA[symbol] ?? 0);
  }
}

/** An empty stored block, which ends at a whole byte: what came before it can be inflated. */
export function writeEmptyBlock(to: BitWriter): void {
  to.write(0, 3);
  to.align();
  to.write(0, 16);
  to.write(0xffff, 16);
}
