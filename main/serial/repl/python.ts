/** Values as Python literals: the only way in which anything gets into a source for a board. */
import { concat, utf8 } from '../bytes.ts';

const BACKSLASH = 0x5c;

/** A `str` literal, pure ASCII: quotes, controls and all else beyond ASCII escaped. */
export function pythonString(value: string): string {
  let body = '';
  for (const char of value) {
    const code = char.codePointAt(0) ?? 0;
    if (char === "'" || char === '\\') body += `\\${char}`;
    else if (code >= 0x20 && code < 0x7f) body += char;
    else if (code < 0x100) body += `\\x${code.toString(16).padStart(2, '0')}`;
    else if (code < 0x10000) body += `\\u${code.toString(16).padStart(4, '0')}`;
    else body += `\\U${code.toString(16).padStart(8, '0')}`;
  }
  return `'${body}'`;
}

/** A list of `str` literals. */
export function pythonStrings(values: readonly string[]): string {
  return `[${values.map(pythonString).join(',')}]`;
}

/**
 * What must not stand bare in a source: Ctrl-C and Ctrl-D act on raw-paste, CR and LF are newlines to the lexer, quote
 * and backslash are the literal's own. A plain raw REPL takes Ctrl-A, B and E as commands too.
 * All else, 00 and 80 to FF among it, passes (facts of a measured run on RPI_PICO 1.24.1).
 */
const BARE_NOT = {
  window: Uint8Array.of(0x03, 0x04, 0x0a, 0x0d, 0x27, BACKSLASH),
  paced: Uint8Array.of(0x01, 0x02, 0x03, 0x04, 0x05, 0x0a, 0x0d, 0x27, BACKSLASH),
} as const;

/** A `bytes` literal with the bytes themselves in it, but those that the line would take for its own. */
export function bytesLiteral(bytes: Uint8Array, flow: 'window' | 'paced'): Uint8Array {
  const bareNot = BARE_NOT[flow];
  const body = new Uint8Array(bytes.length * 4);
  let at = 0;
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i] ?? 0;
    if (!bareNot.includes(byte)) {
      body[at++] = byte;
      continue;
    }
    for (const char of escaped(byte, bytes[i + 1])) body[at++] = char.charCodeAt(0);
  }
  return concat([utf8("b'"), body.subarray(0, at), utf8("'")]);
}

function escaped(byte: number, next: number | undefined): string {
  if (byte === 0x0a) return '\\n';
  if (byte === 0x0d) return '\\r';
  if (byte === 0x27 || byte === BACKSLASH) return `\\${String.fromCharCode(byte)}`;
  const digitFollows = next !== undefined && next >= 0x30 && next <= 0x37;
  return `\\${byte.toString(8).padStart(digitFollows ? 3 : 1, '0')}`;
}
