/** The mark of the app: three faders on a bench. Only beside the name. */
import css from './mark.module.css';

export function Mark({ size = 24 }: { readonly size?: number }) {
  return (
    <svg className={css.mark} width={size} height={size} viewBox="0 0 24 24" aria-hidden="true">
      <rect className={css.ground} x="2" y="2" width="20" height="20" rx="3" />
      <path className={css.slots} d="M7 6.5v11M12 6.5v11M17 6.5v11" />
      <path className={css.knobs} d="M5 10h4M10 14.5h4M15 8.5h4" />
    </svg>
  );
}
