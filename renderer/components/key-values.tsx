/** What is known about one thing, a row each: "Runtime  MicroPython 1.27.0". For many things of a kind use `DataTable`. */
import type { ReactNode } from 'react';
import css from './key-values.module.css';

export interface KeyValuesProps {
  readonly rows: readonly { readonly name: string; readonly value: ReactNode }[];
}

export function KeyValues({ rows }: KeyValuesProps) {
  return (
    <dl className={css.rows}>
      {rows.map(({ name, value }) => (
        <div key={name} className={css.row}>
          <dt className={css.name}>{name}</dt>
          <dd className={css.value}>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
