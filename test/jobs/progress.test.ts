import { describe, expect, it } from 'vitest';
import { looksSame, ProgressMeter } from '../../main/jobs/progress.ts';
import { timeLeft } from '../../preload/contract/jobs.ts';

const PHASES = [
  { name: 'write', weight: 6 },
  { name: 'boot', weight: 3 },
  { name: 'prove', weight: 1 },
] as const;
const create = () => new ProgressMeter(PHASES, () => 7);
/** A meter with a clock that a test sets. */
const timed = () => {
  const clock = { ms: 0 };
  const meter = new ProgressMeter(PHASES, () => clock.ms);
  const moved = (ms: number, done: number, file = 'app.py') => {
    clock.ms = ms;
    return meter.moved({ done, total: 40_000, file });
  };
  return { clock, meter, moved };
};
const STILL = { at: 7, transfer: null };

describe('the progress of a job', () => {
  it('is one fraction over weighted phases', () => {
    const meter = create();
    expect(meter.within(0)).toEqual({ phase: 'write', fraction: 0, sentence: '', ...STILL });
    expect(meter.within(0.5, 'Half').fraction).toBeCloseTo(0.3);
    expect(meter.phase('boot', 'Starting').fraction).toBeCloseTo(0.6);
    expect(meter.within(1).fraction).toBeCloseTo(0.9);
    expect(meter.phase('prove', 'Proving').fraction).toBeCloseTo(0.9);
    expect(meter.within(1)).toEqual({ phase: 'prove', fraction: 1, sentence: 'Proving', ...STILL });
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
      ...STILL,
    });
  });

  it('clamps what is out of range and takes what is no number as nothing', () => {
    const meter = create();
    expect(meter.within(-3).fraction).toBe(0);
    expect(meter.within(Number.NaN).fraction).toBe(0);
    expect(meter.within(7).fraction).toBeCloseTo(0.6);
  });

  it('refuses phases that make no sense', () => {
    expect(() => new ProgressMeter([], Date.now)).toThrow('at least one phase');
    expect(() => new ProgressMeter([{ name: 'a', weight: 0 }], Date.now)).toThrow('more than 0');
    expect(
      () =>
        new ProgressMeter(
          [
            { name: 'a', weight: -1 },
            { name: 'b', weight: 2 },
          ],
          Date.now,
        ),
    ).toThrow('below 0');
    expect(
      () =>
        new ProgressMeter(
          [
            { name: 'a', weight: 1 },
            { name: 'a', weight: 1 },
          ],
          Date.now,
        ),
    ).toThrow('twice');
    const loose = new ProgressMeter<string>([{ name: 'a', weight: 1 }], Date.now);
    expect(() => loose.phase('b', '')).toThrow('no phase b');
  });

  it('knows a difference that somebody can see', () => {
    const at = (fraction: number, sentence = 'x') => ({ phase: 'write', fraction, sentence, ...STILL });
    expect(looksSame(at(0.5), at(0.5004))).toBe(true);
    expect(looksSame(at(0.5), at(0.502))).toBe(false);
    expect(looksSame(at(0.5), at(0.5, 'y'))).toBe(false);
    expect(looksSame(at(0.9995), at(1))).toBe(false);
  });

  it('knows another file, and the last byte, as a difference', () => {
    const { moved } = timed();
    const [first, next] = [moved(0, 1000), moved(1, 1001)];
    expect(looksSame(first, next)).toBe(true);
    expect(looksSame(next, moved(2, 1002, 'main.py'))).toBe(false);
    expect(looksSame(moved(3, 39_999), moved(4, 40_000))).toBe(false);
  });
});

describe('the bytes of a phase', () => {
  it('are its fraction, and say when', () => {
    const { moved } = timed();
    expect(moved(5, 10_000)).toEqual({
      phase: 'write',
      fraction: expect.closeTo(0.15),
      sentence: '',
      at: 5,
      transfer: { done: 10_000, total: 40_000, file: 'app.py', rate: null },
    });
  });

  it('stay until the next phase, which has its own', () => {
    const { meter, moved } = timed();
    moved(0, 10_000);
    expect(meter.within(0.5, 'Still').transfer?.done).toBe(10_000);
    expect(meter.phase('boot', 'Starting').transfer).toBeNull();
  });

  it('have no rate before there are two seconds of them, and none from a jump', () => {
    const { moved } = timed();
    expect([0, 900, 1800].map((ms) => moved(ms, ms * 5).transfer?.rate)).toEqual([null, null, null]);
    expect(moved(2000, 10_000).transfer?.rate).toBe(5000);
    const jump = timed();
    jump.moved(0, 0);
    expect(jump.moved(3000, 20_000).transfer?.rate).toBeNull();
  });

  it('have a rate that is smooth where they come in gulps, and that forgets what is long ago', () => {
    const { moved } = timed();
    const rates = [0, 0, 4096, 4096, 8192, 8192, 12_288].map(
      (done, at) => moved(at * 1000, done).transfer?.rate,
    );
    for (const rate of rates.slice(4)) expect(rate).toBeGreaterThan(1600);
    for (const rate of rates.slice(4)) expect(rate).toBeLessThan(2100);
    moved(30_000, 12_500);
    moved(31_000, 12_600);
    expect(moved(32_000, 12_700).transfer?.rate).toBe(100);
  });

  it('stand still without a rate, and begin anew without the old one', () => {
    const { meter, moved } = timed();
    for (const ms of [0, 1000, 2000, 3000]) moved(ms, 5000);
    expect(moved(4000, 5000).transfer?.rate).toBeNull();
    for (const ms of [5000, 6000]) moved(ms, ms);
    meter.phase('boot', 'Starting');
    expect(moved(7000, 100).transfer?.rate).toBeNull();
    expect(moved(7500, 50).transfer?.rate).toBeNull();
  });

  it('tell the time that is left, where the rate is known', () => {
    const bytes = { done: 10_000, total: 40_000, file: 'app.py' };
    expect(timeLeft({ ...bytes, rate: 5000 })).toBe(6000);
    expect(timeLeft({ ...bytes, rate: null })).toBeNull();
  });
});
