/**
 * What a machine calls itself: an id, a MAC, a port, a hash; in mono. Where there is no room it is cut in the middle,
 * never at the last four digits, by which a person knows a board.
 *
 * Not for numbers that we computed, and not for names that people gave.
 */
import css from './ident.module.css';

export interface IdentProps {
  readonly value: string;
  /** `strong`: what the row is about. */
  readonly tone?: 'base' | 'strong' | 'second' | undefined;
}

export function Ident({ value, tone = 'base' }: IdentProps) {
  const cut = Math.max(0, value.length - 4);
  return (
    <span className={css.ident} data-tone={tone} title={value}>
      <span className={css.head}>{value.slice(0, cut)}</span>
      <span className={css.tail}>{value.slice(cut)}</span>
    </span>
  );
}
