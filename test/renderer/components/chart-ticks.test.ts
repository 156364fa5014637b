import { describe, expect, it } from 'vitest';
import { TIME_STEPS, timeLabels, timeSpace, valueLabels } from '../../../renderer/components/chart-ticks.ts';

/** More ticks than fit on any chart. */
const COUNT = 20;
const START = new Date(2026, 10, 23, 6, 20).getTime();
const from = (start: number, step: number, count = COUNT) =>
  Array.from({ length: count }, (_, index) => start + index * step);

describe('ticks of time', () => {
  it.each(TIME_STEPS)('%d ms apart say each label once', (step) => {
    const labels = timeLabels(from(START, step), step);
    expect(new Set(labels).size).toBe(COUNT);
  });

  it('say no more than tells them apart', () => {
    expect(timeLabels(from(START, 15_000, 3), 15_000)).toEqual(['06:20:00', '06:20:15', '06:20:30']);
    expect(timeLabels(from(START, 600_000, 2), 600_000)).toEqual(['06:20', '06:30']);
    expect(timeLabels(from(START, 43_200_000, 3), 43_200_000)).toEqual([
      '23 Nov, 06:20',
      '23 Nov, 18:20',
      '24 Nov, 06:20',
    ]);
    expect(timeLabels(from(START, 86_400_000, 2), 86_400_000)).toEqual(['23 Nov', '24 Nov']);
    expect(timeLabels([], 1000)).toEqual([]);
  });

  it('stand further apart where they name the day', () => {
    expect(timeSpace(86_400_000)).toBeGreaterThan(timeSpace(3_600_000));
  });
});

describe('ticks of values', () => {
  it('have the decimals of their step', () => {
    expect(valueLabels([0, 2.5, 5], 2.5)).toEqual(['0.0', '2.5', '5.0']);
    expect(valueLabels([-0.25, 0, 0.25], 0.25)).toEqual(['−0.25', '0.00', '0.25']);
    expect(valueLabels([-0, 1000, 2000], 1000)).toEqual(['0', '1,000', '2,000']);
  });

  it('too long to be written out have an exponent', () => {
    expect(valueLabels([0, 1e300, -2e300], 1e300)).toEqual(['0', '1e300', '−2e300']);
    expect(valueLabels([1_250_000_000.5, 1_250_000_001], 0.5)).toEqual(['1.2500000005e9', '1.250000001e9']);
  });

  it.each([
    [4.1000001, 1e-7],
    [1_000_000_000, 0.5],
    [86_400_000_000, 1],
    [0, 1e-12],
    [-3e300, 2.5e298],
    [1e-9, 2e-10],
  ])('of %d in steps of %d say each label once, and in bounds', (start, step) => {
    const values = from(start, step, 6);
    const labels = valueLabels(values, step);
    expect(new Set(labels).size).toBe(new Set(values).size);
    for (const label of labels) expect(label.length).toBeLessThan(24);
  });
});
