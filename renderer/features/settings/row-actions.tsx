/** What can be done with one row of a table of things kept: said by name to who cannot see the row. */
import { Button } from '@mantine/core';
import css from './settings-page.module.css';

export interface RowActionsProps {
  readonly name: string;
  readonly text: {
    readonly edit: string;
    readonly remove: string;
    readonly editNamed: (name: string) => string;
    readonly removeNamed: (name: string) => string;
  };
  readonly onEdit: () => void;
  readonly onRemove: () => void;
}

export function RowActions({ name, text, onEdit, onRemove }: RowActionsProps) {
  return (
    <div className={css.end}>
      <Button aria-label={text.editNamed(name)} onClick={onEdit}>
        {text.edit}
      </Button>
      <Button variant="quiet" aria-label={text.removeNamed(name)} onClick={onRemove}>
        {text.remove}
      </Button>
    </div>
  );
}
