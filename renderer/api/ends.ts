/** The listeners of one channel: told of each message until the end, and of the end once. */

export interface Ends {
  readonly ended: boolean;
  receive(message: unknown): void;
  end(): void;
  onMessage(listener: (message: unknown) => void): () => void;
  /** Also called, soon, when the end was before. */
  onClose(listener: () => void): () => void;
}

export function createEnds(): Ends {
  const messages = new Set<(message: unknown) => void>();
  const closes = new Set<() => void>();
  let ended = false;
  return {
    get ended() {
      return ended;
    },
    receive(message) {
      for (const listener of [...messages]) {
        if (!ended) listener(message);
      }
    },
    end() {
      if (ended) return;
      ended = true;
      messages.clear();
      for (const listener of [...closes]) listener();
      closes.clear();
    },
    onMessage(listener) {
      messages.add(listener);
      return () => {
        messages.delete(listener);
      };
    },
    onClose(listener) {
      if (ended) queueMicrotask(listener);
      else closes.add(listener);
      return () => {
        closes.delete(listener);
      };
    },
  };
}
