/**
 * A state in icon, word and colour: "PASS", "Writing files", "Held back".
 *
 * For a table cell, the head of a tile, a line of text. Where it must hold its own among other words in a row, use
 * `Pill`; where it ends a job, `Verdict`. PASS is said only of what a board has proved.
 */
import { cls } from './cls.ts';
import { Icon } from './icon.tsx';
import css from './state-word.module.css';
import { type State, stateIcon } from './states.ts';

export interface StateWordProps {
  readonly state: State;
  readonly word: string;
  /** `large`: in the head of a tile. */
  readonly size?: 'base' | 'large' | undefined;
}

export function StateWord({ state, word, size = 'base' }: StateWordProps) {
  return (
    <span className={cls(css.word, size === 'large' && css.large)} data-state={state}>
      <Icon name={stateIcon[state]} />
      <span className={css.text}>{word}</span>
    </span>
  );
}
