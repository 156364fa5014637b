/** A value that can be watched: the smallest thing that the page's lower floors need, without a library. */

export interface Observable<T> {
  get(): T;
  /** Calls `listener` after each change, not for the present value. Returns the way out. */
  subscribe(listener: (value: T) => void): () => void;
}

export interface Subject<T> extends Observable<T> {
  set(value: T): void;
}

export function createSubject<T>(initial: T): Subject<T> {
  let value = initial;
  const listeners = new Set<(value: T) => void>();
  return {
    get: () => value,
    set(next) {
      value = next;
      for (const listener of [...listeners]) {
        if (listeners.has(listener)) listener(next);
      }
    },
    subscribe(listener) {
      // One listener may be given twice: each has a way out of its own.
      const own = (next: T) => listener(next);
      listeners.add(own);
      return () => {
        listeners.delete(own);
      };
    },
  };
}
