/** A question that only a person can answer: yes, which goes on, and no. */
import { Button } from '@mantine/core';
import css from './provision.module.css';

export interface YesNoProps {
  readonly text: { readonly yes: string; readonly no: string };
  readonly onAnswer: (yes: boolean) => void;
}

export function YesNo({ text, onAnswer }: YesNoProps) {
  return (
    <div className={css.ended}>
      <Button size="xl" variant="filled" className={css.wide} onClick={() => onAnswer(true)}>
        {text.yes}
      </Button>
      <Button size="xl" onClick={() => onAnswer(false)}>
        {text.no}
      </Button>
    </div>
  );
}
