/**
 * Live values beside each other: name, large figure with its unit, one line about it.
 *
 * Up to five, of one thing. No arrows, no colours: a value that needs somebody is a `FailureAlert`.
 */
import css from './figures.module.css';

export interface Figure {
  readonly name: string;
  /** As it is shown: "417", "−54", "3:12"; null when it is not known. */
  readonly value: string | null;
  readonly unit?: string | undefined;
  readonly note?: string | undefined;
}

export function Figures({ figures }: { readonly figures: readonly Figure[] }) {
  return (
    <dl className={css.figures}>
      {figures.map(({ name, value, unit, note }) => (
        <div key={name} className={css.figure}>
          <dt className={css.name}>{name}</dt>
          <dd>
            <span className={css.value}>
              {value ?? '–'}
              {value !== null && unit !== undefined && <small> {unit}</small>}
            </span>
            <span className={css.note}>{note}</span>
          </dd>
        </div>
      ))}
    </dl>
  );
}
