/**
 * An icon of our own set, in the colour of the text around it.
 *
 * Beside a word it says nothing and is hidden from ears. Without a word it needs `label`; a button that is only an icon
 * is an `IconButton`, which brings label and tooltip.
 */
import { cls } from './cls.ts';
import css from './icon.module.css';
import { type IconName, iconPaths } from './icon-paths.ts';

export interface IconProps {
  readonly name: IconName;
  /** Pixels: 16 in a line of text, 20 beside a label, 28 alone, 64 in a verdict. */
  readonly size?: 14 | 16 | 20 | 28 | 64 | undefined;
  readonly label?: string | undefined;
  readonly className?: string | undefined;
}

/** Thinner lines where the icon is larger, so that all of them look drawn with one pen. */
const PEN = { 14: 2.1, 16: 1.9, 20: 1.6, 28: 1.4, 64: 1.3 } as const;

export function Icon({ name, size = 20, label, className }: IconProps) {
  const said = label === undefined ? { 'aria-hidden': true } : { role: 'img', 'aria-label': label };
  return (
    // biome-ignore lint/a11y/noSvgWithoutTitle: it is hidden from ears, or has its label
    <svg
      className={cls(css.icon, className)}
      width={size}
      height={size}
      viewBox="0 0 20 20"
      strokeWidth={PEN[size]}
      data-icon={name}
      {...said}
    >
      {label !== undefined && <title>{label}</title>}
      <path d={iconPaths[name]} />
    </svg>
  );
}
