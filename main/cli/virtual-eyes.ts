/** Sees a virtual board blink, where there is no person to look: counts the frames that light up blue. */
import type { VirtualBoard } from '../virtual/index.ts';

export interface Eyes {
  /** Blue frames (or, on a board without a strip, times the on-board LED went on) so far. */
  blinks(): number;
  /** Resolves at the n-th. */
  seen(n: number, signal: AbortSignal): Promise<void>;
  close(): void;
}

export function watchBlinks(board: VirtualBoard): Eyes {
  let count = 0;
  let waiting: { n: number; resolve: () => void } | undefined;
  const blink = () => {
    count++;
    if (waiting && count >= waiting.n) waiting.resolve();
  };
  const close = board.onEvent((event) => {
    if (event.type === 'leds') {
      const { leds } = event.frame;
      if (leds.length > 0 && leds.every(([red, green, blue]) => blue > 0 && red === 0 && green === 0))
        blink();
    } else if (event.type === 'pin' && event.pin === 'LED' && event.value === 1) {
      blink();
    }
  });
  return {
    blinks: () => count,
    seen: (n, signal) =>
      new Promise((resolve, reject) => {
        signal.throwIfAborted();
        signal.addEventListener('abort', () => reject(signal.reason), { once: true });
        waiting = { n, resolve };
        if (count >= n) resolve();
      }),
    close,
  };
}
