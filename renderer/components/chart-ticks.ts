/** What stands at the ticks of a chart: as exact as the step between them asks for, so that no label is said twice. */

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Milliseconds between two ticks of time; no less than what a label can tell apart. */
export const TIME_STEPS: readonly number[] = [
  ...[1, 2, 5, 10, 15, 30].map((count) => count * SECOND),
  ...[1, 2, 5, 10, 15, 30].map((count) => count * MINUTE),
  ...[1, 2, 3, 6, 12].map((count) => count * HOUR),
  ...[1, 2, 7, 14, 28].map((count) => count * DAY),
];

/** Pixels from one tick of time to the next, at least: a label with its day needs more. */
export function timeSpace(span: number): number {
  return span >= DAY ? 112 : 80;
}

/** Times in Unix milliseconds, `step` apart. */
export function timeLabels(times: readonly number[], step: number): string[] {
  const span = (times.at(-1) ?? 0) - (times[0] ?? 0);
  const format = new Intl.DateTimeFormat('en-GB', {
    ...(step >= DAY || span >= DAY ? { day: 'numeric', month: 'short' } : {}),
    ...(step < DAY ? { hour: '2-digit', minute: '2-digit' } : {}),
    ...(step < MINUTE ? { second: '2-digit' } : {}),
  });
  return times.map((time) => format.format(time));
}

/** Characters from which a number is written as 1.25e9. */
const LONG = 12;
const MOST_DECIMALS = 15;

/** Values that are `step` apart. */
export function valueLabels(values: readonly number[], step: number): string[] {
  const decimals = decimalsOf(step);
  const format = new Intl.NumberFormat('en-GB', {
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
    signDisplay: 'negative',
  });
  const plain = values.map((value) => format.format(value));
  if (plain.every((label) => label.length < LONG)) return plain.map(minus);
  const largest = Math.max(...values.map(Math.abs));
  const digits = Math.ceil(Math.log10(largest) - Math.log10(step)) + 1;
  const shown = Math.min(MOST_DECIMALS, Math.max(0, digits));
  return values.map((value) =>
    value === 0 ? '0' : minus(value.toExponential(shown).replace(/\.?0*e\+?/, 'e')),
  );
}

function decimalsOf(step: number): number {
  for (let decimals = 0; decimals < MOST_DECIMALS; decimals += 1) {
    if (Number(step.toFixed(decimals)) === step) return decimals;
  }
  return MOST_DECIMALS;
}

/** The sign of minus, which is as wide as a digit. */
const minus = (label: string) => label.replaceAll('-', '−');
