/** Bits in the order of deflate: the lowest of a byte first. */
export class BitWriter {
  #bytes = new Uint8Array(1024);
  #bits = 0;

  /** How many have been written. */
  get count(): number {
    return this.#bits;
  }

  /** The lowest `bits` of `value`, 0 to 16 of them. */
  write(value: number, bits: number): void {
    const at = this.#bits >> 3;
    if (at + 3 > this.#bytes.length) {
      const more = new Uint8Array(this.#bytes.length * 2);
      more.set(this.#bytes);
      this.#bytes = more;
    }
    const shifted = value << (this.#bits & 7);
    for (let byte = 0; byte < 3; byte++)
      this.#bytes[at + byte] = (this.#bytes[at + byte] ?? 0) | ((shifted >> (8 * byte)) & 0xff);
    this.#bits += bits;
  }

  /** Goes on at the next whole byte. */
  align(): void {
    this.#bits = (this.#bits + 7) & ~7;
  }

  bytes(): Uint8Array {
    return this.#bytes.slice(0, (this.#bits + 7) >> 3);
  }
}
