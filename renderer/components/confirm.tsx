/**
 * Before something goes that somebody may still want: what goes, in a sentence or two. The safe button comes first and has
 * the focus.
 *
 * What cannot come back at all is asked with `ConfirmTyped`.
 */
import { Button, Modal } from '@mantine/core';
import type { ReactNode } from 'react';
import css from './confirm-typed.module.css';

export interface ConfirmProps {
  readonly opened: boolean;
  /** The question: "Remove app.py?" */
  readonly title: string;
  readonly children: ReactNode;
  /** On the safe button. */
  readonly keep: string;
  readonly action: string;
  /** What is being done once confirmed, as a doing; the button waits meanwhile. */
  readonly doing?: string | undefined;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
}

export function Confirm(props: ConfirmProps) {
  const { opened, title, children, keep, action, doing, onConfirm, onClose } = props;
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={<span className={css.title}>{title}</span>}
      size={480}
      withCloseButton={false}
    >
      <div className={css.what}>{children}</div>
      <div className={css.actions}>
        <Button size="lg" onClick={onClose} data-autofocus>
          {keep}
        </Button>
        <Button size="lg" variant="danger-filled" disabled={doing !== undefined} onClick={onConfirm}>
          {doing ?? action}
        </Button>
      </div>
    </Modal>
  );
}
