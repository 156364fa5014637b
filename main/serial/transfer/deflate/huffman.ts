/** Huffman codes that are the best of a limited length, in the canonical order of deflate (RFC 1951, 3.2.2). */

/**
 * Bits of each symbol's code, 0 where it does not occur: the sum of `counts` times bits is the least there is with no code longer than
 * `limit`. A symbol that stands alone gets one bit, as an inflater wants it.
 *
 * By package-merge (Larmore and Hirschberg, 1990). Each row has all symbols, and the pairs of the row before as packages, by weight;
 * a symbol's code has as many bits as there are rows in which it is among the cheapest that are taken.
 */
export function codeLengths(counts: Uint32Array, limit: number): Uint8Array {
  const lengths = new Uint8Array(counts.length);
  const symbols = [...counts.keys()].filter((symbol) => counts[symbol] !== 0);
  symbols.sort((a, b) => (counts[a] ?? 0) - (counts[b] ?? 0));
  if (symbols.length < 2) {
    for (const symbol of symbols) lengths[symbol] = 1;
    return lengths;
  }
  const weights = symbols.map((symbol) => counts[symbol] ?? 0);
  const rows = [merged(weights, [])];
  for (let row = rows[0]; row !== undefined && rows.length < limit; row = rows.at(-1))
    rows.push(merged(weights, row));
  let take = 2 * symbols.length - 2;
  for (const row of rows.reverse()) {
    const packages = row.slice(0, take).filter(({ is }) => is === 'package').length;
    for (const symbol of symbols.slice(0, take - packages)) lengths[symbol] = (lengths[symbol] ?? 0) + 1;
    take = 2 * packages;
  }
  return lengths;
}

interface Coin {
  readonly is: 'symbol' | 'package';
  readonly weight: number;
}

/** The symbols and the pairs of `row`, the lightest first. */
function merged(weights: readonly number[], row: readonly Coin[]): Coin[] {
  const out: Coin[] = [];
  let pair = 0;
  const packageWeight = () => {
    const [a, b] = [row[pair], row[pair + 1]];
    return a && b ? a.weight + b.weight : Number.POSITIVE_INFINITY;
  };
  const packagesUpTo = (weight: number) => {
    for (let now = packageWeight(); now < weight; now = packageWeight()) {
      out.push({ is: 'package', weight: now });
      pair += 2;
    }
  };
  for (const weight of weights) {
    packagesUpTo(weight);
    out.push({ is: 'symbol', weight });
  }
  packagesUpTo(Number.POSITIVE_INFINITY);
  return out;
}

/** The codes to these lengths, their bits turned round: deflate sends a code's highest bit first, all else lowest first. */
export function canonicalCodes(lengths: Uint8Array): Uint16Array {
  const next = new Uint16Array(17);
  for (const bits of lengths) if (bits > 0) next[bits + 1] = (next[bits + 1] ?? 0) + 1;
  for (let bits = 1; bits < 17; bits++) next[bits] = ((next[bits - 1] ?? 0) + (next[bits] ?? 0)) << 1;
  const codes = new Uint16Array(lengths.length);
  lengths.forEach((bits, symbol) => {
    const code = next[bits] ?? 0;
    next[bits] = code + 1;
    codes[symbol] = turned(code, bits);
  });
  return codes;
}

function turned(code: number, bits: number): number {
  let out = 0;
  for (let at = 0; at < bits; at++) out |= ((code >> at) & 1) << (bits - 1 - at);
  return out;
}
