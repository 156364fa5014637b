/**
 * A ringed dot: "heard from just now". It stands next to the word Serving or Live and a time.
 *
 * Never green and never a proof: alive is not proved. For how work or a board stands use `StateWord`.
 */
import { cls } from './cls.ts';
import css from './live-mark.module.css';

export interface LiveMarkProps {
  /** True while something really comes in. */
  readonly breathing?: boolean | undefined;
}

export function LiveMark({ breathing = false }: LiveMarkProps) {
  return <span className={cls(css.mark, breathing && css.breathing)} aria-hidden="true" />;
}
