/**
 * The VM's only way to wait. The worker never returns to its event loop: whatever the board waits for (serial
 * bytes, packets, an answer from the host) is a message, and the bell wakes it.
 */
import { type MessagePort, receiveMessageOnPort } from 'node:worker_threads';
import { BELL, type FromVm, type PlacedFromVm, type ToVm } from './messages.ts';

/** Board time: `rate` board milliseconds pass for each real one. */
export interface Clock {
  readonly rate: number;
  /** Milliseconds since power on. */
  ticks(): number;
}

export function createClock(rate: number): Clock {
  const start = performance.now();
  return { rate, ticks: () => (performance.now() - start) * rate };
}

/** Messages under way that the host has not handled: what a board's UART buffer is to a program that prints for ever. */
const UNHANDLED_MAX = 256;

export interface Inbox {
  /** `place` on the wire: see `wire.ts`. Waits while the host is far behind. */
  send(place: number, message: FromVm, transfer?: readonly ArrayBuffer[]): void;
  /** Handles all that has come. */
  drain(): void;
  /**
   * Waits until a message came or `ms` of board time have passed (negative: for ever), then drains. Returns at once
   * where messages were read since the last wait.
   */
  wait(ms: number): void;
}

export function createInbox(
  port: MessagePort,
  bell: Int32Array,
  clock: Clock,
  handle: (message: ToVm) => void,
): Inbox {
  let read = 0;
  let known = 0;
  let sent = 0;
  let draining = false;

  const drain = () => {
    // A message's handler may wait, and an interrupt may come in between: messages are handled one after the other.
    if (draining) return;
    draining = true;
    try {
      for (;;) {
        const next = receiveMessageOnPort(port);
        if (next === undefined) return;
        Atomics.store(bell, BELL.read, ++read);
        handle(next.message as ToVm);
      }
    } finally {
      draining = false;
    }
  };

  return {
    send(place, message, transfer) {
      const placed: PlacedFromVm = [place, message];
      port.postMessage(placed, transfer as ArrayBuffer[] | undefined);
      sent++;
      for (;;) {
        const handled = Atomics.load(bell, BELL.handled);
        if (sent - handled < UNHANDLED_MAX) return;
        Atomics.wait(bell, BELL.handled, handled);
      }
    },
    drain,
    wait(ms) {
      // The counter is looked at before the messages: one that comes in between makes the wait return at once.
      const rings = Atomics.load(bell, BELL.rings);
      drain();
      // What was read since the last wait may be what the caller waits for, and it may have looked before that.
      if (read === known && ms !== 0) {
        Atomics.wait(bell, BELL.rings, rings, ms < 0 ? Number.POSITIVE_INFINITY : ms / clock.rate);
        drain();
      }
      known = read;
    },
  };
}
