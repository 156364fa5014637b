/**
 * The board's sending line: a small ring of bytes that the VM's thread fills and the host empties.
 *
 * A byte is out as soon as it is printed, even where the program never waits again; a program that prints faster than
 * the host listens waits for it, as for a UART. Bytes and messages keep their order: each message carries the place on
 * the wire at which it was sent, and no byte from behind it is read before it has been handled.
 */
const SIZE = 2048;
/** Places in the counter array: bytes written and read, whether a `tx` is under way, messages sent but for `tx`. */
const WRITTEN = 0;
const READ = 1;
const TOLD = 2;
const MARKS = 3;
const COUNTERS = 4;
const COUNTER_BYTES = COUNTERS * Int32Array.BYTES_PER_ELEMENT;

export function createWire(): SharedArrayBuffer {
  return new SharedArrayBuffer(COUNTER_BYTES + SIZE);
}

export interface WireWriter {
  write(bytes: Uint8Array): void;
  /** The place of a `tx` that is sent now. */
  place(): number;
  /** The same for any other message. */
  mark(): number;
}

/** `tell` sends the host a `tx`. */
export function createWireWriter(wire: SharedArrayBuffer, tell: () => void): WireWriter {
  const counters = new Int32Array(wire, 0, COUNTERS);
  const ring = new Uint8Array(wire, COUNTER_BYTES);
  const place = () => Atomics.load(counters, WRITTEN);
  return {
    write(bytes) {
      let from = 0;
      while (from < bytes.length) {
        const written = place();
        const read = Atomics.load(counters, READ);
        const room = SIZE - ((written - read) | 0);
        if (room === 0) {
          Atomics.wait(counters, READ, read);
          continue;
        }
        const count = Math.min(room, bytes.length - from);
        for (let i = 0; i < count; i++) ring[(written + i) & (SIZE - 1)] = bytes[from + i] ?? 0;
        from += count;
        Atomics.store(counters, WRITTEN, written + count);
        if (Atomics.exchange(counters, TOLD, 1) === 0) tell();
      }
    },
    place,
    mark() {
      Atomics.add(counters, MARKS, 1);
      // What is written from here on has another `tx`.
      Atomics.store(counters, TOLD, 0);
      return place();
    },
  };
}

export interface WireReader {
  /** What is there when a `tx` comes: more than there was at its place, if no message is on its way. */
  tx(place: number): Uint8Array;
  /** What was written before another message. */
  mark(place: number): Uint8Array;
}

export function createWireReader(wire: SharedArrayBuffer): WireReader {
  const counters = new Int32Array(wire, 0, COUNTERS);
  const ring = new Uint8Array(wire, COUNTER_BYTES);
  let marks = 0;

  const upTo = (place: number) => {
    const read = Atomics.load(counters, READ);
    const bytes = new Uint8Array(Math.max(0, (place - read) | 0));
    for (let i = 0; i < bytes.length; i++) bytes[i] = ring[(read + i) & (SIZE - 1)] ?? 0;
    Atomics.store(counters, READ, read + bytes.length);
    Atomics.notify(counters, READ);
    return bytes;
  };

  return {
    tx(place) {
      Atomics.store(counters, TOLD, 0);
      const written = Atomics.load(counters, WRITTEN);
      // Looked at after `written`: where no message had been sent by now, none stands among those bytes.
      return upTo(Atomics.load(counters, MARKS) === marks ? written : place);
    },
    mark(place) {
      marks++;
      return upTo(place);
    },
  };
}
