/**
 * Many things of one kind, a row each: small heads, no zebra, numbers at the right. Changed rows stand on the inset
 * ground and say in words what happens; the chosen one has the bar; quiet ones step back. Heads can be buttons that sort.
 *
 * For one thing and what is known of it use `KeyValues`.
 */
import { type MouseEvent, memo, type ReactNode } from 'react';
import css from './data-table.module.css';
import { Icon } from './icon.tsx';
import { isPlainClick } from './plain-click.ts';

export interface Column<Row, Id extends string = string> {
  readonly id: Id;
  readonly head: string;
  readonly cell: (row: Row) => ReactNode;
  /** Numbers stand at the right. */
  readonly numeric?: boolean | undefined;
  /** Any CSS width. */
  readonly width?: string | undefined;
  /** Any CSS width: what is longer is cut, on one line. Without it, text goes on in the next line. */
  readonly cut?: string | undefined;
  /** `wide`: left out in a narrow window, for what can be looked up elsewhere. */
  readonly room?: 'wide' | undefined;
  /** `said` for ears only: a column of buttons. */
  readonly heading?: 'shown' | 'said' | undefined;
}

export interface Sorted<Id extends string = string> {
  readonly column: Id;
  readonly direction: 'ascending' | 'descending';
}

type Mark = 'chosen' | 'changed' | 'quiet';

export interface DataTableProps<Row, Id extends string = string> {
  /** What the rows are: "Devices". */
  readonly label: string;
  readonly columns: readonly Column<Row, Id>[];
  readonly rows: readonly Row[];
  readonly rowId: (row: Row) => string;
  readonly mark?: ((row: Row) => Mark | undefined) | undefined;
  /** Makes the whole row a link; its first cell is the words of it, or the one of the column that `linkIn` names. */
  readonly href?: ((row: Row) => string) | undefined;
  readonly linkIn?: Id | undefined;
  /** Called for a plain click on a row, whose own effect is then held back. */
  readonly onGo?: ((row: Row) => void) | undefined;
  /** The order that the rows are in; with `onSort` its heads are buttons. */
  readonly sorted?: Sorted<Id> | undefined;
  readonly onSort?: ((column: Id) => void) | undefined;
  /**
   * Whether two rows look the same, so that the later one need not be drawn: for tables whose things change all the
   * time. `columns`, `mark`, `href` and `onGo` must then stay the same functions.
   */
  readonly alike?: ((before: Row, after: Row) => boolean) | undefined;
  /** Instead of rows, when there are none. */
  readonly empty?: ReactNode;
}

export function DataTable<Row, Id extends string = string>(props: DataTableProps<Row, Id>) {
  const { label, columns, rows, rowId, empty, sorted, onSort } = props;
  if (rows.length === 0 && empty !== undefined) return <div className={css.empty}>{empty}</div>;
  const { mark, href, linkIn, onGo, alike } = props;
  const shared = { columns, mark, href, linkIn, onGo, alike };
  return (
    <table className={css.table} aria-label={label}>
      <thead>
        <tr>
          {columns.map((column) => (
            <Head key={column.id} column={column} sorted={sorted} onSort={onSort} />
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <TableRow key={rowId(row)} {...shared} row={row} />
        ))}
      </tbody>
    </table>
  );
}

interface HeadProps<Row, Id extends string> {
  readonly column: Column<Row, Id>;
  readonly sorted: Sorted<Id> | undefined;
  readonly onSort: ((column: Id) => void) | undefined;
}

function Head<Row, Id extends string>({ column, sorted, onSort }: HeadProps<Row, Id>) {
  const { id, head, numeric, width, heading, room } = column;
  const way = sorted?.column === id ? sorted.direction : undefined;
  if (onSort === undefined || heading === 'said') {
    return (
      <th scope="col" className={css.head} data-numeric={numeric} data-room={room} style={{ width }}>
        {heading === 'said' ? <span className="said">{head}</span> : head}
      </th>
    );
  }
  return (
    <th
      scope="col"
      className={css.sortable}
      data-column={id}
      data-numeric={numeric}
      data-room={room}
      style={{ width }}
      aria-sort={way ?? 'none'}
    >
      <button type="button" className={css.sort} onClick={() => onSort(id)}>
        {head}
        <Icon name={way === 'descending' ? 'down' : 'up'} size={14} className={css.way} />
      </button>
    </th>
  );
}

type TableRowProps<Row, Id extends string> = Pick<
  DataTableProps<Row, Id>,
  'columns' | 'mark' | 'href' | 'linkIn' | 'onGo' | 'alike'
> & { readonly row: Row };

function DrawnRow<Row, Id extends string>({ row, columns, ...props }: TableRowProps<Row, Id>) {
  const { mark, href, linkIn, onGo } = props;
  const place = linkIn ?? columns[0]?.id;
  return (
    <tr className={css.row} data-mark={mark?.(row)} data-link={href !== undefined || undefined}>
      {columns.map(({ id, cell, numeric, cut, room }) => (
        <td
          key={id}
          className={css.cell}
          data-numeric={numeric}
          data-room={room}
          data-cut={cut !== undefined || undefined}
          style={{ maxWidth: cut }}
        >
          {id === place && href !== undefined ? (
            <RowLink href={href(row)} onGo={onGo === undefined ? undefined : () => onGo(row)}>
              {cell(row)}
            </RowLink>
          ) : (
            cell(row)
          )}
        </td>
      ))}
    </tr>
  );
}

// `memo` loses what a row is; the type says it again.
const TableRow = memo(DrawnRow, sameRow) as typeof DrawnRow;

function sameRow<Row, Id extends string>(
  before: TableRowProps<Row, Id>,
  after: TableRowProps<Row, Id>,
): boolean {
  const { alike } = after;
  if (alike === undefined) return false;
  return (
    before.columns === after.columns &&
    before.mark === after.mark &&
    before.href === after.href &&
    before.linkIn === after.linkIn &&
    before.onGo === after.onGo &&
    alike(before.row, after.row)
  );
}

interface RowLinkProps {
  readonly href: string;
  readonly onGo: (() => void) | undefined;
  readonly children: ReactNode;
}

/** In one cell, and over the whole row. */
function RowLink({ href, onGo, children }: RowLinkProps) {
  const go = (event: MouseEvent) => {
    if (onGo === undefined || !isPlainClick(event)) return;
    event.preventDefault();
    onGo();
  };
  return (
    <a className={css.link} href={href} onClick={go}>
      {children}
    </a>
  );
}
