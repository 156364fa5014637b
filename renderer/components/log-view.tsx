/**
 * What a machine says, line by line, and nothing of ours in between. It follows the end until somebody scrolls back;
 * Pause holds it. The line for which one opened it stands on the fail ground.
 *
 * For logs and requests. Not for our own sentences, and not for code to be edited.
 */
import { memo, type ReactNode, useEffect, useId, useReducer, useRef } from 'react';
import { partsText } from '../text/parts.ts';
import { cls } from './cls.ts';
import { FOLLOWING, follow, fresh, type LogLine, shown } from './follow.ts';
import { IconButton } from './icon-button.tsx';
import css from './log-view.module.css';

export interface LogViewProps {
  readonly title: string;
  readonly lines: readonly LogLine[];
  /** Before the title, such as a `LiveMark`. */
  readonly lead?: ReactNode;
  /** Between title and Pause: `Segments`, a count. */
  readonly aside?: ReactNode;
  /** Pixels of the lines; `fill` takes what the surroundings leave. */
  readonly height?: number | 'fill' | undefined;
  /** With a border; without, it stands in a rail. */
  readonly framed?: boolean | undefined;
  /** Whether anything can still come; without it there is nothing to pause. */
  readonly live?: boolean | undefined;
}

/** More than this are not drawn; the whole log is for a file. */
const DRAWN = 1000;
/** Pixels from the end that still count as the end. */
const NEAR = 8;

export function LogView(props: LogViewProps) {
  const { title, lines, lead, aside, height = 200, framed = false, live = true } = props;
  const [state, tell] = useReducer(follow, FOLLOWING);
  const body = useRef<HTMLDivElement>(null);
  const id = useId();
  const drawn = shown(state, lines).slice(-DRAWN);
  const following = state.mode === 'following';
  const last = drawn.at(-1)?.id;

  // A new last line moves the end, so it is among the reasons to run.
  useEffect(() => {
    const box = body.current;
    if (following && box !== null) box.scrollTop = box.scrollHeight;
  }, [following, last]);

  const onScroll = () => {
    const box = body.current;
    if (box === null) return;
    tell({ type: 'scrolled', atEnd: box.scrollHeight - box.scrollTop - box.clientHeight <= NEAR, lines });
  };

  const text = partsText.log;
  const said = state.mode === 'following' ? text.following : text[state.mode](fresh(state, lines));
  return (
    <section
      className={cls(css.log, framed && css.framed, height === 'fill' && css.fill)}
      aria-labelledby={id}
    >
      <header className={css.head}>
        {lead}
        <h2 id={id} className={css.title}>
          {title}
        </h2>
        {aside}
        {live && <span className={css.said}>{said}</span>}
        {live && state.mode === 'scrolled' && (
          <IconButton icon="to-end" label={text.toEnd} onClick={() => tell({ type: 'go-on' })} />
        )}
        {live && (
          <IconButton
            icon={state.mode === 'paused' ? 'play' : 'pause'}
            label={state.mode === 'paused' ? text.goOn : text.pause}
            onClick={() => tell(state.mode === 'paused' ? { type: 'go-on' } : { type: 'pause', lines })}
          />
        )}
      </header>
      <div
        ref={body}
        className={css.body}
        style={height === 'fill' ? undefined : { height }}
        role="log"
        aria-live="off"
        aria-labelledby={id}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by key
        tabIndex={0}
        onScroll={onScroll}
      >
        {drawn.length === 0 && <p className={css.none}>{text.empty}</p>}
        <ol className={css.lines}>
          {drawn.map((line) => (
            <Line key={line.id} line={line} />
          ))}
        </ol>
      </div>
    </section>
  );
}

/** A line that was said does not change: some hundred of them are not looked at again for each that comes. */
const Line = memo(function Line({ line }: { readonly line: LogLine }) {
  return (
    <li className={css.line} data-mark={line.mark}>
      {line.time !== undefined && <span className={css.time}>{line.time} </span>}
      {line.by !== undefined && <span className={css.time}>{line.by} </span>}
      {line.text}
    </li>
  );
});
