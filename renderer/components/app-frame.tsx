/** What stands around every page but Station: the rail at the left, the strip above, the page in what is left. */
import type { ReactNode } from 'react';
import css from './app-frame.module.css';
import { cls } from './cls.ts';

export interface AppFrameProps {
  readonly navigation: ReactNode;
  readonly strip: ReactNode;
  /** `bare`: the page brings its own padding, because it has rails of its own. */
  readonly bare?: boolean | undefined;
  readonly children: ReactNode;
}

export function AppFrame({ navigation, strip, bare = false, children }: AppFrameProps) {
  return (
    <div className={css.frame}>
      <div className={css.rail}>{navigation}</div>
      <div className={css.rest}>
        {strip}
        <main className={cls(css.page, !bare && css.padded)}>{children}</main>
      </div>
    </div>
  );
}
