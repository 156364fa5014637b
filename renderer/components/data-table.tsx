/**
 * Many things of one kind, a row each: small heads, no zebra, numbers at the right. Changed rows stand on the inset
 * ground and say in words what happens; the chosen one has the bar.
 *
 * For one thing and what is known of it use `KeyValues`.
 */
import type { MouseEvent, ReactNode } from 'react';
import css from './data-table.module.css';

export interface Column<Row> {
  readonly id: string;
  readonly head: string;
  readonly cell: (row: Row) => ReactNode;
  /** Numbers stand at the right. */
  readonly numeric?: boolean | undefined;
  /** Any CSS width. */
  readonly width?: string | undefined;
}

export interface DataTableProps<Row> {
  /** What the rows are: "Devices". */
  readonly label: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly rowId: (row: Row) => string;
  readonly mark?: ((row: Row) => 'chosen' | 'changed' | undefined) | undefined;
  /** Makes the whole row a link; its first cell is the words of it. */
  readonly href?: ((row: Row) => string) | undefined;
  /** Called for a plain click on a row, whose own effect is then held back. */
  readonly onGo?: ((row: Row) => void) | undefined;
  /** Instead of rows, when there are none. */
  readonly empty?: ReactNode;
}

export function DataTable<Row>(props: DataTableProps<Row>) {
  const { label, columns, rows, rowId, mark, empty } = props;
  if (rows.length === 0 && empty !== undefined) return <div className={css.empty}>{empty}</div>;
  return (
    <table className={css.table} aria-label={label}>
      <thead>
        <tr>
          {columns.map(({ id, head, numeric, width }) => (
            <th key={id} scope="col" className={css.head} data-numeric={numeric} style={{ width }}>
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr
            key={rowId(row)}
            className={css.row}
            data-mark={mark?.(row)}
            data-link={props.href !== undefined || undefined}
          >
            {columns.map(({ id, cell, numeric }, place) => (
              <td key={id} className={css.cell} data-numeric={numeric}>
                {place === 0 ? <First {...props} row={row} cell={cell} /> : cell(row)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

interface FirstProps<Row> {
  readonly row: Row;
  readonly cell: (row: Row) => ReactNode;
  readonly href?: ((row: Row) => string) | undefined;
  readonly onGo?: ((row: Row) => void) | undefined;
}

/** The first cell, and over the whole row its link. */
function First<Row>({ row, cell, href, onGo }: FirstProps<Row>) {
  if (href === undefined) return cell(row);
  const go = (event: MouseEvent) => {
    const plain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
    if (onGo === undefined || !plain) return;
    event.preventDefault();
    onGo(row);
  };
  return (
    <a className={css.link} href={href(row)} onClick={go}>
      {cell(row)}
    </a>
  );
}
