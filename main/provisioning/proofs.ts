/** Collects what a board proved, with the time that each step took. */
import type { Proof } from '../../preload/contract/models.ts';

export class Proofs {
  readonly #now: () => number;
  readonly #list: Proof[] = [];
  #since: number;

  constructor(now: () => number) {
    this.#now = now;
    this.#since = now();
  }

  /** `evidence` is what the other side said, never what was sent. */
  add(step: string, evidence: string): void {
    const at = this.#now();
    this.#list.push({ step, evidence, at, ms: at - this.#since });
    this.#since = at;
  }

  list(): Proof[] {
    return [...this.#list];
  }
}
