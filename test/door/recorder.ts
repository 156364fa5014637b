/** Keeps what came, and lets a test await what is to come. */

export interface Recorder<T> {
  readonly all: readonly T[];
  add(item: T): void;
  /** The first item that fits, be it there already or not; the test's own time limit is the limit. */
  until(fits: (item: T) => boolean): Promise<T>;
  /** Resolves when there are so many. */
  count(n: number): Promise<readonly T[]>;
}

export function createRecorder<T>(): Recorder<T> {
  const all: T[] = [];
  const waiting = new Set<() => void>();
  const wait = <R>(look: () => R | undefined): Promise<R> =>
    new Promise((resolve) => {
      const check = () => {
        const found = look();
        if (found === undefined) return;
        waiting.delete(check);
        resolve(found);
      };
      waiting.add(check);
      check();
    });
  return {
    all,
    add(item) {
      all.push(item);
      for (const check of [...waiting]) check();
    },
    until: async (fits) =>
      (await wait(() => all.map((item) => ({ item })).find(({ item }) => fits(item)))).item,
    count: (n) => wait(() => (all.length >= n ? all : undefined)),
  };
}
