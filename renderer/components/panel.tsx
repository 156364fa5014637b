/**
 * A part of a page with a border and a title; what is known at the right of it, or what can be done.
 *
 * Panels stand beside and below each other and never in one another. Without padding (`flush`) for tables, lists and
 * logs, which bring their own.
 */
import { type ReactNode, useId } from 'react';
import { cls } from './cls.ts';
import css from './panel.module.css';

export interface PanelProps {
  readonly title?: string | undefined;
  /** Beside the title, such as a `LiveMark`. */
  readonly lead?: ReactNode;
  /** At the right of the title, quiet: "read back 10:46:11". */
  readonly aside?: ReactNode;
  /** At the far right: a button, `Segments`. */
  readonly actions?: ReactNode;
  readonly footer?: ReactNode;
  readonly flush?: boolean | undefined;
  readonly children?: ReactNode;
}

export function Panel({ title, lead, aside, actions, footer, flush = false, children }: PanelProps) {
  const id = useId();
  return (
    <section className={css.panel} aria-labelledby={title === undefined ? undefined : id}>
      {title !== undefined && (
        <header className={css.head}>
          {lead}
          <h2 id={id} className={css.title}>
            {title}
          </h2>
          {aside !== undefined && <span className={css.aside}>{aside}</span>}
          {actions !== undefined && <div className={css.actions}>{actions}</div>}
        </header>
      )}
      <div className={cls(!flush && css.inside)}>{children}</div>
      {footer !== undefined && <footer className={css.footer}>{footer}</footer>}
    </section>
  );
}
