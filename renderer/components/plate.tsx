/**
 * The channel plate: the number of a slot, large, on a ground that shows its state from across the bench. While work
 * runs the ground rises with the fraction; FAIL has a white frame, for eyes that cannot part red and green.
 *
 * Says the state by colour and form only, so a `StateWord` always stands beside it.
 */
import { partsText } from '../text/parts.ts';
import { cls } from './cls.ts';
import { percent } from './fraction.ts';
import css from './plate.module.css';
import type { State } from './states.ts';

export interface PlateProps {
  /** `1` … `9`, or `V1` for a virtual board. */
  readonly slot: string;
  readonly state: State;
  /** 0 to 1; only while working. */
  readonly fraction?: number | undefined;
  /** `page`: 88 px, beside the name of the board on its own page. */
  readonly size?: 'tile' | 'page' | undefined;
}

export function Plate({ slot, state, fraction = 0, size = 'tile' }: PlateProps) {
  const fill = state === 'working' ? { '--fraction': `${percent(fraction)}%` } : undefined;
  return (
    <div
      className={cls(css.plate, size === 'page' && css.page, slot.length > 1 && css.long)}
      data-state={state}
      role="img"
      aria-label={partsText.slot(slot)}
      style={fill}
    >
      {slot}
    </div>
  );
}
