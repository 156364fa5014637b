/**
 * How fast a phase goes and when it will end, from its fractions as they came. Nothing is said before there are two
 * seconds of data, and nothing where the fraction stands still: many phases only wait for the board.
 */
import type { JobProgress } from '../../../preload/contract/jobs.ts';
import { spanOf } from './phases.ts';

export interface Sample {
  readonly phase: string;
  readonly fraction: number;
  /** Milliseconds, of any clock. */
  readonly at: number;
}

export interface Speed {
  /** Of the whole, a second. */
  readonly perSecond: number;
  /** Until the end of the phase, in milliseconds. */
  readonly leftMs: number;
}

const NEEDED_MS = 2000;
/** What is longer ago tells nothing of now. */
const WINDOW_MS = 10_000;

/** The samples that still count; those of another phase do not. */
export function addSample(
  samples: readonly Sample[],
  { phase, fraction }: JobProgress,
  at: number,
): Sample[] {
  const same = samples.filter((sample) => sample.phase === phase && at - sample.at <= WINDOW_MS);
  if (same.at(-1)?.fraction === fraction) return same;
  return [...same, { phase, fraction, at }];
}

export function speedOf(samples: readonly Sample[], now: number): Speed | null {
  const [first] = samples;
  const last = samples.at(-1);
  if (first === undefined || last === undefined || now - first.at < NEEDED_MS) return null;
  const grown = last.fraction - first.fraction;
  // Two points are a jump and no speed; what has not moved for long stands still.
  if (samples.length < 3 || grown <= 0 || now - last.at > NEEDED_MS) return null;
  const perSecond = (grown / (now - first.at)) * 1000;
  const end = spanOf(last.phase)?.to ?? 1;
  return { perSecond, leftMs: (Math.max(0, end - last.fraction) / perSecond) * 1000 };
}
