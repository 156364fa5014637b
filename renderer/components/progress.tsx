/**
 * Work under way: percent as the large figure, then rate, then time left, and the scale below. Without a known end the
 * phase and the running time stand there instead, and no bar.
 *
 * Rate and time left are given only once there are two seconds of data; that is for the caller to know.
 */
import { partsText } from '../text/parts.ts';
import { wholePercent } from './fraction.ts';
import css from './progress.module.css';
import { Scale, type ScaleProps } from './scale.tsx';

export interface ProgressProps {
  /** 0 to 1; null when nobody knows the end. */
  readonly fraction: number | null;
  /** What is being done, as a doing: "Writing files". Said to ears as the name of the bar. */
  readonly phase: string;
  readonly rate?: string | undefined;
  /** How long it will still take: "9 s". */
  readonly left?: string | undefined;
  /** How long it has taken, where the end is not known: "0:42". */
  readonly running?: string | undefined;
  /** Instead of rate and time left: "Stopped, old files kept". */
  readonly note?: string | undefined;
  readonly state?: ScaleProps['state'];
  readonly weights?: readonly number[] | undefined;
  /** Figures alone, where a plate already shows how far it is. */
  readonly bar?: boolean | undefined;
}

export function Progress(props: ProgressProps) {
  const { fraction, phase, rate, left, running, note, state, weights, bar = true } = props;
  return (
    <div>
      <div className={css.figures}>
        {fraction === null ? (
          <span className={css.phase}>{phase}</span>
        ) : (
          <span className={css.percent}>
            {wholePercent(fraction)}
            <small> %</small>
          </span>
        )}
        {note !== undefined && <span className={css.note}>{note}</span>}
        {note === undefined && rate !== undefined && <span className={css.note}>{rate}</span>}
        {note === undefined && left !== undefined && <span className={css.note}>{partsText.left(left)}</span>}
        {fraction === null && running !== undefined && <span className={css.note}>{running}</span>}
      </div>
      {fraction !== null && bar && (
        <div className={css.scale}>
          <Scale fraction={fraction} label={phase} state={state} weights={weights} />
        </div>
      )}
    </div>
  );
}
