/**
 * How a log goes along with what comes in:
 *
 *     following ──(scrolled away)──► scrolled        scrolled ──(back at the end)──► following
 *         │                             │
 *         └──────────(Pause)────────────┴──► paused ──(Go on, To the end)──► following
 *
 * Scrolled shows new lines below what is being read; paused holds the lines as they were.
 */

/** One line, as the machine said it. Ids rise. */
export interface LogLine {
  readonly id: number;
  /** As it is shown: "09.94", "10:46:11". */
  readonly time?: string | undefined;
  /** Who said it, where several speak: "board". */
  readonly by?: string | undefined;
  readonly text: string;
  /**
   * `matters`: the line for which one opened the log. `bad`: an error among others. `strong`: a turning point.
   * `quiet`: not the machine that the log is about.
   */
  readonly mark?: 'matters' | 'bad' | 'strong' | 'quiet' | undefined;
}

export type Follow =
  | { readonly mode: 'following' }
  /** `seen`: the id of the last line there was when one began to read; what is above it is new. */
  | { readonly mode: 'scrolled'; readonly seen: number }
  | { readonly mode: 'paused'; readonly held: readonly LogLine[] };

export type FollowEvent =
  | { readonly type: 'scrolled'; readonly atEnd: boolean; readonly lines: readonly LogLine[] }
  | { readonly type: 'pause'; readonly lines: readonly LogLine[] }
  | { readonly type: 'go-on' };

export const FOLLOWING: Follow = { mode: 'following' };

export function follow(state: Follow, event: FollowEvent): Follow {
  switch (event.type) {
    case 'go-on':
      return FOLLOWING;
    case 'pause':
      return state.mode === 'paused' ? state : { mode: 'paused', held: event.lines };
    case 'scrolled':
      if (state.mode === 'paused') return state;
      if (event.atEnd) return FOLLOWING;
      return state.mode === 'scrolled' ? state : { mode: 'scrolled', seen: lastId(event.lines) };
  }
}

/** The lines to show: those of the moment of the pause, or all. */
export function shown(state: Follow, lines: readonly LogLine[]): readonly LogLine[] {
  return state.mode === 'paused' ? state.held : lines;
}

/** How many lines came that have not been read. */
export function fresh(state: Follow, lines: readonly LogLine[]): number {
  if (state.mode === 'following') return 0;
  const last = state.mode === 'paused' ? lastId(state.held) : state.seen;
  let count = 0;
  while (count < lines.length && (lines[lines.length - 1 - count]?.id ?? 0) > last) count += 1;
  return count;
}

function lastId(lines: readonly LogLine[]): number {
  return lines.at(-1)?.id ?? Number.NEGATIVE_INFINITY;
}
