/**
 * A part of a page with a border and a title; what is known at the right of it, or what can be done.
 *
 * Panels stand beside and below each other and never in one another. Without padding (`flush`) for tables, lists and
 * logs, which bring their own.
 */
import { type KeyboardEvent, type ReactNode, useId } from 'react';
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

export interface ToolPanelProps {
  /** What it is, to ears. */
  readonly label: string;
  /** The title, how it stands, and the tools; they go on in the next line where they have to. */
  readonly head: ReactNode;
  readonly onKeyDown?: ((event: KeyboardEvent) => void) | undefined;
  /** One of them takes the room that is left, and scrolls by itself. */
  readonly children: ReactNode;
}

/** A panel that is as high as the room it is given: for a terminal, an editor. */
export function ToolPanel({ label, head, onKeyDown, children }: ToolPanelProps) {
  return (
    <section className={cls(css.panel, css.filling)} aria-label={label} onKeyDown={onKeyDown}>
      <header className={cls(css.head, css.wrapping)}>{head}</header>
      {children}
    </section>
  );
}
