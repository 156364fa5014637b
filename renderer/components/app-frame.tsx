/** What stands around every page but Station: the rail at the left, the strip above, the page in what is left. */
import type { ReactNode } from 'react';
import css from './app-frame.module.css';

export interface AppFrameProps {
  readonly navigation: ReactNode;
  /** What stays above each page: the strip, and what concerns all of them. */
  readonly strip: ReactNode;
  readonly children: ReactNode;
}

export function AppFrame({ navigation, strip, children }: AppFrameProps) {
  return (
    <div className={css.frame}>
      <div className={css.rail}>{navigation}</div>
      <div className={css.rest}>
        {strip}
        <main className={css.page}>{children}</main>
      </div>
    </div>
  );
}
