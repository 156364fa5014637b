/**
 * Files as one stream of frames for the board's receiver (`receiver.ts`): pure, so that its coding can be
 * tested without a board.
 *
 *     0         2         4      5       6
 *     ├─ length ─┼─ plain ─┼ pair ┼ check ┼─ payload: `length` bytes ─…
 *
 * `length` and `plain` (bytes of the file; its highest bit says "as it is") carry seven bits a byte below a set bit, `check` is the
 * xor of the five before it with that bit set: so no part of a header is 03, and a stream that slipped is noticed.
 * In the payload a 03 is the byte `pair` and 'A', and `pair` itself is `pair` and 'B'; `pair` is the rarest byte there is.
 * The interrupt character never goes over the line, so Ctrl-C always is one.
 *
 * One raw deflate stream goes through all frames, each ending in a sync flush; what does not shrink is sent as it is, and is no
 * part of its history.
 */
import { concat } from '../bytes.ts';
import { deflateOnce } from './deflate/once.ts';
import type { FileToSend } from './plan.ts';

const CTRL_C = 0x03;
export const HEADER = 6;
const TOP = 0x80;
const AS_IT_IS = 0x40;
/** What stands after `pair` for a 03, and for itself. */
const ESCAPED_03 = 0x41;
const ESCAPED_PAIR = 0x42;

/** Bytes of a file in one frame, so that `plain` fits, and a board holds it twice without trouble. */
export const PLAIN_MAX = 6144;
/** What does not shrink needs its whole size on the board. */
const STORED_MAX = 2048;

export interface Frame {
  readonly bytes: Uint8Array;
  /** Bytes of the file in it. */
  readonly plain: number;
}

/** All frames, in the order of the files; a file without content has none. `wbits` 0 sends everything as it is. */
export function* frames(files: readonly FileToSend[], wbits: number): Generator<Frame> {
  let history: Uint8Array = new Uint8Array(0);
  for (const { content } of files) {
    for (let at = 0; at < content.length; ) {
      const piece = content.subarray(at, at + PLAIN_MAX);
      const packed =
        wbits === 0 ? piece : deflateOnce(piece, { history, windowBits: wbits, end: 'sync-flush' });
      if (packed.length < piece.length) {
        history = concat([history, piece]).slice(-(2 ** wbits));
        yield frame(packed, piece.length, 'deflated');
      } else {
        for (let from = 0; from < piece.length; from += STORED_MAX) {
          const part = piece.subarray(from, from + STORED_MAX);
          yield frame(part, part.length, 'as-it-is');
        }
      }
      at += piece.length;
    }
  }
}

function frame(content: Uint8Array, plain: number, coding: 'deflated' | 'as-it-is'): Frame {
  const pair = rarest(content);
  const payload = withoutCtrlC(content, pair);
  const head = [
    TOP | (payload.length >> 7),
    TOP | (payload.length & 0x7f),
    TOP | (coding === 'as-it-is' ? AS_IT_IS : 0) | (plain >> 7),
    TOP | (plain & 0x7f),
    pair,
  ];
  const check = TOP | head.reduce((xor, byte) => xor ^ byte, 0);
  return { bytes: concat([Uint8Array.of(...head, check), payload]), plain };
}

/** The byte that costs least as `pair`; none that has another meaning here or to a terminal. */
function rarest(content: Uint8Array): number {
  const counts = new Uint32Array(256);
  for (const byte of content) counts[byte] = (counts[byte] ?? 0) + 1;
  let best = 0xff;
  for (let byte = 0x20; byte < 0x100; byte++) {
    if (byte === ESCAPED_03 || byte === ESCAPED_PAIR) continue;
    if ((counts[byte] ?? 0) < (counts[best] ?? 0)) best = byte;
  }
  return best;
}

function withoutCtrlC(content: Uint8Array, pair: number): Uint8Array {
  const out: number[] = [];
  for (const byte of content) {
    if (byte === CTRL_C) out.push(pair, ESCAPED_03);
    else if (byte === pair) out.push(pair, ESCAPED_PAIR);
    else out.push(byte);
  }
  return Uint8Array.from(out);
}
