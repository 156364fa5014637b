/** Text to a terminal no faster than it draws: a board may say more for ever, and what it says now is what counts. */

/** Characters that may be under way to the terminal: it draws so many in a moment. */
const UNDER_WAY = 131_072;
/** Of those that wait for it, as many as the bench keeps of a board. */
const KEPT = 65_536;
/** Where something was left out. */
export const GAP = '\r\n…\r\n';

export interface KeepUp {
  write(text: string): void;
  /** What waits belongs to what is not there any more. */
  forget(): void;
}

/** `draw` calls back when the text is on the screen; texts are drawn in their order. */
export function createKeepUp(draw: (text: string, drawn: () => void) => void): KeepUp {
  let underWay = 0;
  let waiting = '';
  let gap = '';

  function give(text: string): void {
    underWay += text.length;
    draw(text, () => {
      underWay -= text.length;
      if (underWay === 0) follow();
    });
  }

  function follow(): void {
    const text = gap + waiting;
    forget();
    if (text !== '') give(text);
  }

  function forget(): void {
    waiting = '';
    gap = '';
  }

  return {
    write(text) {
      // What waits already comes first.
      if (underWay < UNDER_WAY && waiting === '') {
        give(text);
        return;
      }
      const all = waiting + text;
      waiting = all.slice(-KEPT);
      if (waiting.length < all.length) gap = GAP;
    },
    forget,
  };
}
