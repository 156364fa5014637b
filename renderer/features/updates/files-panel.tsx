/** The files of an app type as the server offers them, and where to put more. */
import type { AppTypeSummary } from '../../../preload/contract/ota.ts';
import { type Column, DataTable, Hash, NothingHere, Panel } from '../../components/index.ts';
import { useSettings } from '../../stores/react.ts';
import { updatesText } from '../../text/updates.ts';
import css from './updates-page.module.css';

type FileRow = AppTypeSummary['files'][number];

const text = updatesText.files;

const COLUMNS: readonly Column<FileRow>[] = [
  { id: 'file', head: text.columns.file, cell: ({ name }) => <code>{name}</code> },
  { id: 'size', head: text.columns.size, numeric: true, cell: ({ size }) => updatesText.size(size) },
  { id: 'md5', head: text.columns.md5, cell: ({ md5 }) => <Hash value={md5} /> },
];

export function FilesPanel({ type }: { readonly type: AppTypeSummary }) {
  const base = useSettings((state) => state.settings?.otaBase);
  const size = type.files.reduce((sum, file) => sum + file.size, 0);
  const footer = (
    <div className={css.foot}>
      {type.skipped.map(({ name, reason }) => (
        <p key={name}>
          {/* A name may turn the direction of writing: it ends with the name. */}
          <bdi>
            <code>{name}</code>
          </bdi>{' '}
          {text.skipped} {text.why[reason] ?? reason}
        </p>
      ))}
      {base !== undefined && (
        <p>
          {text.folder} <code>{`${base}/boot/${type.name}`}</code>
        </p>
      )}
    </div>
  );
  return (
    <Panel
      title={text.title(type.name)}
      aside={text.aside(type.files.length, updatesText.size(size))}
      footer={footer}
      flush
    >
      <DataTable
        label={text.title(type.name)}
        columns={COLUMNS}
        rows={type.files}
        rowId={({ name }) => name}
        empty={<NothingHere icon="folder" title={text.none.title} why={text.none.why} />}
      />
    </Panel>
  );
}
