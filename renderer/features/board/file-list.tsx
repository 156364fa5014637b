/** What a folder of the board holds, with what is not saved of it; the way up, and the room that is left. */
import { FileButton } from '@mantine/core';
import { type DragEvent, useRef, useState } from 'react';
import { Amount, Icon, IconButton, Panel } from '../../components/index.ts';
import { boardText } from '../../text/board.ts';
import { plain } from '../devices/plain.ts';
import { type FileRow, rowsOf } from './file-rows.ts';
import css from './files-section.module.css';
import { crumbsOf, parentOf } from './names.ts';
import type { BoardFiles, Listing } from './use-board-files.ts';

export interface FileListProps {
  readonly files: BoardFiles;
  readonly listing: Listing;
  /** `held`: somebody else has the board; nothing is asked of it. */
  readonly access: 'free' | 'held';
  readonly onUpload: (files: readonly File[]) => void;
  readonly onNew: () => void;
  readonly onRemove: (row: FileRow) => void;
}

export function FileList({ files, listing, access, onUpload, onNew, onRemove }: FileListProps) {
  const text = boardText.files;
  const [over, setOver] = useState<'no' | 'over'>('no');
  const forgetChosen = useRef<() => void>(null);
  const held = access === 'held';
  const { rows, more } = rowsOf(listing, files.drafts.all);
  const openName = files.open.at === 'none' ? undefined : files.open.name;
  const { freeBytes, totalBytes, folder } = listing;
  const free = text.free(boardText.size(freeBytes), boardText.size(totalBytes));

  const choose = (chosen: File[]) => {
    forgetChosen.current?.();
    if (chosen.length > 0) onUpload(chosen);
  };
  const drag = (event: DragEvent, next: 'no' | 'over') => {
    if (held || !event.dataTransfer.types.includes('Files')) return;
    event.preventDefault();
    setOver(next);
  };
  return (
    <Panel
      title={text.title}
      flush
      actions={
        <>
          <FileButton multiple onChange={choose} resetRef={forgetChosen} disabled={held}>
            {({ onClick }) => (
              <IconButton icon="updates" label={text.upload} disabled={held} onClick={onClick} />
            )}
          </FileButton>
          <IconButton icon="plus" label={text.add} disabled={held} onClick={onNew} />
          <IconButton
            icon="restart"
            label={text.again}
            disabled={held || files.listingState === 'running'}
            onClick={() => void files.list(folder)}
          />
        </>
      }
      footer={
        <div className={css.room}>
          <Amount fraction={1 - freeBytes / Math.max(1, totalBytes)} label={text.used} said={free} />
          <span>{free}</span>
        </div>
      }
    >
      {folder !== '' && <Crumbs folder={folder} held={held} onGo={(one) => void files.list(one)} />}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: what is dropped here is chosen with the button above as well */}
      <div
        className={css.drop}
        data-over={over === 'over' || undefined}
        data-said={text.drop}
        onDragEnter={(event) => drag(event, 'over')}
        onDragOver={(event) => drag(event, 'over')}
        onDragLeave={(event) => {
          if (!(event.relatedTarget instanceof Node && event.currentTarget.contains(event.relatedTarget)))
            setOver('no');
        }}
        onDrop={(event) => {
          drag(event, 'no');
          if (!held) choose([...event.dataTransfer.files]);
        }}
      >
        <ul aria-label={text.list}>
          {folder !== '' && (
            <li className={css.row}>
              <button
                type="button"
                className={css.name}
                disabled={held}
                onClick={() => void files.list(parentOf(folder))}
              >
                <Icon name="up" size={16} />
                {text.up}
              </button>
            </li>
          )}
          {rows.map((row) => (
            <Row
              key={`${row.kind} ${row.name}`}
              row={row}
              folder={folder}
              current={row.name === openName}
              held={held}
              onOpen={() => void (row.kind === 'folder' ? files.list(row.name) : files.show(row.name))}
              onRemove={() => onRemove(row)}
            />
          ))}
        </ul>
        {rows.length === 0 && <p className={css.quiet}>{text.empty}</p>}
        {more > 0 && <p className={css.quiet}>{text.more(more)}</p>}
      </div>
    </Panel>
  );
}

interface RowProps {
  readonly row: FileRow;
  readonly folder: string;
  readonly current: boolean;
  readonly held: boolean;
  readonly onOpen: () => void;
  readonly onRemove: () => void;
}

function Row({ row, folder, current, held, onOpen, onRemove }: RowProps) {
  const text = boardText.files;
  const name = plain(row.name.startsWith(`${folder}/`) ? row.name.slice(folder.length + 1) : row.name, 80);
  const draft = row.draft !== 'none';
  return (
    <li className={css.row} data-current={current || undefined}>
      <button
        type="button"
        className={css.name}
        aria-current={current || undefined}
        // What is not saved is here, whoever has the board.
        disabled={held && !draft}
        onClick={onOpen}
      >
        <Icon name={row.kind === 'folder' ? 'folder' : 'file'} size={16} />
        <code>{name}</code>
        {draft && <span className={css.draft}>{text.draft}</span>}
        {row.kind === 'file' && row.draft !== 'new' && (
          <span className={css.size}>{boardText.size(row.size)}</span>
        )}
      </button>
      <IconButton
        icon="erase"
        variant="quiet"
        label={text.remove(name)}
        disabled={held && row.draft !== 'new'}
        onClick={onRemove}
      />
    </li>
  );
}

interface CrumbsProps {
  readonly folder: string;
  readonly held: boolean;
  readonly onGo: (folder: string) => void;
}

function Crumbs({ folder, held, onGo }: CrumbsProps) {
  const crumbs = [{ word: boardText.files.root, folder: '' }, ...crumbsOf(folder)];
  return (
    <p className={css.crumbs}>
      {crumbs.map((crumb, at) => (
        <span key={crumb.folder}>
          {at > 0 && ' / '}
          {at === crumbs.length - 1 ? (
            <b>{plain(crumb.word, 40)}</b>
          ) : (
            <button type="button" className={css.crumb} disabled={held} onClick={() => onGo(crumb.folder)}>
              {plain(crumb.word, 40)}
            </button>
          )}
        </span>
      ))}
    </p>
  );
}
