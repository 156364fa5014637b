/** What of the files is staged so far, by the letters that the board says while it works. */
import type { FileToSend } from './plan.ts';

export class Ledger {
  readonly #onBytes: (name: string, bytes: number) => void;
  #left: readonly FileToSend[];
  /** Of the first file that is left: written in this try, and told to the caller in any. */
  #written = 0;
  #told = 0;

  constructor(files: readonly FileToSend[], onBytes: (name: string, bytes: number) => void) {
    this.#left = files;
    this.#onBytes = onBytes;
  }

  /** Files that are not staged and verified. */
  get left(): readonly FileToSend[] {
    return this.#left;
  }

  /** Path of the file that the board is at. */
  get file(): string {
    return this.#left[0]?.name ?? '';
  }

  /** The board begins this file anew. */
  restart(): void {
    this.#written = 0;
  }

  wrote(bytes: number): void {
    this.#written += bytes;
    if (this.#written <= this.#told) return;
    this.#onBytes(this.file, this.#written - this.#told);
    this.#told = this.#written;
  }

  verified(): void {
    this.#left = this.#left.slice(1);
    this.#written = this.#told = 0;
  }
}
