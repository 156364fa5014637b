/** Waiting for events with a way out. */

/**
 * Waits for what `start` listens to. `start` gets the two ways to end it and gives the way to stop listening, which is
 * called exactly once, whatever ended the wait.
 * @throws the signal's reason, or what `fail` was given
 */
export function until<T>(
  signal: AbortSignal | undefined,
  start: (done: (value: T) => void, fail: (reason: unknown) => void) => () => void,
): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason);
    let over = false;
    let stop: (() => void) | null = null;
    const end = (settle: () => void) => {
      if (over) return;
      over = true;
      signal?.removeEventListener('abort', onAbort);
      stop?.();
      settle();
    };
    const onAbort = () => end(() => reject(signal?.reason));
    signal?.addEventListener('abort', onAbort);
    stop = start(
      (value) => end(() => resolve(value)),
      (reason) => end(() => reject(reason)),
    );
    if (over) stop();
  });
}

/** The same, ending with null when `ms` have passed. */
export async function within<T>(
  ms: number,
  signal: AbortSignal | undefined,
  start: (done: (value: T) => void, fail: (reason: unknown) => void) => () => void,
): Promise<T | null> {
  return until<T | null>(signal, (done, fail) => {
    const timer = setTimeout(() => done(null), ms);
    const stop = start(done, fail);
    return () => {
      clearTimeout(timer);
      stop();
    };
  });
}

/** Listeners of one kind of event. */
export class Listeners<T> {
  readonly #all = new Set<(value: T) => void>();

  add(listener: (value: T) => void): () => void {
    const own = (value: T) => listener(value);
    this.#all.add(own);
    return () => {
      this.#all.delete(own);
    };
  }

  tell(value: T): void {
    for (const listener of [...this.#all]) listener(value);
  }

  get size(): number {
    return this.#all.size;
  }
}
