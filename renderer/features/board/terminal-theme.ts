/** The look of the console: our tokens as a terminal wants its colours. */
import type { ITheme } from '@xterm/xterm';

/** `token`: what a variable of `tokens.css` is now. */
export function terminalTheme(token: (name: string) => string): ITheme {
  const colors = (suffix: string, names: Readonly<Record<string, string>>) =>
    Object.fromEntries(Object.entries(names).map(([name, value]) => [`${name}${suffix}`, token(value)]));
  const hues = {
    red: '--fail',
    green: '--pass',
    yellow: '--attention',
    blue: '--accent-text',
    magenta: '--code-text',
    cyan: '--working',
  };
  const bright = Object.fromEntries(
    Object.entries(hues).map(([name, value]) => [`bright${name[0]?.toUpperCase()}${name.slice(1)}`, value]),
  );
  return {
    background: token('--inset'),
    foreground: token('--ink'),
    cursor: token('--accent-text'),
    cursorAccent: token('--inset'),
    selectionBackground: token('--accent-soft'),
    selectionForeground: token('--ink'),
    selectionInactiveBackground: token('--line'),
    ...colors('', hues),
    ...colors('', bright),
    black: token('--ink'),
    brightBlack: token('--ink-3'),
    white: token('--ink-2'),
    brightWhite: token('--ink'),
  };
}
