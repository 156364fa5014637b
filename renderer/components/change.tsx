/** What will become of a row: Replaced, Added, Removed, Same. Without colour: a change is not a state. */
import { partsText } from '../text/parts.ts';
import css from './change.module.css';
import { Icon } from './icon.tsx';
import type { IconName } from './icon-paths.ts';

export type ChangeKind = keyof typeof partsText.change;

const ICON: { readonly [K in ChangeKind]: IconName } = {
  replaced: 'arrow',
  added: 'plus',
  removed: 'minus',
  same: 'same',
};

export function Change({ kind }: { readonly kind: ChangeKind }) {
  return (
    <span className={css.change} data-kind={kind}>
      <Icon name={ICON[kind]} size={16} />
      {partsText.change[kind]}
    </span>
  );
}
