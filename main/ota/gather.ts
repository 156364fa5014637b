/** One look at the disk for many who ask. */

/** Looks follow each other no faster than this, so that a storm of requests shares them. Milliseconds. */
const SPACING_MS = 3;

export interface Gather<T> {
  /**
   * What `look` finds, and it looks after this call: whoever asks sees everything that was there when it asked.
   * The first look after a pause comes at once; under load each waits a few milliseconds for company.
   */
  ask(): Promise<T>;
}

export function createGather<T>(look: () => T): Gather<T> {
  let waiting: Promise<T> | undefined;
  let last = Number.NEGATIVE_INFINITY;
  return {
    ask: () => {
      waiting ??= new Promise<T>((resolve, reject) => {
        const go = (): void => {
          waiting = undefined;
          try {
            resolve(look());
          } catch (error) {
            reject(error);
          }
          last = performance.now();
        };
        const pause = last + SPACING_MS - performance.now();
        if (pause <= 0) setImmediate(go);
        else setTimeout(go, pause);
      });
      return waiting;
    },
  };
}
