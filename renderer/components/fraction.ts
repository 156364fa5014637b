/** Fractions as they are drawn: never below nothing, never above all, and no number counts as nothing. */
export function clampFraction(fraction: number): number {
  return Number.isNaN(fraction) ? 0 : Math.min(1, Math.max(0, fraction));
}

/** 0 to 100, one digit after the point: what a bar is wide. */
export function percent(fraction: number): number {
  return Math.round(clampFraction(fraction) * 1000) / 10;
}

/** 0 to 100, whole. Rounded down, so that 100 is said only when all is there. */
export function wholePercent(fraction: number): number {
  return Math.floor(clampFraction(fraction) * 100 + 1e-9);
}

/** The boundaries between phases, by their weights, as fractions of the whole; without start and end. */
export function boundaries(weights: readonly number[]): number[] {
  const whole = weights.reduce((sum, weight) => sum + weight, 0);
  if (whole <= 0) return [];
  let sum = 0;
  return weights.slice(0, -1).map((weight) => {
    sum += weight;
    return sum / whole;
  });
}
