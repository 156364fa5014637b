/** What a file of a board holds: bytes as they cross the door, and text where they are some. */

// Signs that no source has: with them it is taken for bytes.
const CONTROLS = /[\u0000-\u0008\u000e-\u001f\u007f]/;
/** String.fromCharCode takes its bytes as arguments, of which there may not be too many. */
const CHUNK = 8192;

export function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  const binary = atob(base64);
  const bytes = new Uint8Array(binary.length);
  for (let at = 0; at < binary.length; at += 1) bytes[at] = binary.charCodeAt(at);
  return bytes;
}

export function base64Of(bytes: Uint8Array): string {
  let binary = '';
  for (let at = 0; at < bytes.length; at += CHUNK)
    binary += String.fromCharCode(...bytes.subarray(at, at + CHUNK));
  return btoa(binary);
}

/** The text that is exactly these bytes as UTF-8, its byte order mark with it; null where they are no text. */
export function textOf(bytes: Uint8Array): string | null {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    return CONTROLS.test(text) ? null : text;
  } catch {
    return null;
  }
}

export function bytesOfText(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text);
}

export type LineBreak = '\n' | '\r\n';

/** How its lines end, so that they end like that after a change too; mixed ones stay as they are. */
export function lineBreakOf(text: string): LineBreak {
  const all = text.split('\n').length - 1;
  return all > 0 && text.split('\r\n').length - 1 === all ? '\r\n' : '\n';
}

export interface HexLine {
  /** "0010" */
  readonly at: string;
  /** "6d 61 69 …" */
  readonly bytes: string;
  /** As ASCII, with a dot for what is none. */
  readonly text: string;
}

const A_LINE = 16;

/** The first bytes, sixteen a line. */
export function hexLines(bytes: Uint8Array, limit: number): HexLine[] {
  const shown = bytes.subarray(0, limit);
  return Array.from({ length: Math.ceil(shown.length / A_LINE) }, (_, line) => {
    const part = [...shown.subarray(line * A_LINE, (line + 1) * A_LINE)];
    return {
      at: (line * A_LINE).toString(16).padStart(4, '0'),
      bytes: part.map((byte) => byte.toString(16).padStart(2, '0')).join(' '),
      text: part.map((byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.')).join(''),
    };
  });
}
