/**
 * Progress as a scale: a bar with a border, and ticks below at the boundaries between phases.
 *
 * Only for work whose end is known; `Progress` puts the figures above it and leaves the bar away otherwise. `Amount` is
 * the same scale without colour and phases, for what is used of something that is all there is: a flash.
 */
import { boundaries, percent, wholePercent } from './fraction.ts';
import css from './scale.module.css';
import type { State } from './states.ts';

export interface ScaleProps {
  /** 0 to 1; anything beyond is cut off. */
  readonly fraction: number;
  readonly label: string;
  /** `cancelled` keeps the bar where it stopped, without colour. */
  readonly state?: Extract<State, 'working' | 'pass' | 'fail' | 'cancelled'> | undefined;
  /** The weights of all phases in order; a tick stands where one ends and the next begins. */
  readonly weights?: readonly number[] | undefined;
}

export function Scale({ fraction, label, state = 'working', weights = [] }: ScaleProps) {
  return (
    <div
      className={css.scale}
      data-state={state}
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={wholePercent(fraction)}
    >
      <div className={css.bar} style={{ width: `${percent(fraction)}%` }} />
      {boundaries(weights).map((at) => (
        <i key={at} className={css.tick} style={{ left: `${percent(at)}%` }} />
      ))}
    </div>
  );
}

export interface AmountProps {
  /** 0 to 1; anything beyond is cut off. */
  readonly fraction: number;
  readonly label: string;
  /** The figures, as they stand beside it: "612 kB of 848 kB free". */
  readonly said: string;
}

export function Amount({ fraction, label, said }: AmountProps) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a browser draws a meter in its own way
    <div
      className={css.scale}
      data-state="ready"
      role="meter"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={wholePercent(fraction)}
      aria-valuetext={said}
    >
      <div className={css.bar} style={{ width: `${percent(fraction)}%` }} />
    </div>
  );
}
