/** One terminal on the page: xterm.js in our colours, which draws what it is told, hands on what is typed, and no more. */
import { FitAddon } from '@xterm/addon-fit';
import { Terminal } from '@xterm/xterm';
import '@xterm/xterm/css/xterm.css';
import { createKeepUp } from './keep-up.ts';
import { drawable, guard } from './terminal-guard.ts';
import { terminalTheme } from './terminal-theme.ts';

/** Lines that can be scrolled back to: what the bench keeps of a board is less. */
const SCROLLBACK = 5000;
/** WCAG AA, whatever colours a board asks for. */
const LEAST_CONTRAST = 4.5;
const FONT_PX = 13;
const LINE_HEIGHT = 1.25;

export interface ConsoleTerminal {
  write(text: string): void;
  /** Begins anew with this. */
  show(text: string): void;
  /** Takes away what was said so far; the line that is being written stays. */
  clear(): void;
  /** All that can be scrolled to, without spaces at the ends of lines. */
  text(): string;
  focus(): void;
  /** Keys do something, or the board is only looked at. */
  allowTyping(allowed: 'yes' | 'no'): void;
  readAloud(aloud: 'yes' | 'no'): void;
  dispose(): void;
}

export interface TerminalOptions {
  /** What it is called by a screen reader. */
  readonly label: string;
  readonly onTyped: (text: string) => void;
}

/** In this element, which it fills and goes on filling. The font has to be loaded: it is measured now. */
export function createTerminal(host: HTMLElement, { label, onTyped }: TerminalOptions): ConsoleTerminal {
  const themeNow = () => {
    const style = getComputedStyle(host);
    return terminalTheme((name) => style.getPropertyValue(name).trim());
  };
  const terminal = new Terminal({
    fontFamily: getComputedStyle(host).fontFamily,
    fontSize: FONT_PX,
    lineHeight: LINE_HEIGHT,
    scrollback: SCROLLBACK,
    minimumContrastRatio: LEAST_CONTRAST,
    theme: themeNow(),
    disableStdin: true,
    // A board that ends its lines with a line feed alone is readable all the same.
    convertEol: true,
    cursorBlink: !matchMedia('(prefers-reduced-motion: reduce)').matches,
  });
  guard(terminal);
  const fit = new FitAddon();
  terminal.loadAddon(fit);
  terminal.open(host);
  terminal.textarea?.setAttribute('aria-label', label);
  terminal.attachCustomKeyEventHandler((event) => !isOurs(event));
  terminal.onData(onTyped);

  const resized = new ResizeObserver(() => fit.fit());
  resized.observe(host);
  const recolored = new MutationObserver(() => {
    terminal.options.theme = themeNow();
  });
  recolored.observe(document.documentElement, { attributeFilter: ['data-mantine-color-scheme'] });
  fit.fit();
  const screen = createKeepUp((text, drawn) => terminal.write(drawable(text), drawn));

  return {
    write: screen.write,
    show(text) {
      screen.forget();
      terminal.reset();
      screen.write(text);
    },
    clear: () => terminal.clear(),
    text() {
      const { active } = terminal.buffer;
      const lines: string[] = [];
      for (let at = 0; at < active.length; at += 1) {
        const line = active.getLine(at);
        const text = line?.translateToString(true) ?? '';
        // A line that the window folds is one line.
        if (line?.isWrapped === true && lines.length > 0) lines.push(`${lines.pop()}${text}`);
        else lines.push(text);
      }
      return lines.join('\n').trimEnd();
    },
    focus: () => terminal.focus(),
    allowTyping(allowed) {
      terminal.options.disableStdin = allowed === 'no';
    },
    readAloud(aloud) {
      terminal.options.screenReaderMode = aloud === 'yes';
    },
    dispose() {
      resized.disconnect();
      recolored.disconnect();
      terminal.dispose();
    },
  };
}

/**
 * Keys that mean something to the page or the browser: the way out (Shift+Tab), pasting, copying with Shift, the places,
 * the keys of the browser itself. All others go to the board, Ctrl-C and Esc among them.
 */
export function isOurs(
  event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey'>,
): boolean {
  const { key, ctrlKey, metaKey, shiftKey, altKey } = event;
  if (key === 'Tab') return shiftKey;
  if (/^F\d+$/.test(key)) return true;
  if (metaKey) return true;
  if (!ctrlKey || altKey) return false;
  return /^\d$/.test(key) || key.toLowerCase() === 'v' || (shiftKey && key.toLowerCase() === 'c');
}
