/** Bytes that came over the wire and that nobody has read yet. */
export interface SerialIn {
  readonly length: number;
  push(bytes: Uint8Array): void;
  shift(): number | undefined;
  /** Takes as many as there are, up to the size of `into`. */
  take(into: Uint8Array): number;
}

/** `ring`: bytes that it holds; what comes while it is full is lost, as from a UART. Null: all. */
export function createSerialIn(ring: number | null): SerialIn {
  const chunks: Uint8Array[] = [];
  let length = 0;

  const take = (into: Uint8Array): number => {
    let count = 0;
    while (count < into.length) {
      const head = chunks[0];
      if (!head) break;
      const part = head.subarray(0, into.length - count);
      into.set(part, count);
      count += part.length;
      if (part.length === head.length) chunks.shift();
      else chunks[0] = head.subarray(part.length);
    }
    length -= count;
    return count;
  };

  const one = new Uint8Array(1);
  return {
    get length() {
      return length;
    },
    push(bytes) {
      const taken = ring === null ? bytes : bytes.subarray(0, Math.max(0, ring - length));
      if (taken.length === 0) return;
      chunks.push(taken);
      length += taken.length;
    },
    shift: () => (take(one) === 1 ? one[0] : undefined),
    take,
  };
}
