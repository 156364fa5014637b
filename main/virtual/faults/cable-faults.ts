/**
 * What a bad cable does, as stages of a `Cable`: `board.cable.add('down', drops({ rate: 0.001, seed: 7 }))`.
 *
 * Offsets count the bytes that came to the stage since it was made; they go on counting through resets and through a
 * plug that is pulled. A stage is for one direction of one cable.
 */
import type { Stage } from '../cable.ts';
import { seeded } from './random.ts';

/**
 * Which bytes are hit: those at these offsets, or a share of all (0 to 1), chosen by a seed so that the same run can
 * be had again.
 */
export type Hits =
  | { readonly at: number | readonly number[] }
  | { readonly rate: number; readonly seed: number };

/** Loses bytes. */
export function drops(hits: Hits): Stage {
  return eachByte(hits, () => []);
}

/** Gives bytes twice. */
export function doubles(hits: Hits): Stage {
  return eachByte(hits, (byte) => [byte, byte]);
}

/** Turns over one bit of a byte: the lowest where the offset is given, any where it is chosen by a seed. */
export function flips(hits: Hits): Stage {
  const random = 'seed' in hits ? seeded(hits.seed + 1) : () => 0;
  return eachByte(hits, (byte) => [byte ^ (1 << Math.floor(random() * 8))]);
}

/** Hands everything on later, by `ms` and up to `jitterMs` more; the order stays. */
export function delays({
  ms,
  jitterMs = 0,
  seed = 1,
}: {
  readonly ms: number;
  readonly jitterMs?: number;
  readonly seed?: number;
}): Stage {
  const random = seeded(seed);
  return (deliver) => {
    const timers = new Set<NodeJS.Timeout>();
    const waiting: Uint8Array[] = [];
    return {
      send(bytes) {
        waiting.push(bytes.slice());
        const timer = setTimeout(
          () => {
            timers.delete(timer);
            // Not this one but the first: what jitters must not overtake.
            const first = waiting.shift();
            if (first) deliver(first);
          },
          ms + random() * jitterMs,
        );
        timers.add(timer);
      },
      cut() {
        for (const timer of timers) clearTimeout(timer);
        timers.clear();
        waiting.length = 0;
      },
    };
  };
}

/** From the byte at this offset on nothing passes for so many ms, and then all that was held; without `ms` never again. */
export function stalls({ at, ms }: { readonly at: number; readonly ms?: number }): Stage {
  let offset = 0;
  let over = false;
  return (deliver) => {
    const held: Uint8Array[] = [];
    let timer: NodeJS.Timeout | undefined;
    const release = () => {
      over = true;
      for (const bytes of held.splice(0)) deliver(bytes);
    };
    return {
      send(bytes) {
        const passes = over ? bytes.length : Math.max(0, Math.min(bytes.length, at - offset));
        offset += bytes.length;
        if (passes > 0) deliver(bytes.subarray(0, passes));
        if (passes === bytes.length) return;
        held.push(bytes.slice(passes));
        if (ms !== undefined) timer ??= setTimeout(release, ms);
      },
      cut() {
        clearTimeout(timer);
        timer = undefined;
        held.length = 0;
      },
    };
  };
}

/**
 * Once, when the byte at this offset would pass: `what` happens instead, and the rest of what was sent with it is lost.
 * For a plug that is pulled, or a board that is reset, in the middle of something.
 */
export function trips(at: number, what: () => void): Stage {
  let offset = 0;
  let over = false;
  return (deliver) => ({
    send(bytes) {
      const from = offset;
      offset += bytes.length;
      if (over || offset <= at) return deliver(bytes);
      over = true;
      if (at > from) deliver(bytes.subarray(0, at - from));
      what();
    },
    cut() {},
  });
}

function eachByte(hits: Hits, change: (byte: number) => readonly number[]): Stage {
  const isHit = chooser(hits);
  let offset = 0;
  return (deliver) => ({
    send(bytes) {
      const out: number[] = [];
      for (const byte of bytes) {
        if (isHit(offset++)) out.push(...change(byte));
        else out.push(byte);
      }
      if (out.length > 0) deliver(Uint8Array.from(out));
    },
    cut() {},
  });
}

function chooser(hits: Hits): (offset: number) => boolean {
  if ('rate' in hits) {
    const random = seeded(hits.seed);
    return () => random() < hits.rate;
  }
  const offsets = new Set(typeof hits.at === 'number' ? [hits.at] : hits.at);
  return (offset) => offsets.has(offset);
}
