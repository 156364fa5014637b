import { describe, expect, it } from 'vitest';
import { looksSame, ProgressMeter } from '../../main/jobs/progress.ts';

const create = () =>
  new ProgressMeter([
    { name: 'write', weight: 6 },
    { name: 'boot', weight: 3 },
    { name: 'prove', weight: 1 },
  ]);

describe('the progress of a job', () => {
  it('is one fraction over weighted phases', () => {
    const meter = create();
    expect(meter.within(0)).toEqual({ phase: 'write', fraction: 0, sentence: '' });
    expect(meter.within(0.5, 'Half').fraction).toBeCloseTo(0.3);
    expect(meter.phase('boot', 'Starting').fraction).toBeCloseTo(0.6);
    expect(meter.within(1).fraction).toBeCloseTo(0.9);
    expect(meter.phase('prove', 'Proving').fraction).toBeCloseTo(0.9);
    expect(meter.within(1)).toEqual({ phase: 'prove', fraction: 1, sentence: 'Proving' });
  });

  it('never runs backwards, neither in a phase nor by an earlier phase', () => {
    const meter = create();
    meter.phase('boot', 'Starting');
    const far = meter.within(0.5).fraction;
    expect(meter.within(0.1).fraction).toBe(far);
    expect(meter.phase('write', 'Once more')).toEqual({
      phase: 'write',
      fraction: far,
      sentence: 'Once more',
    });
  });

  it('clamps what is out of range and takes what is no number as nothing', () => {
    const meter = create();
    expect(meter.within(-3).fraction).toBe(0);
    expect(meter.within(Number.NaN).fraction).toBe(0);
    expect(meter.within(7).fraction).toBeCloseTo(0.6);
  });

  it('refuses phases that make no sense', () => {
    expect(() => new ProgressMeter([])).toThrow('at least one phase');
    expect(() => new ProgressMeter([{ name: 'a', weight: 0 }])).toThrow('more than 0');
    expect(
      () =>
        new ProgressMeter([
          { name: 'a', weight: -1 },
          { name: 'b', weight: 2 },
        ]),
    ).toThrow('below 0');
    expect(
      () =>
        new ProgressMeter([
          { name: 'a', weight: 1 },
          { name: 'a', weight: 1 },
        ]),
    ).toThrow('twice');
    const loose = new ProgressMeter<string>([{ name: 'a', weight: 1 }]);
    expect(() => loose.phase('b', '')).toThrow('no phase b');
  });

  it('knows a difference that somebody can see', () => {
    const at = (fraction: number, sentence = 'x') => ({ phase: 'write', fraction, sentence });
    expect(looksSame(at(0.5), at(0.5004))).toBe(true);
    expect(looksSame(at(0.5), at(0.502))).toBe(false);
    expect(looksSame(at(0.5), at(0.5, 'y'))).toBe(false);
    expect(looksSame(at(0.9995), at(1))).toBe(false);
  });
});
