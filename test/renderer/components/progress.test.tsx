// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest';
import { boundaries, clampFraction, wholePercent } from '../../../renderer/components/fraction.ts';
import { Progress, Scale } from '../../../renderer/components/index.ts';
import { render } from './render.tsx';

describe('a fraction', () => {
  it.each([
    [-1, 0],
    [0.5, 0.5],
    [7, 1],
    [Number.NaN, 0],
    [Number.POSITIVE_INFINITY, 1],
  ])('%d is drawn as %d', (fraction, drawn) => {
    expect(clampFraction(fraction)).toBe(drawn);
  });

  it('is 100 only when all is there', () => {
    expect(wholePercent(0.9999)).toBe(99);
    expect(wholePercent(1)).toBe(100);
    expect(wholePercent(0.29)).toBe(29);
  });

  it('has a boundary where a phase ends and the next begins', () => {
    expect(boundaries([30, 40, 30])).toEqual([0.3, 0.7]);
    expect(boundaries([])).toEqual([]);
    expect(boundaries([0, 0])).toEqual([]);
  });
});

describe('a scale', () => {
  it.each([
    [-0.5, '0', '0%'],
    [0.62, '62', '62%'],
    [3, '100', '100%'],
  ])('of %d says %s and is %s wide', (fraction, said, wide) => {
    const page = render(<Scale fraction={fraction} label="Writing files" weights={[1, 1]} />);
    const bar = page.find('[role="progressbar"]');
    expect(bar.getAttribute('aria-valuenow')).toBe(said);
    expect(bar.getAttribute('aria-label')).toBe('Writing files');
    expect((bar.firstElementChild as HTMLElement).style.width).toBe(wide);
    expect(bar.querySelectorAll('i')).toHaveLength(1);
  });
});

describe('progress', () => {
  it('says percent, rate and time left', () => {
    const page = render(<Progress fraction={0.62} phase="Writing files" rate="18.6 kB/s" left="9 s" />);
    expect(page.text()).toBe('62 %18.6 kB/s9 s left');
  });

  it('without a known end says the phase and how long it runs, and draws no bar', () => {
    const page = render(<Progress fraction={null} phase="Waiting for boot" running="0:42" />);
    expect(page.text()).toBe('Waiting for boot0:42');
    expect(page.all('[role="progressbar"]')).toEqual([]);
  });

  it('that stopped says why instead of a rate', () => {
    const page = render(
      <Progress fraction={0.8} phase="Files" rate="1 kB/s" note="Stopped" state="cancelled" />,
    );
    expect(page.text()).toBe('80 %Stopped');
  });
});
