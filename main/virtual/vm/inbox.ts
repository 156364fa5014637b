/**
 * The VM's only way to wait. The worker never returns to its event loop: whatever the board waits for (serial
 * bytes, packets, an answer from the host) is a message, and the bell wakes it.
 */
import { type MessagePort, receiveMessageOnPort } from 'node:worker_threads';
import { BELL, type FromVm, type ToVm } from './messages.ts';

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

export interface Inbox {
  send(message: FromVm, transfer?: readonly ArrayBuffer[]): void;
  /** Handles all that has come. */
  drain(): void;
  /** Waits until a message came or `ms` of board time have passed (negative: for ever), then drains. */
  wait(ms: number): void;
}

export function createInbox(
  port: MessagePort,
  bell: Int32Array,
  clock: Clock,
  handle: (message: ToVm) => void,
): Inbox {
  let read = 0;

  const drain = () => {
    for (;;) {
      const next = receiveMessageOnPort(port);
      if (next === undefined) return;
      Atomics.store(bell, BELL.read, ++read);
      handle(next.message as ToVm);
    }
  };

  return {
    send: (message, transfer) => port.postMessage(message, transfer as ArrayBuffer[] | undefined),
    drain,
    wait(ms) {
      // The counter is looked at before the messages: one that comes in between makes the wait return at once.
      const rings = Atomics.load(bell, BELL.rings);
      const before = read;
      drain();
      if (read !== before || ms === 0) return;
      Atomics.wait(bell, BELL.rings, rings, ms < 0 ? Number.POSITIVE_INFINITY : ms / clock.rate);
      drain();
    },
  };
}
