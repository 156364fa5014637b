/** What a board says in a moment is one message: it may say thousands of words a second, each in a piece of its own. */
import type { ConsoleEvent } from '../../preload/contract/boards.ts';

/** Milliseconds: no person sees such a delay. */
const GATHER_MS = 20;

export interface SaidGatherer {
  /** In the order in which they came; the first words after a silence go at once. */
  tell(event: ConsoleEvent): void;
  /** What waits is not told any more. */
  stop(): void;
}

export function gatherSaid(emit: (event: ConsoleEvent) => void): SaidGatherer {
  let said = '';
  let timer: NodeJS.Timeout | undefined;

  const flush = (): void => {
    if (said === '') return;
    const text = said;
    said = '';
    emit({ type: 'said', text });
  };
  const again = (): void => {
    timer = undefined;
    if (said === '') return;
    flush();
    timer = setTimeout(again, GATHER_MS);
  };

  return {
    tell(event) {
      if (event.type !== 'said') {
        flush();
        emit(event);
        return;
      }
      said += event.text;
      if (timer !== undefined) return;
      flush();
      timer = setTimeout(again, GATHER_MS);
    },
    stop() {
      clearTimeout(timer);
      said = '';
    },
  };
}
