/** A device id with its last four digits large: that is what a person reads off a board. */
import result from './result.module.css';

export function DeviceName({ id, lead }: { readonly id: string; readonly lead?: string }) {
  return (
    <p className={result.which}>
      {lead}
      <span className={result.id}>
        {id.slice(0, -4)}
        <span className={result.digits}>{id.slice(-4)}</span>
      </span>
    </p>
  );
}
