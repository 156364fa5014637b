/** Deflate for the same files on many boards: a tray gets its set packed once, whoever comes first. */
import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { type DeflateOptions, deflate } from './index.ts';

/** Bytes that are kept: some hundred sets. */
const KEPT = 4 * 1024 * 1024;
/** Bytes that a key and its place take beside what is kept; an empty one is no nought. */
const BESIDE = 100;

const kept = new LRUCache<string, Uint8Array>({
  maxSize: KEPT,
  sizeCalculation: ({ length }) => length + BESIDE,
});

/** As `deflate`; what it was asked for before is not worked out again. */
export function deflateOnce(content: Uint8Array, options: DeflateOptions): Uint8Array {
  const { history, windowBits, end } = options;
  const hash = createHash('sha256').update(`${windowBits} ${end} ${history?.length ?? 0} `);
  const key = hash
    .update(history ?? '')
    .update(content)
    .digest('base64');
  const before = kept.get(key);
  if (before !== undefined) return before;
  const packed = deflate(content, options);
  kept.set(key, packed);
  return packed;
}
