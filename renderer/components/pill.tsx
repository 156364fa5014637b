/**
 * A state that stands among other words: at the end of a list row, in the head of a panel.
 *
 * In a column of its own a `StateWord` is calmer. Without a `state` it is a plain mark such as "Stored site".
 */
import { Icon } from './icon.tsx';
import css from './pill.module.css';
import { type State, stateIcon } from './states.ts';

export interface PillProps {
  readonly state?: State | undefined;
  readonly word: string;
}

export function Pill({ state, word }: PillProps) {
  return (
    <span className={css.pill} data-state={state ?? 'ready'} data-plain={state === undefined || undefined}>
      {state !== undefined && <Icon name={stateIcon[state]} size={16} />}
      {word}
    </span>
  );
}
