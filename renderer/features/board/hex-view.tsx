/** Bytes that are no text, as one reads them: where, what, and what of it is ASCII. */
import { boardText } from '../../text/board.ts';
import { hexLines } from './content.ts';
import css from './file-panel.module.css';

/** Bytes that are drawn: enough to know what it is. */
const DRAWN = 4096;

export function HexView({ bytes }: { readonly bytes: Uint8Array }) {
  const text = boardText.file;
  const rest = bytes.length - DRAWN;
  return (
    <>
      <p className={css.said}>
        {text.bytes} {rest > 0 && text.bytesRest(boardText.size(rest))}
      </p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by key */}
      <pre className={css.hex} tabIndex={0}>
        {hexLines(bytes, DRAWN)
          .map(({ at, bytes: hex, text: ascii }) => `${at}  ${hex.padEnd(47)}  ${ascii}`)
          .join('\n')}
      </pre>
    </>
  );
}
