/** What a board's program moves, counted where it moves it: in memory that the host reads whenever it likes. */

/** Where each meter begins; a meter is calls, bytes, and the most in one call. */
export const METERS = { socketRead: 0, socketWrite: 3, flashRead: 6, flashWrite: 9, length: 12 } as const;

export type MeterName = Exclude<keyof typeof METERS, 'length'>;

export type CountBytes = (meter: MeterName, bytes: number) => void;

export function createMeters(shared: SharedArrayBuffer): CountBytes {
  const counters = new Int32Array(shared);
  return (meter, bytes) => {
    const at = METERS[meter];
    Atomics.add(counters, at, 1);
    Atomics.add(counters, at + 1, bytes);
    if (bytes > Atomics.load(counters, at + 2)) Atomics.store(counters, at + 2, bytes);
  };
}
