/** One part with its name at the left, as on the drawn sheet. */
import type { ReactNode } from 'react';
import css from './kit.module.css';

export function Section({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <section className={css.section}>
      <h2 className={css.name}>{name}</h2>
      <div className={css.show}>{children}</div>
    </section>
  );
}

/** Things beside each other, broken where there is no room. */
export function Row({ children }: { readonly children: ReactNode }) {
  return <div className={css.row}>{children}</div>;
}

/** Two beside each other. */
export function Pair({ children }: { readonly children: ReactNode }) {
  return <div className={css.pair}>{children}</div>;
}
