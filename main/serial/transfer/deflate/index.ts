/**
 * Deflate (RFC 1951) for a slow line: as small as the format allows, within reason, where zlib's best is quick first. Source comes out
 * some four hundredths smaller, for two to four milliseconds a kilobyte, which takes the line eighty-seven. Pure.
 *
 *     matches ──► parse by costs ──► count ──► costs of those counts ──┐
 *                    ▲                                                 │ until nothing gets smaller
 *                    └─────────────────────────────────────────────────┘ the smallest ──► one block
 *
 * Nothing of it is for the board, which inflates what any deflate makes.
 */
import { BitWriter } from './bits.ts';
import { type Coding, cheapest, writeBlock, writeEmptyBlock } from './block.ts';
import { findMatches } from './matches.ts';
import { costsOf, count, FIXED_COSTS, parse, type Tokens } from './parse.ts';

export interface DeflateOptions {
  /** What the inflater has seen before this; it keeps the last `2 ** windowBits` bytes. */
  readonly history?: Uint8Array;
  /** 9 to 15. No match is farther away than `2 ** windowBits` bytes. */
  readonly windowBits: number;
  /** `final`: the stream ends here. `sync-flush`: it goes on, and what is here can be inflated whole (an empty stored block follows). */
  readonly end: 'final' | 'sync-flush';
}

/** Rounds of parsing. Source has settled before. */
const ROUNDS = 5;

export function deflate(
  content: Uint8Array,
  { history = new Uint8Array(0), windowBits, end }: DeflateOptions,
): Uint8Array {
  const reach = 2 ** windowBits;
  const matches = findMatches(history.subarray(Math.max(0, history.length - reach)), content, reach);
  let costs = FIXED_COSTS;
  let best: { tokens: Tokens; coding: Coding } | undefined;
  for (let round = 0; round < ROUNDS; round++) {
    const tokens = parse(content, matches, costs);
    const counts = count(tokens);
    const coding = cheapest(counts);
    if (best !== undefined && coding.bits >= best.coding.bits) break;
    best = { tokens, coding };
    costs = costsOf(counts);
  }
  const out = new BitWriter();
  if (best !== undefined) writeBlock(out, best.tokens, best.coding, end === 'final' ? 'final' : 'more');
  if (end === 'sync-flush') writeEmptyBlock(out);
  return out.bytes();
}
