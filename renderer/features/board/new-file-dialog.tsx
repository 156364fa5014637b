/** Asks for the name of a new file; it stands on the board once it is saved. */
import { Button, Modal } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { TextField } from '../../components/index.ts';
import { boardText } from '../../text/board.ts';
import { plain } from '../devices/plain.ts';
import css from './dialogs.module.css';
import { joined, nameProblem } from './names.ts';

export interface NewFileDialogProps {
  readonly opened: boolean;
  readonly folder: string;
  /** Names from the root that are there. */
  readonly taken: readonly string[];
  readonly onCreate: (name: string) => void;
  readonly onClose: () => void;
}

export function NewFileDialog({ opened, onClose, ...form }: NewFileDialogProps) {
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={boardText.newFile.title}
      size={480}
      withCloseButton={false}
    >
      <NewFileForm {...form} onClose={onClose} />
    </Modal>
  );
}

function NewFileForm({ folder, taken, onCreate, onClose }: Omit<NewFileDialogProps, 'opened'>) {
  const text = boardText.newFile;
  const [typed, setTyped] = useState('');
  const [checked, setChecked] = useState<'no' | 'checked'>('no');
  const name = joined(folder, typed.trim());
  const problem = typed.trim() === '' ? 'empty' : nameProblem(name, taken);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setChecked('checked');
    if (problem === null) onCreate(name);
  };
  return (
    <form onSubmit={submit}>
      <TextField
        label={text.name}
        value={typed}
        onChange={setTyped}
        machine
        autoFocus
        example={text.example}
        hint={text.hint(folder === '' ? boardText.files.root : plain(folder, 60))}
        error={checked === 'checked' && problem !== null ? text.wrong[problem] : undefined}
      />
      <div className={css.actions}>
        <Button size="lg" onClick={onClose}>
          {text.keep}
        </Button>
        <Button size="lg" type="submit" variant="filled">
          {text.create}
        </Button>
      </div>
    </form>
  );
}
