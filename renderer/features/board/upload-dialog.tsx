/** Before files are put on the board: where they go, and which of the board's own they replace. */
import { Button, Modal } from '@mantine/core';
import { Change, type Column, DataTable } from '../../components/index.ts';
import { boardText } from '../../text/board.ts';
import { plain } from '../devices/plain.ts';
import css from './dialogs.module.css';
import type { PlannedFile } from './upload.ts';

const text = boardText.upload;

const COLUMNS: readonly Column<PlannedFile>[] = [
  { id: 'file', head: text.columns.file, cell: ({ name }) => <code>{plain(name, 80)}</code> },
  { id: 'size', head: text.columns.size, numeric: true, cell: ({ size }) => boardText.size(size) },
  { id: 'change', head: text.columns.change, cell: ({ change }) => <Change kind={change} /> },
];

export interface UploadDialogProps {
  /** Empty: nothing is asked. */
  readonly files: readonly PlannedFile[];
  readonly folder: string;
  /** Whether text that is not saved here belongs to one of them. */
  readonly drafts: 'none' | 'some';
  readonly onUpload: () => void;
  readonly onClose: () => void;
}

export function UploadDialog({ files, folder, drafts, onUpload, onClose }: UploadDialogProps) {
  const replaced = files.filter(({ change }) => change === 'replaced').length;
  return (
    <Modal
      opened={files.length > 0}
      onClose={onClose}
      title={text.title(files.length)}
      size={560}
      withCloseButton={false}
    >
      <p className={css.what}>
        {text.folder(folder === '' ? boardText.files.root : plain(folder, 60))} {text.replaces(replaced)}{' '}
        {drafts === 'some' && text.drafts}
      </p>
      <div className={css.table}>
        <DataTable
          label={text.title(files.length)}
          columns={COLUMNS}
          rows={files}
          rowId={({ name }) => name}
          mark={({ change }) => (change === 'replaced' ? 'changed' : undefined)}
        />
      </div>
      <div className={css.actions}>
        <Button size="lg" onClick={onClose}>
          {text.keep}
        </Button>
        <Button size="lg" variant="filled" onClick={onUpload} data-autofocus>
          {text.action(files.length)}
        </Button>
      </div>
    </Modal>
  );
}
