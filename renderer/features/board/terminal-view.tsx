/** Where the terminal stands on the page. */
import { useEffect, useRef } from 'react';
import css from './console-panel.module.css';
import { type ConsoleTerminal, createTerminal, type TerminalOptions } from './terminal.ts';

export interface TerminalViewProps extends TerminalOptions {
  /** It is there now; called again should it be made anew. */
  readonly onReady: (terminal: ConsoleTerminal) => void;
}

/** The face of the console; a terminal measures its signs when it is made, so they have to be there. */
const FONT = '400 13px "IBM Plex Mono"';

export function TerminalView(props: TerminalViewProps) {
  const host = useRef<HTMLDivElement>(null);
  const latest = useRef(props);
  useEffect(() => {
    latest.current = props;
  });
  useEffect(() => {
    let terminal: ConsoleTerminal | undefined;
    let here = true;
    // Without its font it is drawn in another one.
    const loaded = document.fonts.load(FONT).catch(() => []);
    void loaded.then(() => {
      const { current } = host;
      if (!here || current === null) return;
      const { label } = latest.current;
      terminal = createTerminal(current, {
        label,
        onTyped: (text) => latest.current.onTyped(text),
      });
      latest.current.onReady(terminal);
    });
    return () => {
      here = false;
      terminal?.dispose();
    };
  }, []);
  return <div ref={host} className={css.terminal} />;
}
