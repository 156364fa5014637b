/**
 * What is typed reaches the board in its order, though each call takes a moment: one call is under way at a time, and
 * what is typed meanwhile goes together with the next. A Ctrl-C goes at once, instead of what waits.
 */

const CTRL_C = '\u0003';

/** Characters that one call takes. */
export const TYPED_AT_ONCE = 10_000;

export interface Typer {
  /** False when it is too much at once, of which nothing is sent. */
  type(text: string): boolean;
  /** What waits is not sent any more. */
  forget(): void;
}

/** `send` never throws; it resolves to whether the board has it. What was typed after a failure goes with it. */
export function createTyper(send: (text: string) => Promise<boolean>): Typer {
  let waiting = '';
  let sending = false;

  async function sendAll(): Promise<void> {
    if (sending) return;
    sending = true;
    while (waiting !== '') {
      const text = waiting.slice(0, TYPED_AT_ONCE);
      waiting = waiting.slice(text.length);
      if (!(await send(text))) waiting = '';
    }
    sending = false;
  }

  return {
    type(text) {
      if (text.length > TYPED_AT_ONCE) return false;
      const stops = text.lastIndexOf(CTRL_C);
      if (stops >= 0 && sending) {
        waiting = '';
        void send(text.slice(stops));
        return true;
      }
      waiting += text;
      void sendAll();
      return true;
    },
    forget() {
      waiting = '';
    },
  };
}
