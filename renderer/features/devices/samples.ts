/** What was measured while the page was open: one number over time, with holes where nobody answered. */

export interface Sample {
  /** Unix milliseconds. */
  readonly at: number;
  readonly said: Readonly<Record<string, unknown>>;
}

/** Half an hour at one every two seconds. */
const SAMPLES = 900;

/** Keeps only the numbers: what else a device says may be long, and is not drawn. */
export function addSample(
  samples: readonly Sample[],
  at: number,
  answer: Readonly<Record<string, unknown>>,
): readonly Sample[] {
  const said: Record<string, unknown> = Object.create(null);
  for (const [key, value] of Object.entries(answer).slice(0, 200)) {
    if (typeof value === 'number' && Number.isFinite(value)) said[key] = value;
  }
  return [...samples, { at, said }].slice(-SAMPLES);
}

export interface Point {
  readonly at: number;
  readonly value: number;
}

export function pointsOf(samples: readonly Sample[], key: string): Point[] {
  return samples.flatMap(({ at, said }) => {
    const value = said[key];
    return typeof value === 'number' ? [{ at, value }] : [];
  });
}

/** The least of a number so far. */
export function leastOf(samples: readonly Sample[], key: string): number | null {
  const points = pointsOf(samples, key);
  return points.length === 0 ? null : Math.min(...points.map(({ value }) => value));
}
