import { expect, it } from 'vitest';
import { addSample, type Sample, speedOf } from '../../../renderer/features/provision/speed.ts';

const samples = (...points: readonly (readonly [at: number, fraction: number])[]) =>
  points.reduce<readonly Sample[]>(
    (before, [at, fraction]) => addSample(before, { phase: 'write', fraction, sentence: '' }, at),
    [],
  );

it('says nothing before there are two seconds of data', () => {
  const some = samples([0, 0.05], [500, 0.08], [1000, 0.11]);
  expect(speedOf(some, 1999)).toBeNull();
  expect(speedOf(some, 2000)).not.toBeNull();
});

it('tells the speed and the time to the end of the phase', () => {
  const speed = speedOf(samples([0, 0.05], [1000, 0.1], [2000, 0.15]), 2000);
  expect(speed?.perSecond).toBeCloseTo(0.05);
  expect(speed?.leftMs).toBeCloseTo(4000);
});

it('says nothing of what stands still, of one jump, or of another phase', () => {
  expect(speedOf(samples([0, 0.05], [100, 0.1], [200, 0.15]), 3000)).toBeNull();
  expect(speedOf(samples([0, 0.05], [2500, 0.3]), 2500)).toBeNull();
  const next = addSample(
    samples([0, 0.05], [1000, 0.1]),
    { phase: 'wifi', fraction: 0.4, sentence: '' },
    2500,
  );
  expect(next).toHaveLength(1);
});

it('forgets what is long ago', () => {
  expect(samples([0, 0.05], [11_000, 0.1], [12_000, 0.2])).toHaveLength(2);
});
