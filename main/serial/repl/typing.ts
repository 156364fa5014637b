/**
 * What a person types or pastes, no faster than a small ring bears.
 *
 * A board puts what comes into a ring (259 bytes on an ESP32's UART), and what does not fit is lost. Its prompt echoes what it has
 * taken out, so no more is sent than fits beside what was not echoed yet. Whoever echoes nothing (a program that reads by
 * itself) gets the rest at the pace that such a ring mostly bears.
 */
import type { SerialLink } from '../ports/link.ts';
import { Listeners, until, within } from '../until.ts';
import { PLAIN_PAUSE_MS } from './raw-repl.ts';

/** Bytes on their way to the smallest ring at most. */
const UNECHOED_MAX = 256;
const CHUNK = 128;
/** A board that echoes does it at once; a busy one may collect its garbage or write its flash first. */
const ECHO_SILENCE_MS = 1000;
const CTRL_C = 0x03;
const CR = 0x0d;
const ESC = 0x1b;
const SPACE = 0x20;
const DEL = 0x7f;

export class Typist {
  readonly #link: SerialLink;
  /** Somebody else's turn, or nobody's any more. */
  readonly #overtaken = new Listeners<void>();
  readonly #echoed = new Listeners<void>();
  #turn: Promise<void> = Promise.resolve();
  #epoch = 0;
  /** What was sent and has not come back, in its order, and when it was sent. */
  #unechoed: { readonly byte: number; readonly at: number }[] = [];
  #pace: 'echo' | 'even' = 'echo';
  #sentAt = 0;

  constructor(link: SerialLink) {
    this.#link = link;
  }

  /**
   * Sends these bytes after those of the calls before; with a Ctrl-C in them instead of what is left of those.
   * @throws Failure `port-vanished`, the signal's reason
   */
  type(bytes: Uint8Array, signal?: AbortSignal): Promise<void> {
    if (bytes.includes(CTRL_C)) this.stop();
    const epoch = this.#epoch;
    const mine = this.#turn.then(() => this.#send(bytes, epoch, signal));
    this.#turn = mine.catch(() => {});
    return mine;
  }

  /** Takes what the board says. An echo stands in it between prompts and whatever was printed, in its order. */
  hear(bytes: Uint8Array): void {
    let count = 0;
    for (const byte of bytes) if (byte === this.#unechoed[count]?.byte) count++;
    if (count === 0) return;
    this.#unechoed.splice(0, count);
    if (this.#unechoed.length === 0) this.#pace = 'echo';
    this.#echoed.tell();
  }

  /** What has not been sent is not sent any more. */
  stop(): void {
    this.#epoch++;
    this.#unechoed = [];
    this.#overtaken.tell();
  }

  async #send(bytes: Uint8Array, epoch: number, signal: AbortSignal | undefined): Promise<void> {
    this.#giveUp();
    for (let at = 0; at < bytes.length; at += CHUNK) {
      const chunk = bytes.subarray(at, at + CHUNK);
      signal?.throwIfAborted();
      if (this.#pace === 'echo') await this.#room(chunk.length, signal);
      const early = this.#sentAt + PLAIN_PAUSE_MS - performance.now();
      if (this.#pace === 'even' && early > 0)
        await within<void>(early, signal, (done) => this.#overtaken.add(done));
      if (epoch !== this.#epoch) return;
      this.#sentAt = performance.now();
      this.#unechoed.push(...echoOf(chunk).map((byte) => ({ byte, at: this.#sentAt })));
      if (this.#pace === 'even') this.#unechoed.splice(0, this.#unechoed.length - CHUNK);
      await this.#link.write(chunk);
    }
  }

  /** What has not come back by now never will: keys that a program reads are no reason to wait, however many they are. */
  #giveUp(): void {
    const recent = this.#unechoed.findIndex(({ at }) => performance.now() - at <= ECHO_SILENCE_MS);
    this.#unechoed.splice(0, recent < 0 ? this.#unechoed.length : recent);
    if (this.#unechoed.length === 0) this.#pace = 'echo';
  }

  /** Waits until so many bytes fit, somebody overtakes, or nothing is echoed any more. */
  #room(count: number, signal: AbortSignal | undefined): Promise<void> {
    return until<void>(signal, (done) => {
      const look = () => {
        if (this.#unechoed.length + count <= UNECHOED_MAX) done();
      };
      const silence = setTimeout(() => {
        this.#pace = 'even';
        this.#unechoed = [];
        done();
      }, ECHO_SILENCE_MS);
      const stops = [
        () => clearTimeout(silence),
        this.#overtaken.add(done),
        this.#echoed.add(() => {
          silence.refresh();
          look();
        }),
      ];
      look();
      return () => stops.forEach((stop) => void stop());
    });
  }
}

/** What comes back of it: not what moves the cursor, takes something away, completes a name or ends a program. */
function echoOf(bytes: Uint8Array): number[] {
  // An arrow or another key of more than one byte, by itself as all keys are.
  if (bytes.includes(ESC)) return [];
  return [...bytes].filter((byte) => byte === CR || (byte >= SPACE && byte !== DEL));
}
