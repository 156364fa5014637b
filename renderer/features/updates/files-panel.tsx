/** The files of an app type as the server offers them, and where to put more. */
import type { AppTypeSummary } from '../../../preload/contract/ota.ts';
import { Panel } from '../../components/index.ts';
import { useSettings } from '../../stores/react.ts';
import { updatesText } from '../../text/updates.ts';
import css from './updates-page.module.css';

export function FilesPanel({ type }: { readonly type: AppTypeSummary }) {
  const text = updatesText.files;
  const base = useSettings((state) => state.settings?.otaBase);
  const size = type.files.reduce((sum, file) => sum + file.size, 0);
  const footer = (
    <div className={css.foot}>
      {type.skipped.map(({ name, reason }) => (
        <p key={name}>{text.skipped(name, reason)}</p>
      ))}
      {base !== undefined && <p>{text.folder(`${base}/boot/${type.name}`)}</p>}
    </div>
  );
  return (
    <Panel
      title={text.title(type.name)}
      aside={text.aside(type.files.length, updatesText.size(size))}
      footer={footer}
      flush
    >
      {type.files.length === 0 ? (
        <p className={css.waits}>{text.none}</p>
      ) : (
        <table className={css.table}>
          <thead>
            <tr>
              <th scope="col">{text.columns.file}</th>
              <th scope="col" className={css.number}>
                {text.columns.size}
              </th>
              <th scope="col">{text.columns.md5}</th>
            </tr>
          </thead>
          <tbody>
            {type.files.map(({ name, size: bytes, md5 }) => (
              <tr key={name}>
                <td>
                  <code>{name}</code>
                </td>
                <td className={css.number}>{updatesText.size(bytes)}</td>
                <td>
                  <code title={md5}>{md5.slice(0, 8)}</code>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Panel>
  );
}
