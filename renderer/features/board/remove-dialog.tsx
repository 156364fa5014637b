/** Before a file or a folder goes from the board: names it. */
import { Confirm } from '../../components/index.ts';
import { boardText } from '../../text/board.ts';
import { plain } from '../devices/plain.ts';
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
  return (
    <Confirm
      opened={row !== null}
      title={text.title(plain(row?.name ?? '', 80))}
      keep={text.keep}
      action={text.action}
      doing={state === 'running' ? text.doing : undefined}
      onConfirm={onRemove}
      onClose={onClose}
    >
      <p>{row?.kind === 'folder' ? text.folder : text.file}</p>
    </Confirm>
  );
}
