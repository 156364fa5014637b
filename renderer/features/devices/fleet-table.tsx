/** The fleet, a row each, sorted by a click on a head. */
import { useCallback } from 'react';
import { useLocation } from 'wouter';
import {
  type Column,
  DataTable,
  Hash,
  Ident,
  LiveMark,
  Pill,
  SignalBars,
  StateWord,
} from '../../components/index.ts';
import { devicesText } from '../../text/devices.ts';
import { type ColumnId, type FleetRow, looksAlike, type Sorting } from './fleet.ts';
import css from './fleet-table.module.css';
import { figure } from './telemetry.ts';

export interface FleetTableProps {
  readonly rows: readonly FleetRow[];
  readonly sorting: Sorting;
  readonly onSort: (column: ColumnId) => void;
}

const { columns: heads, none, noType, state: words } = devicesText;

const SIGNS = { 'held-back': words.refused, 'on-trial': words.onTrial, hotfixed: words.hotfix } as const;

const COLUMNS: readonly Column<FleetRow, ColumnId>[] = [
  {
    id: 'state',
    head: heads.state,
    cut: '216px',
    cell: (row) => (
      <span className={css.line}>
        <State row={row} />
        {row.sign !== 'none' && <Pill word={SIGNS[row.sign]} />}
      </span>
    ),
  },
  { id: 'device', head: heads.device, cut: '216px', cell: ({ id }) => <Ident value={id} tone="strong" /> },
  { id: 'kind', head: heads.kind, cut: '112px', cell: ({ kind }) => kind || none },
  {
    id: 'type',
    head: heads.type,
    cut: '176px',
    cell: ({ appType }) => appType || <span className={css.quiet}>{noType}</span>,
  },
  {
    id: 'version',
    head: heads.version,
    cut: '216px',
    cell: ({ version, set }) => (
      <span className={css.line}>
        {version !== '' && <span className={css.name}>{version}</span>}
        {version === '' && set === null && none}
        {set !== null && <Hash value={set} />}
      </span>
    ),
  },
  { id: 'address', head: heads.address, cut: '216px', cell: ({ address }) => <code>{address || none}</code> },
  {
    id: 'signal',
    head: heads.signal,
    cut: '216px',
    cell: ({ signal }) =>
      signal === null ? (
        none
      ) : (
        <span className={css.line}>
          <SignalBars dbm={signal} />
          {figure(signal)} dBm
        </span>
      ),
  },
  { id: 'heard', head: heads.heard, numeric: true, cell: ({ ago }) => ago },
];

const hrefOf = ({ id }: FleetRow) => `/devices/${id}`;
const markOf = ({ heard }: FleetRow) => (heard === 'live' ? undefined : ('quiet' as const));

export function FleetTable({ rows, sorting, onSort }: FleetTableProps) {
  const [, go] = useLocation();
  const onGo = useCallback((row: FleetRow) => go(hrefOf(row)), [go]);
  return (
    <div className={css.frame}>
      <DataTable
        label={devicesText.title}
        columns={COLUMNS}
        rows={rows}
        rowId={({ id }) => id}
        mark={markOf}
        href={hrefOf}
        linkIn="device"
        onGo={onGo}
        sorted={sorting}
        onSort={onSort}
        alike={looksAlike}
      />
    </div>
  );
}

function State({ row }: { readonly row: FleetRow }) {
  if (row.typed === 'waiting') return <StateWord state="attention" word={words.waiting} />;
  if (row.heard !== 'live') return <StateWord state="empty" word={row.word} />;
  return (
    <span className={css.live}>
      <LiveMark />
      {row.word}
    </span>
  );
}
