/** What a part of the benchmark found: one figure with its target. */
export interface Figure {
  readonly part: string;
  readonly metric: string;
  readonly value: number;
  readonly unit: string;
  /** `at most` unless `atLeast`; null is a figure that is only told. */
  readonly target: number | null;
  readonly sense: 'at-most' | 'at-least';
}

/** Figures of one part that are better the smaller they are. */
export const atMost =
  (part: string) =>
  (metric: string, value: number, unit: string, target: number | null): Figure => ({
    part,
    metric,
    value: Math.round(value * 10) / 10,
    unit,
    target,
    sense: 'at-most',
  });

/** Figures of one part that are better the larger they are: ratios and rates. */
export const atLeast =
  (part: string) =>
  (metric: string, value: number, unit: string, target: number | null): Figure => ({
    part,
    metric,
    value: Math.round(value * 100) / 100,
    unit,
    target,
    sense: 'at-least',
  });

export const isMet = ({ value, target, sense }: Figure): boolean =>
  target === null || (sense === 'at-most' ? value <= target : value >= target);

/** The middle one; of an even number the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const half = Math.floor(sorted.length / 2);
  const high = sorted[half] ?? Number.NaN;
  return sorted.length % 2 === 1 ? high : ((sorted[half - 1] ?? Number.NaN) + high) / 2;
}
