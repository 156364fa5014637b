/** What runs on the device beside what the server would give it, and what the next boot would change. */
import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { useLocation } from 'wouter';
import type { Device } from '../../../preload/contract/models.ts';
import {
  Change,
  type Column,
  DataTable,
  Hash,
  Icon,
  NothingHere,
  Panel,
  Pill,
} from '../../components/index.ts';
import { useOta } from '../../stores/react.ts';
import { deviceText } from '../../text/devices.ts';
import { FilesFooter } from './files-footer.tsx';
import css from './files-panel.module.css';
import { type FileRow, nextBoot } from './next-boot.ts';
import { plain } from './plain.ts';
import type { Restarter } from './restart.ts';
import { updateViewOf } from './update-view.ts';

/** More are counted and not shown. */
const FILES = 60;

const text = deviceText.files;

const COLUMNS: readonly Column<FileRow>[] = [
  {
    id: 'file',
    head: text.columns.file,
    cell: ({ name, from }) => (
      <span className={css.file}>
        <code>{plain(name, 64)}</code>
        {from === 'hotfixed' && <Pill word={text.hotfix} />}
      </span>
    ),
  },
  { id: 'device', head: text.columns.device, cell: ({ onDevice }) => <Sum md5={onDevice} /> },
  { id: 'server', head: text.columns.server, cell: ({ onServer }) => <Sum md5={onServer} /> },
  {
    id: 'next',
    head: text.columns.next,
    cell: ({ change }) => <Becomes change={change} />,
  },
];

export interface FilesPanelProps {
  readonly device: Device;
  readonly restart: Restarter;
}

export function FilesPanel({ device, restart }: FilesPanelProps) {
  const [, go] = useLocation();
  const { appType } = device;
  const type = useOta(({ types }) => types.find(({ name }) => name === appType));
  const typesKnown = useOta(({ feed }) => feed.status === 'live' || feed.status === 'stale');

  if (appType === null) return <Nothing {...text.noType} />;
  if (type === undefined) {
    if (!typesKnown) return null;
    const { title, why, action } = text.unknownType;
    return (
      <Nothing
        title={title(plain(appType, 32))}
        why={why}
        action={<Button onClick={() => go('/updates')}>{action}</Button>}
      />
    );
  }
  if (Object.keys(device.files).length === 0) return <Nothing {...text.noFiles} />;

  const view = updateViewOf(device, type);
  const next = nextBoot(device, type, view);
  const changes = text.changes(next.replaced, next.added);
  const rest = next.rows.length - FILES;
  return (
    <Panel
      title={text.title}
      flush
      aside={
        <>
          {text.asideChange} <b>{changes === '' ? text.nothing : changes}</b>
        </>
      }
      footer={<FilesFooter device={device} type={type} next={next} view={view} restart={restart} />}
    >
      <DataTable
        label={text.title}
        columns={COLUMNS}
        rows={next.rows.slice(0, FILES)}
        rowId={({ name }) => name}
        mark={({ change }) => (change === 'replaced' || change === 'added' ? 'changed' : undefined)}
      />
      {rest > 0 && <p className={css.more}>{text.more(rest)}</p>}
    </Panel>
  );
}

function Becomes({ change }: Pick<FileRow, 'change'>) {
  switch (change) {
    case 'extra':
      return <span className={css.quiet}>{text.extra}</span>;
    case 'hotfix-stays':
      return (
        <span className={css.stays}>
          <Icon name="same" size={16} />
          {text.stays}
        </span>
      );
    case 'held-back':
      return (
        <span className={css.stays}>
          <Icon name="same" size={16} />
          {text.held}
        </span>
      );
    default:
      return <Change kind={change} />;
  }
}

function Sum({ md5 }: { readonly md5: string | null }) {
  return md5 === null ? <code className={css.quiet}>{text.missing}</code> : <Hash value={md5} />;
}

interface NothingProps {
  readonly title: string;
  readonly why: string;
  readonly action?: ReactNode;
}

function Nothing(props: NothingProps) {
  return (
    <Panel title={text.title}>
      <NothingHere icon="file" {...props} />
    </Panel>
  );
}
