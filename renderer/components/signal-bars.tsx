/** How loud a network is heard, in four bars; in ink, because loud is not a state. The number stands beside it. */
import { partsText } from '../text/parts.ts';
import css from './signal-bars.module.css';

/** 1 to 4 bars; 0 when it is not heard. */
export function signalLevel(dbm: number | null): 0 | 1 | 2 | 3 | 4 {
  if (dbm === null || Number.isNaN(dbm)) return 0;
  if (dbm >= -60) return 4;
  if (dbm >= -67) return 3;
  return dbm >= -75 ? 2 : 1;
}

export interface SignalBarsProps {
  /** dBm, negative; null when it is not heard. */
  readonly dbm: number | null;
}

export function SignalBars({ dbm }: SignalBarsProps) {
  const level = signalLevel(dbm);
  return (
    <span className={css.bars} role="img" aria-label={partsText.signal(level)}>
      {[1, 2, 3, 4].map((bar) => (
        <i key={bar} data-up={bar <= level || undefined} />
      ))}
    </span>
  );
}
