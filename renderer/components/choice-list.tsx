/**
 * Rows of which one is chosen: networks, app types, devices. 48 px each; the chosen one has the bar and its ground.
 * Arrow keys move between them.
 *
 * For short lists whose rows say something; for many plain names use `SelectField`.
 */
import { type ReactNode, useId } from 'react';
import css from './choice-list.module.css';
import { cls } from './cls.ts';

export interface Choice {
  readonly value: string;
  /** The row: the first child takes what room there is. */
  readonly content: ReactNode;
  /** Said to ears where the content alone is not enough. */
  readonly label?: string | undefined;
  readonly disabled?: boolean | undefined;
}

export interface ChoiceListProps {
  readonly label: string;
  readonly choices: readonly Choice[];
  /** Null while nothing is chosen. */
  readonly value: string | null;
  readonly onChange: (value: string) => void;
  readonly framed?: boolean | undefined;
  /** A last row that is no choice: a quiet button. */
  readonly children?: ReactNode;
}

export function ChoiceList({ label, choices, value, onChange, framed = false, children }: ChoiceListProps) {
  const name = useId();
  return (
    <div className={cls(framed && css.framed)} role="radiogroup" aria-label={label}>
      {choices.map((choice) => (
        <label key={choice.value} className={css.row}>
          <input
            className={css.input}
            type="radio"
            name={name}
            value={choice.value}
            checked={choice.value === value}
            disabled={choice.disabled}
            aria-label={choice.label}
            onChange={() => onChange(choice.value)}
          />
          {choice.content}
        </label>
      ))}
      {children !== undefined && <div className={css.last}>{children}</div>}
    </div>
  );
}
