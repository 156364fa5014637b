/**
 * A UART as part of a cable: bytes take their time, one after the other, without a pause between them.
 *
 * What is modelled is the rate, 8N1: ten bits a byte. What a USB bridge adds (its own buffers, a latency of up to
 * 16 ms towards the computer) is not. The board's receive buffer, which loses what comes while it is full, is on the
 * board's side: `vm/serial-in.ts`.
 */
import type { Stage } from './cable.ts';

export interface Uart {
  readonly baudRate: number;
  /** Bytes that the board holds unread. */
  readonly ring: number;
}

/** The REPL's UART of an ESP32: 260 bytes, of which a ring keeps one free (ports/esp32/mphalport.c, py/ringbuf.h). */
export const UART_115200: Uart = { baudRate: 115_200, ring: 259 };

/** Node's timers are this much late, as a rule: the rest is waited for in turns of the event loop. */
const TIMER_MS = 1.5;
/** While a long run of bytes is under way, they are handed on this often. */
const LUMP_MS = 2;

/** Bytes that one way of such a line carries in a second. */
export function bytesPerSecond(baudRate: number): number {
  return baudRate / 10;
}

export function uartStage(baudRate: number): Stage {
  const msPerByte = 1000 / bytesPerSecond(baudRate);
  return (deliver) => {
    /** What is on the line, each with the moment at which its first bit was sent. */
    let queue: { bytes: Uint8Array; since: number }[] = [];
    let freeAt = 0;
    let timer: NodeJS.Timeout | undefined;
    let turn: NodeJS.Immediate | undefined;

    const wait = () => {
      const ms = Math.min(freeAt - performance.now(), LUMP_MS + TIMER_MS);
      if (ms > TIMER_MS) timer = setTimeout(arrive, ms - TIMER_MS);
      else turn = setImmediate(arrive);
    };

    const arrive = () => {
      timer = turn = undefined;
      const now = performance.now();
      const due: Uint8Array[] = [];
      for (let head = queue[0]; head; head = queue[0]) {
        const count = Math.min(head.bytes.length, Math.floor((now - head.since) / msPerByte));
        if (count > 0) due.push(head.bytes.subarray(0, count));
        if (count < head.bytes.length) {
          queue[0] = { bytes: head.bytes.subarray(count), since: head.since + count * msPerByte };
          break;
        }
        queue.shift();
      }
      if (queue.length > 0) wait();
      if (due.length > 0) deliver(Buffer.concat(due));
    };

    return {
      send(bytes) {
        if (bytes.length === 0) return;
        const since = Math.max(performance.now(), freeAt);
        freeAt = since + bytes.length * msPerByte;
        queue.push({ bytes, since });
        if (timer === undefined && turn === undefined) wait();
      },
      cut() {
        clearTimeout(timer);
        clearImmediate(turn);
        timer = turn = undefined;
        queue = [];
        freeAt = 0;
      },
    };
  };
}
