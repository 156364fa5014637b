/**
 * The fleet, a row each, sorted by a click on a head. A table of its own and not a `DataTable`, because its heads are
 * buttons; it looks the same.
 */
import { memo } from 'react';
import { Link } from 'wouter';
import { Hash, Icon, Ident, LiveMark, Pill, SignalBars, StateWord } from '../../components/index.ts';
import { devicesText } from '../../text/devices.ts';
import { COLUMNS, type ColumnId, type FleetRow, looksAlike, type Sorting } from './fleet.ts';
import css from './fleet-table.module.css';
import { figure } from './telemetry.ts';

export interface FleetTableProps {
  readonly rows: readonly FleetRow[];
  readonly sorting: Sorting;
  readonly onSort: (column: ColumnId) => void;
}

export function FleetTable({ rows, sorting, onSort }: FleetTableProps) {
  return (
    <div className={css.frame}>
      <table className={css.table} aria-label={devicesText.title}>
        <thead>
          <tr>
            {COLUMNS.map((column) => (
              <Head key={column} column={column} sorting={sorting} onSort={onSort} />
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Row key={row.id} row={row} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface HeadProps {
  readonly column: ColumnId;
  readonly sorting: Sorting;
  readonly onSort: (column: ColumnId) => void;
}

function Head({ column, sorting, onSort }: HeadProps) {
  const sorted = sorting.column === column ? sorting.direction : undefined;
  return (
    <th scope="col" className={css.head} data-column={column} aria-sort={sorted ?? 'none'}>
      <button type="button" className={css.sort} onClick={() => onSort(column)}>
        {devicesText.columns[column]}
        <Icon name={sorted === 'descending' ? 'down' : 'up'} size={14} className={css.way} />
      </button>
    </th>
  );
}

const Row = memo(
  function Row({ row }: { readonly row: FleetRow }) {
    const text = devicesText;
    return (
      <tr className={css.row} data-heard={row.heard}>
        <td className={css.cell}>
          <span className={css.state}>
            <State row={row} />
            {row.hotfixed === 'hotfixed' && <Pill word={text.state.hotfix} />}
          </span>
        </td>
        <td className={css.cell}>
          <Link className={css.link} href={`/devices/${row.id}`}>
            <Ident value={row.id} tone="strong" />
          </Link>
        </td>
        <td className={css.cell} data-column="kind">
          {row.kind || text.none}
        </td>
        <td className={css.cell} data-column="type">
          {row.appType || <span className={css.quiet}>{text.noType}</span>}
        </td>
        <td className={css.cell}>
          <span className={css.version}>
            {row.version !== '' && <span className={css.name}>{row.version}</span>}
            {row.version === '' && row.set === null && text.none}
            {row.set !== null && <Hash value={row.set} />}
          </span>
        </td>
        <td className={css.cell}>
          <code>{row.address || text.none}</code>
        </td>
        <td className={css.cell}>
          {row.signal === null ? (
            text.none
          ) : (
            <span className={css.signal}>
              <SignalBars dbm={row.signal} />
              {figure(row.signal)} dBm
            </span>
          )}
        </td>
        <td className={css.cell} data-column="heard">
          {row.ago}
        </td>
      </tr>
    );
  },
  (before, after) => looksAlike(before.row, after.row),
);

function State({ row }: { readonly row: FleetRow }) {
  if (row.typed === 'waiting') return <StateWord state="attention" word={devicesText.state.waiting} />;
  if (row.heard !== 'live') return <StateWord state="empty" word={row.word} />;
  return (
    <span className={css.live}>
      <LiveMark />
      {row.word}
    </span>
  );
}
