/**
 * What a person types or pastes, no faster than a small ring bears.
 *
 * A board puts what comes into a ring (259 bytes on an ESP32's UART), and what does not fit is lost. Its prompt echoes what it has
 * taken out (shared/readline/readline.c: 32 to 126, and CR), so no more is sent than fits beside what was not echoed yet. A line that
 * was entered is being run until the next prompt, and what is printed meanwhile is no echo.
 *
 * Who echoes nothing for a second (a program that reads by itself, or a line that takes its time) gets the rest at an even pace,
 * which such a ring mostly bears, and no more than that can be known of it.
 */
import { Failure } from '../../../preload/contract/errors.ts';
import type { SerialLink } from '../ports/link.ts';
import { Listeners, until, within } from '../until.ts';
import { PLAIN_PAUSE_MS } from './raw-repl.ts';

/** Bytes on their way to the smallest ring at most. */
const UNECHOED_MAX = 256;
const CHUNK = 128;
/** A board that echoes does it at once; a busy one may collect its garbage or write its flash first. */
const ECHO_SILENCE_MS = 1000;
/** Of the friendly REPL (shared/runtime/pyexec.c): for a statement, for more of it, in paste mode. */
const PROMPTS: ReadonlySet<string> = new Set(['>>> ', '... ', '=== ']);
const PROMPT_LENGTH = 4;
const CTRL_C = 0x03;
const CR = 0x0d;
const ESC = 0x1b;
const PRINTABLE = { first: 0x20, last: 0x7e };

interface Sent {
  /** What comes back of it; null for what moves the cursor, takes something away or completes a name. */
  readonly echo: number | null;
  readonly at: number;
}

/** Calls that end together: by a Ctrl-C, by the end of the line, or because somebody else has it. */
interface Batch {
  ended: 'no' | 'overtaken' | Failure;
}

export class Typist {
  readonly #link: SerialLink;
  readonly #ended = new Listeners<void>();
  readonly #echoed = new Listeners<void>();
  #batch: Batch = { ended: 'no' };
  #turn: Promise<void> = Promise.resolve();
  /** What was sent and is in the ring still, as far as is known; in its order. */
  #unechoed: Sent[] = [];
  #pace: 'echo' | 'even' = 'echo';
  #board: 'unknown' | 'at-prompt' | 'running' = 'unknown';
  #tail = '';
  #sentAt = 0;
  #echoedAt = 0;

  constructor(link: SerialLink) {
    this.#link = link;
  }

  /**
   * Sends these bytes after those of the calls before; those that begin with a Ctrl-C instead of what is left of them, which then
   * resolve without it.
   * @throws Failure `port-vanished`, `console-closed` when a job takes the board; the signal's reason
   */
  type(bytes: Uint8Array, signal?: AbortSignal): Promise<void> {
    if (bytes[0] === CTRL_C) this.#end('overtaken');
    const batch = this.#batch;
    const mine = this.#turn.then(() => this.#send(bytes, batch, signal));
    this.#turn = mine.catch(() => {});
    return mine;
  }

  /** Takes what the board says. */
  hear(bytes: Uint8Array): void {
    // Most of what a board says comes while nobody types: how it ends is all that counts of it.
    if (this.#unechoed.length === 0) {
      this.#look(bytes.subarray(-PROMPT_LENGTH));
      return;
    }
    let isNews = false;
    for (const [index, byte] of bytes.entries()) {
      this.#look(bytes.subarray(index, index + 1));
      if (this.#board === 'running') continue;
      const at = this.#unechoed.findIndex(({ echo }) => echo !== null);
      if (at < 0 || this.#unechoed[at]?.echo !== byte) continue;
      // What stands before it and does not come back was taken out before it.
      this.#unechoed.splice(0, at + 1);
      isNews = true;
      if (byte === CR && this.#board === 'at-prompt') this.#board = 'running';
    }
    if (!isNews) return;
    this.#echoedAt = performance.now();
    if (this.#unechoed.length === 0) this.#pace = 'echo';
    this.#echoed.tell();
  }

  #look(end: Uint8Array): void {
    this.#tail = (this.#tail + Buffer.from(end).toString('latin1')).slice(-PROMPT_LENGTH);
    if (PROMPTS.has(this.#tail)) this.#board = 'at-prompt';
  }

  /** What has not been sent is not sent any more, and whoever waits for it is told why. */
  stop(why: 'port-vanished' | 'console-closed'): void {
    this.#end(new Failure(why, { port: this.#link.path }));
  }

  #end(ended: Batch['ended']): void {
    this.#batch.ended = ended;
    this.#batch = { ended: 'no' };
    this.#ended.tell();
  }

  async #send(bytes: Uint8Array, batch: Batch, signal: AbortSignal | undefined): Promise<void> {
    this.#giveUp();
    const sent = sentOf(bytes);
    for (let at = 0; at < bytes.length; at += CHUNK) {
      const chunk = bytes.subarray(at, at + CHUNK);
      if (batch.ended === 'no') await this.#ready(chunk.length, signal);
      signal?.throwIfAborted();
      if (batch.ended === 'overtaken') return;
      if (batch.ended !== 'no') throw batch.ended;
      const now = performance.now();
      this.#unechoed.push(...sent.slice(at, at + CHUNK).map((echo) => ({ echo, at: now })));
      if (this.#pace === 'even') this.#unechoed.splice(0, this.#unechoed.length - CHUNK);
      await this.#link.write(chunk);
      this.#sentAt = performance.now();
    }
  }

  async #ready(count: number, signal: AbortSignal | undefined): Promise<void> {
    if (this.#pace === 'echo') await this.#room(count, signal);
    const early = this.#sentAt + PLAIN_PAUSE_MS - performance.now();
    if (this.#pace === 'even' && early > 0)
      await within<void>(early, signal, (done) => this.#ended.add(done));
  }

  /** Waits until so many bytes fit, the calls are ended, or nothing is echoed any more. */
  #room(count: number, signal: AbortSignal | undefined): Promise<void> {
    return until<void>(signal, (done) => {
      const look = () => {
        if (this.#unechoed.length + count <= UNECHOED_MAX) done();
      };
      const silence = setTimeout(() => {
        this.#pace = 'even';
        this.#board = 'unknown';
        this.#unechoed = [];
        done();
      }, ECHO_SILENCE_MS);
      const stops = [
        () => clearTimeout(silence),
        this.#ended.add(done),
        this.#echoed.add(() => {
          silence.refresh();
          look();
        }),
      ];
      look();
      return () => stops.forEach((stop) => void stop());
    });
  }

  /** Where nothing is echoed, what is older than a second is taken for read: a key held down is never held up, whoever reads it. */
  #giveUp(): void {
    const since = performance.now() - ECHO_SILENCE_MS;
    if (this.#echoedAt > since) return;
    const recent = this.#unechoed.findIndex(({ at }) => at >= since);
    this.#unechoed.splice(0, recent < 0 ? this.#unechoed.length : recent);
    if (this.#unechoed.length === 0) this.#pace = 'echo';
  }
}

/** The echo of each byte. An arrow or another key of more than one byte comes by itself, as all keys do. */
function sentOf(bytes: Uint8Array): (number | null)[] {
  const isKey = bytes[0] === ESC;
  return [...bytes].map((byte) => {
    const comesBack = byte === CR || (byte >= PRINTABLE.first && byte <= PRINTABLE.last);
    return comesBack && !isKey ? byte : null;
  });
}
