/** Collects what a board proved, with the time that each step took. */
import type { Proof } from '../../preload/contract/models.ts';

export class Proofs {
  /** Unix milliseconds. */
  readonly startedAt: number;
  readonly #now: () => number;
  readonly #list: Proof[] = [];
  #since: number;

  constructor(now: () => number) {
    this.#now = now;
    this.startedAt = now();
    this.#since = this.startedAt;
  }

  /** `evidence` is what the other side said, never what was sent: a sentence. */
  add(step: string, evidence: string): void {
    const at = this.#now();
    this.#list.push({ step, evidence, at, ms: at - this.#since });
    this.#since = at;
  }

  list(): Proof[] {
    return [...this.#list];
  }
}

/** "20.5 kB", "142 kB", of 1000 bytes each. */
export function kilobytes(bytes: number): string {
  return `${(bytes / 1000).toFixed(bytes < 100_000 ? 1 : 0)} kB`;
}
