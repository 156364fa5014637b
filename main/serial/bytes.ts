/** Byte arrays and text, as a serial line needs them. */

export function concat(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** UTF-8; what is not UTF-8 becomes U+FFFD. */
export function text(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}

export function utf8(source: string): Uint8Array {
  return new TextEncoder().encode(source);
}
