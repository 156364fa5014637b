/** Where each place of a piece occurred before: in itself, or in the history that the inflater still has. */
import { MATCH_MAX, MATCH_MIN } from './alphabet.ts';

/**
 * What the search for one match may take: one for each place looked at, and one for each byte compared there. Source has no more of
 * the same three bytes in a window than that, but for blanks in rows; those are found at once. A picture or a table of measurements
 * has many long matches at each place, and comparing them all would take longer than the line, for next to nothing.
 */
const EFFORT = 1024;
const HASHES = 2 ** 16;

/**
 * The matches of place `at` are those from `first[at]` to before `first[at + 1]`: each longer and farther than the one before, so that
 * for each length the first that is long enough is the nearest.
 */
export interface Matches {
  readonly first: Uint32Array;
  readonly length: Uint16Array;
  readonly distance: Uint16Array;
  /** What finding them took, as `EFFORT` counts. */
  readonly effort: number;
}

/** @param reach the farthest distance, in bytes */
export function findMatches(history: Uint8Array, piece: Uint8Array, reach: number): Matches {
  const all = new Uint8Array(history.length + piece.length);
  all.set(history);
  all.set(piece, history.length);
  /** By a hash of three bytes: the last place that has them; by place: the one before it of the same hash. */
  const last = new Int32Array(HASHES).fill(-1);
  const before = new Int32Array(all.length).fill(-1);
  const first = new Uint32Array(piece.length + 1);
  const length: number[] = [];
  const distance: number[] = [];
  let effort = 0;
  for (let at = 0; at < all.length; at++) {
    const hash = (((all[at] ?? 0) << 10) ^ ((all[at + 1] ?? 0) << 5) ^ (all[at + 2] ?? 0)) & (HASHES - 1);
    const isWhole = at + MATCH_MIN <= all.length;
    if (at >= history.length) {
      first[at - history.length] = length.length;
      const most = Math.min(MATCH_MAX, all.length - at);
      let best = MATCH_MIN - 1;
      let from = isWhole ? (last[hash] ?? -1) : -1;
      let left = EFFORT;
      while (left > 0 && from >= 0 && at - from <= reach && best < most) {
        left--;
        // The byte that would make it longer is the one that most often differs.
        if (all[from + best] === all[at + best]) {
          const found = common(all, from, at, most);
          left -= found;
          if (found > best) {
            best = found;
            length.push(found);
            distance.push(at - from);
          }
        }
        from = before[from] ?? -1;
      }
      effort += EFFORT - left;
    }
    if (isWhole) {
      before[at] = last[hash] ?? -1;
      last[hash] = at;
    }
  }
  first[piece.length] = length.length;
  return { first, length: Uint16Array.from(length), distance: Uint16Array.from(distance), effort };
}

function common(all: Uint8Array, a: number, b: number, most: number): number {
  let count = 0;
  while (count < most && all[a + count] === all[b + count]) count++;
  return count;
}
