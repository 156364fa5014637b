/**
 * Many phases, one honest number: phases have weights, and the whole never runs backwards.
 */
import type { JobProgress } from '../../preload/contract/jobs.ts';

/** A part of a job. `weight` is its share of the whole, in any unit (seconds it usually takes is a good one). */
export interface JobPhase<P extends string = string> {
  readonly name: P;
  readonly weight: number;
}

/** Where a job with these phases stands. Throws a plain Error on phases that make no sense: a mistake in code. */
export class ProgressMeter<P extends string = string> {
  readonly #before = new Map<P, { start: number; share: number }>();
  #current: P;
  #fraction = 0;
  #sentence = '';

  constructor(phases: readonly JobPhase<P>[]) {
    const first = phases[0];
    if (first === undefined) throw new Error('a job has at least one phase');
    const total = phases.reduce((sum, phase) => sum + phase.weight, 0);
    if (!(total > 0 && Number.isFinite(total))) throw new Error('the weights of a job add up to more than 0');
    let done = 0;
    for (const { name, weight } of phases) {
      if (!(weight >= 0)) throw new Error(`phase ${name} has a weight below 0`);
      if (this.#before.has(name)) throw new Error(`phase ${name} is there twice`);
      this.#before.set(name, { start: done / total, share: weight / total });
      done += weight;
    }
    this.#current = first.name;
  }

  /** Enter a phase; the ones before it count as done, whether they were visited or not. */
  phase(name: P, sentence: string): JobProgress {
    if (!this.#before.has(name)) throw new Error(`there is no phase ${name}`);
    this.#current = name;
    this.#sentence = sentence;
    return this.within(0);
  }

  /** `fraction` (0..1, clamped) of the present phase is done; without a sentence the last one stays. */
  within(fraction: number, sentence?: string): JobProgress {
    const place = this.#before.get(this.#current);
    const inside = Number.isFinite(fraction) ? Math.min(1, Math.max(0, fraction)) : 0;
    const whole = Math.min(1, (place?.start ?? 0) + inside * (place?.share ?? 0));
    this.#fraction = Math.max(this.#fraction, whole);
    if (sentence !== undefined) this.#sentence = sentence;
    return { phase: this.#current, fraction: this.#fraction, sentence: this.#sentence };
  }
}

/** True when nobody could see the difference: same words, and less than a thousandth of the way. */
export function looksSame(a: JobProgress, b: JobProgress): boolean {
  return (
    a.phase === b.phase &&
    a.sentence === b.sentence &&
    Math.abs(a.fraction - b.fraction) < 0.001 &&
    (a.fraction === 1) === (b.fraction === 1)
  );
}
