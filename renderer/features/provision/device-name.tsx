/** A device id with its last four digits large: that is what a person reads off a board. */
import css from './provision.module.css';

export function DeviceName({ id, lead }: { readonly id: string; readonly lead?: string }) {
  return (
    <p className={css.which}>
      {lead}
      <span className={css.id}>
        {id.slice(0, -4)}
        <span className={css.digits}>{id.slice(-4)}</span>
      </span>
    </p>
  );
}
