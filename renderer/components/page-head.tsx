/**
 * The head of a page: the one `h1`, a line that says how things are, and what can be done with all of it.
 *
 * Once a page. A part of a page has a `Panel`.
 */
import type { ReactNode } from 'react';
import { cls } from './cls.ts';
import { hasContent } from './content.ts';
import css from './page-head.module.css';

export interface PageHeadProps {
  readonly title: string;
  /** True where the title is what a machine calls itself. */
  readonly machine?: boolean | undefined;
  readonly about?: ReactNode;
  /** Before the title: a `BoardDrawing`. */
  readonly drawing?: ReactNode;
  /** Above the title: the way here. */
  readonly trail?: ReactNode;
  /** Buttons in size `lg`. */
  readonly actions?: ReactNode;
}

export function PageHead({ title, machine = false, about, drawing, trail, actions }: PageHeadProps) {
  return (
    <header className={css.head}>
      {hasContent(trail) && <nav className={css.trail}>{trail}</nav>}
      {drawing}
      <div className={css.what}>
        <h1 className={cls(css.title, machine && css.machine)}>{title}</h1>
        {hasContent(about) && <div className={css.about}>{about}</div>}
      </div>
      {hasContent(actions) && <div className={css.actions}>{actions}</div>}
    </header>
  );
}
