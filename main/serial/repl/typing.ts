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
const SPACE = 0x20;

export class Typist {
  readonly #link: SerialLink;
  /** Somebody else's turn, or nobody's any more. */
  readonly #overtaken = new Listeners<void>();
  readonly #echoed = new Listeners<void>();
  #turn: Promise<void> = Promise.resolve();
  #epoch = 0;
  /** What was sent and has not come back, in its order. */
  #unechoed: number[] = [];
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
    for (const byte of bytes) if (byte === this.#unechoed[count]) count++;
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
    // What has not come back by then never will.
    if (performance.now() - this.#sentAt > ECHO_SILENCE_MS) this.#expect('echo');
    for (let at = 0; at < bytes.length; at += CHUNK) {
      const chunk = bytes.subarray(at, at + CHUNK);
      signal?.throwIfAborted();
      if (this.#pace === 'echo') await this.#room(chunk.length, signal);
      const early = this.#sentAt + PLAIN_PAUSE_MS - performance.now();
      if (this.#pace === 'even' && early > 0)
        await within<void>(early, signal, (done) => this.#overtaken.add(done));
      if (epoch !== this.#epoch) return;
      this.#unechoed.push(...chunk.filter(isEchoed));
      if (this.#pace === 'even') this.#unechoed.splice(0, this.#unechoed.length - CHUNK);
      this.#sentAt = performance.now();
      await this.#link.write(chunk);
    }
  }

  #expect(pace: 'echo' | 'even'): void {
    this.#pace = pace;
    this.#unechoed = [];
  }

  /** Waits until so many bytes fit, somebody overtakes, or nothing is echoed any more. */
  #room(count: number, signal: AbortSignal | undefined): Promise<void> {
    return until<void>(signal, (done) => {
      const look = () => {
        if (this.#unechoed.length + count <= UNECHOED_MAX) done();
      };
      const silence = setTimeout(() => {
        this.#expect('even');
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

/** Control characters move the cursor, complete a name or end a program; none of them comes back. */
function isEchoed(byte: number): boolean {
  return byte === CR || byte >= SPACE;
}
