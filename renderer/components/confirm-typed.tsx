/**
 * Before something goes that cannot come back: what goes, what stays, what the device will be called; and its last four
 * digits, typed, so that nobody resets the wrong one. The whole name, as a scanner reads it off a label, does as well.
 * The safe button comes first.
 *
 * For factory reset, erase and dropping keys only. What can be undone is simply done.
 */
import { Button, Modal } from '@mantine/core';
import { type FormEvent, type ReactNode, useState } from 'react';
import { partsText } from '../text/parts.ts';
import css from './confirm-typed.module.css';
import { TextField } from './field.tsx';
import { Icon } from './icon.tsx';

export interface ConfirmTypedProps {
  readonly opened: boolean;
  /** The question: "Factory reset this device?" */
  readonly title: string;
  /** What goes, what stays, and what it will be called. */
  readonly children: ReactNode;
  /** What it is called: the id. Its last four digits have to be typed. */
  readonly name: string;
  /** On the button: "Factory reset". */
  readonly action: string;
  /** What is being done once confirmed, as a doing; the buttons wait meanwhile. */
  readonly doing?: string | undefined;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
}

export function ConfirmTyped({ opened, title, onClose, ...form }: ConfirmTypedProps) {
  return (
    <Modal opened={opened} onClose={onClose} title={title} size={480} withCloseButton={false}>
      <ConfirmTypedForm {...form} onClose={onClose} />
    </Modal>
  );
}

/** True for the last four digits, and for the whole name, however they are written. */
export function isNamed(typed: string, name: string): boolean {
  const said = typed.trim().toLowerCase();
  return said !== '' && [name, digitsOf(name)].some((right) => said === right.toLowerCase());
}

const digitsOf = (name: string) => name.slice(-4);

/** The inside of the dialog; by itself only where there is a dialog around it. */
export function ConfirmTypedForm(props: Omit<ConfirmTypedProps, 'opened' | 'title'>) {
  const { children, name, action, doing, onConfirm, onClose } = props;
  const [typed, setTyped] = useState('');
  const right = isNamed(typed, name);
  const busy = doing !== undefined;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (right && !busy) onConfirm();
  };
  const { type, toGoOn, keep } = partsText.confirm;
  const label = (
    <>
      {type} <code>{digitsOf(name)}</code> {toGoOn}
    </>
  );
  return (
    <form onSubmit={submit}>
      <div className={css.what}>{children}</div>
      <TextField label={label} value={typed} onChange={setTyped} machine autoFocus disabled={busy} />
      <div className={css.actions}>
        <Button size="lg" onClick={onClose} disabled={busy}>
          {keep}
        </Button>
        <Button
          type="submit"
          size="lg"
          variant="danger-filled"
          disabled={!right || busy}
          aria-busy={busy}
          leftSection={busy && <Icon name="working" />}
        >
          {doing ?? action}
        </Button>
      </div>
    </form>
  );
}
