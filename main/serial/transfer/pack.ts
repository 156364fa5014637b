/**
 * Sources that the board inflates before it runs them: half the bytes on the line. Pure.
 *
 * What they define is the same, and so is what a garbled one comes to: an error that no correct program makes (`garbled.ts`).
 */
import { concat, utf8 } from '../bytes.ts';
import { bytesLiteral } from '../repl/python.ts';
import { deflateOnce } from './deflate/once.ts';

/** Of the inflater on the board, which takes two kilobytes for it. */
const WBITS = 11;
/** The answer of a board without `deflate` (before 1.21): send it plain. */
export const CANNOT_INFLATE = 'Z\n';

/** An expression for these bytes, as a source has to have it. Needs `deflate` and `io`. */
export function packedBytes(content: Uint8Array, flow: 'window' | 'paced'): Uint8Array {
  const packed = deflateOnce(content, { windowBits: WBITS, end: 'final' });
  return concat([
    utf8('deflate.DeflateIO(io.BytesIO('),
    bytesLiteral(packed, flow),
    utf8(`),deflate.RAW,${WBITS}).read()`),
  ]);
}

/** The same source, packed. On a board that cannot inflate it does nothing, and prints `CANNOT_INFLATE`. */
export function packed(source: Uint8Array, flow: 'window' | 'paced'): Uint8Array {
  return concat([
    utf8('try:import deflate,io\nexcept ImportError:print("Z")\nelse:exec('),
    packedBytes(source, flow),
    utf8(')\n'),
  ]);
}
