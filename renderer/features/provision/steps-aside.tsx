/** The left part: which board, the five steps, and what stopping would mean now. */
import type { ReactNode } from 'react';
import { Kbd, Plate, type State, StateWord, StepList } from '../../components/index.ts';
import { provisionText } from '../../text/provision.ts';
import css from './provision.module.css';
import type { StepsView } from './steps-view.ts';

export interface StepsAsideProps {
  readonly slot: string;
  readonly state: State;
  readonly word: string;
  readonly fraction?: number | undefined;
  /** "Virtual Pico W". */
  readonly name: string;
  readonly recipe: string | undefined;
  readonly view: StepsView;
  /** One sentence, and at most one button. */
  readonly children: ReactNode;
  /** Whether there is something to cancel, with `.` and `.`. */
  readonly cancels: boolean;
}

export function StepsAside(props: StepsAsideProps) {
  const { slot, state, word, fraction, name, recipe, view, children, cancels } = props;
  const { keys } = provisionText.foot;
  return (
    <div className={css.left}>
      <div className={css.slot}>
        <Plate slot={slot} state={state} fraction={fraction} size="page" />
        <div className={css.slotWords}>
          <h2>{name}</h2>
          {recipe !== undefined && <p>{recipe}</p>}
          <StateWord state={state} word={word} />
        </div>
      </div>
      <div className={css.steps}>
        <StepList steps={view.steps} current={view.current} />
      </div>
      <div className={css.foot}>
        {children}
        <div className={css.keys}>
          {cancels && (
            <span>
              <Kbd>.</Kbd> {keys.cancel}
            </span>
          )}
          <span>
            <Kbd>Esc</Kbd> {cancels ? keys.back : keys.leave}
          </span>
        </div>
      </div>
    </div>
  );
}
