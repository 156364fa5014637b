/** Before a file or a folder goes from the board: names it. The safe button comes first. */
import { Button, Modal } from '@mantine/core';
import { boardText } from '../../text/board.ts';
import { plain } from '../devices/plain.ts';
import css from './dialogs.module.css';
import type { FileRow } from './file-rows.ts';

export interface RemoveDialogProps {
  /** Null: nothing is asked. */
  readonly row: Pick<FileRow, 'name' | 'kind'> | null;
  readonly state: 'idle' | 'running';
  readonly onRemove: () => void;
  readonly onClose: () => void;
}

export function RemoveDialog({ row, state, onRemove, onClose }: RemoveDialogProps) {
  const text = boardText.remove;
  const name = plain(row?.name ?? '', 80);
  return (
    <Modal
      opened={row !== null}
      onClose={onClose}
      title={<span className={css.machine}>{text.title(name)}</span>}
      size={480}
      withCloseButton={false}
    >
      <p className={css.what}>{row?.kind === 'folder' ? text.folder : text.file}</p>
      <div className={css.actions}>
        <Button size="lg" onClick={onClose} data-autofocus>
          {text.keep}
        </Button>
        <Button size="lg" variant="danger-filled" disabled={state === 'running'} onClick={onRemove}>
          {state === 'running' ? text.doing : text.action}
        </Button>
      </div>
    </Modal>
  );
}
