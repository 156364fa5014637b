/** A place with nothing in it: one sentence why, one action. Not for what is still being loaded. */
import type { ReactNode } from 'react';
import { hasContent } from './content.ts';
import { Icon } from './icon.tsx';
import type { IconName } from './icon-paths.ts';
import css from './nothing-here.module.css';

export interface NothingHereProps {
  readonly icon?: IconName | undefined;
  readonly title: string;
  readonly why?: ReactNode;
  /** One button. */
  readonly action?: ReactNode;
}

export function NothingHere({ icon, title, why, action }: NothingHereProps) {
  return (
    <div className={css.nothing}>
      {icon !== undefined && <Icon name={icon} size={28} />}
      <h3 className={css.title}>{title}</h3>
      {hasContent(why) && <p>{why}</p>}
      {hasContent(action) && <div className={css.action}>{action}</div>}
    </div>
  );
}
