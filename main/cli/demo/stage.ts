/** Prints the demo's steps, a line each with its time, and knows which one failed. */
import { type Failure, toFailure } from '../../../preload/contract/errors.ts';
import { describeFailure } from '../../../renderer/text/errors.ts';
import type { Output } from '../output.ts';

export class StepFailed extends Error {
  readonly step: string;
  readonly failure: Failure;

  constructor(step: string, cause: unknown) {
    const failure = toFailure(cause);
    super(describeFailure(failure.toData()).sentence, { cause });
    this.step = step;
    this.failure = failure;
  }
}

export class Stage {
  readonly #out: Output;
  readonly #startedAt = performance.now();

  constructor(out: Output) {
    this.#out = out;
  }

  /** Seconds since the beginning. */
  get seconds(): number {
    return (performance.now() - this.#startedAt) / 1000;
  }

  title(text: string): void {
    this.#out.say(`\n${text}`, null);
  }

  /** Runs a step; `work` gives the evidence that stands beside it. @throws StepFailed */
  async step(name: string, work: () => Promise<string>): Promise<void> {
    const startedAt = performance.now();
    try {
      this.done(name, await work(), performance.now() - startedAt);
    } catch (error) {
      throw new StepFailed(name, error);
    }
  }

  /** A step that something else has done. */
  done(name: string, evidence: string, ms: number): void {
    const time = `${(ms / 1000).toFixed(2)} s`.padStart(8);
    this.#out.say(`  ${time}  ${name.padEnd(28)} ${evidence}`, {
      type: 'step',
      step: name,
      evidence,
      ms: Math.round(ms),
    });
  }
}

/** A step's own condition that does not hold. */
export function expect(holds: boolean, problem: string): asserts holds {
  if (!holds) throw new Error(problem);
}
