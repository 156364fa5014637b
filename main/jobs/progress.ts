/**
 * Many phases, one honest number: phases have weights, and the whole never runs backwards.
 */
import type { JobProgress, JobTransfer } from '../../preload/contract/jobs.ts';
import { RateMeter } from './rate.ts';

/** A part of a job. `weight` is its share of the whole, in any unit (seconds it usually takes is a good one). */
export interface JobPhase<P extends string = string> {
  readonly name: P;
  readonly weight: number;
}

/** Bytes that a phase has moved, of how many, and the file that is under way. */
export type MovedBytes = Omit<JobTransfer, 'rate'>;

/** Where a job with these phases stands. Throws a plain Error on phases that make no sense: a mistake in code. */
export class ProgressMeter<P extends string = string> {
  readonly #before = new Map<P, { start: number; share: number }>();
  #current: P;
  #fraction = 0;
  #sentence = '';
  #transfer: JobTransfer | null = null;
  #rate = new RateMeter();
  readonly #now: () => number;

  /** `now` gives Unix milliseconds. */
  constructor(phases: readonly JobPhase<P>[], now: () => number) {
    this.#now = now;
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
    this.#transfer = null;
    this.#rate = new RateMeter();
    return this.within(0);
  }

  /** `fraction` (0..1, clamped) of the present phase is done; without a sentence the last one stays. */
  within(fraction: number, sentence?: string): JobProgress {
    const place = this.#before.get(this.#current);
    const inside = Number.isFinite(fraction) ? Math.min(1, Math.max(0, fraction)) : 0;
    const whole = Math.min(1, (place?.start ?? 0) + inside * (place?.share ?? 0));
    this.#fraction = Math.max(this.#fraction, whole);
    if (sentence !== undefined) this.#sentence = sentence;
    return {
      phase: this.#current,
      fraction: this.#fraction,
      sentence: this.#sentence,
      at: this.#now(),
      transfer: this.#transfer,
    };
  }

  /** So many bytes of the present phase are there: its fraction, where none is given. */
  moved(bytes: MovedBytes, sentence?: string, fraction = bytes.done / bytes.total): JobProgress {
    this.#transfer = { ...bytes, rate: this.#rate.at(this.#now(), bytes.done) };
    return this.within(fraction, sentence);
  }
}

/** True when nobody could see the difference: same words and file, and less than a thousandth of the way. */
export function looksSame(a: JobProgress, b: JobProgress): boolean {
  return (
    a.phase === b.phase &&
    a.sentence === b.sentence &&
    a.transfer?.file === b.transfer?.file &&
    isWhole(a.transfer) === isWhole(b.transfer) &&
    Math.abs(a.fraction - b.fraction) < 0.001 &&
    (a.fraction === 1) === (b.fraction === 1)
  );
}

const isWhole = (transfer: JobTransfer | null): boolean => transfer?.done === transfer?.total;
