/** A key, as it stands on the keyboard. */
import css from './kbd.module.css';

export function Kbd({ children }: { readonly children: string }) {
  return <kbd className={css.key}>{children}</kbd>;
}
