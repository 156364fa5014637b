/**
 * One raw REPL over one open link: gives the pure state machine its bytes, its writes and its clock.
 * Ends when the link does.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { Failure } from '../../../preload/contract/errors.ts';
import type { HoldStep } from '../board.ts';
import { concat } from '../bytes.ts';
import type { SerialLink } from '../ports/link.ts';
import { Listeners, until, within } from '../until.ts';
import { RawRepl, type RawReplEvent } from './raw-repl.ts';
import { Typist } from './typing.ts';
import { WATCHDOG_QUESTION } from './watchdog.ts';

/** How long each try waits for the raw prompt. A busy program may need more than one Ctrl-C. */
const ENTRY_WAITS_MS = [400, 400, 800, 1500, 3000];
/** A board that is at its raw prompt says nothing to Ctrl-C; one at the friendly prompt answers at once. */
const FRIENDLY_WAIT_MS = 100;
/** How long a REPL that is a program may take to end itself and its event loop, and a friendly one to answer. */
const LEAVING_WAIT_MS = 1500;
/** From this try on Ctrl-C comes in bursts. */
const BURST_FROM = 2;
/** What may come at a prompt in answer to Ctrl-C, and nothing else when no program ran. */
const ONLY_PROMPTS = /^[\s>.]*$/;
const ONLY_OTHER_PROMPT = /^\s*(?:--> )+$/;
const CTRL_D = 0x04;
const RAW_BANNER = 'raw REPL; CTRL-B to exit';
const WORDS = 1_000_000;
/** Of what came in answer to a Ctrl-C. */
const HEARD_KEPT = 1024;
/** How long a board may take to read the few bytes of a reset. */
const RUN_AWAY_MS = 2000;
/** How many tries a cancelled program gets before the board is left as it is. */
const CANCEL_TRIES = 3;
/** Bytes of output that are kept for who asked: a board may print for ever. 16 MB of flash in base64 are 22 MB. */
const OUTPUT_LIMIT = 32_000_000;

export interface RunOptions {
  readonly signal?: AbortSignal | undefined;
  readonly onOutput?: ((bytes: Uint8Array) => void) | undefined;
  readonly output?: 'kept' | 'told' | undefined;
  readonly onStart?: ((write: (bytes: Uint8Array) => void) => void) | undefined;
  readonly silenceMs: number;
  readonly limitMs?: number | undefined;
}

export class Conversation {
  readonly link: SerialLink;
  readonly #tries: readonly number[];
  readonly #repl = new RawRepl(WATCHDOG_QUESTION, Date.now() % WORDS);
  readonly #events = new Listeners<RawReplEvent>();
  readonly #gone = new Listeners<void>();
  readonly #heard = new Listeners<Uint8Array>();
  readonly #typist: Typist;
  #queue: Promise<void> = Promise.resolve();
  /** Sends of an older epoch were overtaken by a Ctrl-C. */
  #epoch = 0;
  #over = false;

  constructor(
    link: SerialLink,
    tries: readonly number[] | undefined,
    onConsole: (bytes: Uint8Array) => void,
    onGone: () => void,
  ) {
    this.link = link;
    this.#tries = tries ?? ENTRY_WAITS_MS;
    this.#typist = new Typist(link);
    this.#heard.add((bytes) => this.#typist.hear(bytes));
    this.#events.add((event) => {
      if (event.type === 'console') onConsole(event.bytes);
    });
    link.onData((bytes) => {
      this.#heard.tell(bytes);
      this.#take(this.#repl.feed(bytes));
    });
    link.onClose(() => {
      if (this.#over) return;
      this.#over = true;
      this.#typist.stop('port-vanished');
      this.#gone.tell();
      onGone();
    });
  }

  get atPrompt(): boolean {
    return this.#repl.at === 'ready';
  }

  get inConsole(): boolean {
    return this.#repl.at === 'console';
  }

  get flow(): 'window' | 'paced' | 'unknown' {
    return ({ yes: 'window', no: 'paced', unknown: 'unknown' } as const)[this.#repl.paste];
  }

  get over(): boolean {
    return this.#over;
  }

  /**
   * Interrupts what runs and enters the raw REPL, without a soft reset.
   * @returns what helped, and what the board answered to `WATCHDOG_QUESTION`
   * @throws Failure `board-silent` (not a byte came), `board-busy` (bytes, but no prompt), `port-vanished`
   */
  async takeHold(
    signal?: AbortSignal,
    waits: readonly number[] = this.#tries,
  ): Promise<{ by: HoldStep; answer: string }> {
    this.#typist.stop('console-closed');
    let heard = '';
    let isSilent = true;
    const unhear = this.#heard.add((bytes) => {
      isSilent = false;
      heard = (heard + Buffer.from(bytes).toString('latin1')).slice(-HEARD_KEPT);
    });
    let step: HoldStep = 'at-prompt';
    try {
      for (const [at, wait] of waits.entries()) {
        this.#epoch++;
        heard = '';
        this.#take(this.#repl.interrupt(at < BURST_FROM ? 'once' : 'burst'));
        const prompt = await this.#expect(
          FRIENDLY_WAIT_MS,
          signal,
          ({ type }) => type === 'friendly' || type === 'other-prompt',
        );
        if (at === BURST_FROM) step = 'burst';
        else if (at === 1) step = 'repeated';
        else if (at === 0 && !ONLY_PROMPTS.test(heard)) step = 'interrupt';
        if (prompt?.type === 'other-prompt' && (await this.#leaveOther(signal, () => heard)))
          step = 'other-prompt';
        const ready = this.#expect(wait, signal, (event) => event.type === 'ready');
        this.#take(this.#repl.enter());
        const event = await ready;
        // What a program says while it ends may come after the try has gone on.
        if (step === 'at-prompt' && !ONLY_PROMPTS.test(heard.split(RAW_BANNER)[0] ?? '')) step = 'interrupt';
        if (event?.type === 'ready') return { by: step, answer: event.answer };
      }
      throw new Failure(isSilent ? 'board-silent' : 'board-busy', { port: this.link.path });
    } catch (reason) {
      // A late answer must not leave it in a mode in which nobody reads it.
      if (!this.#over) this.#take(this.#repl.leave());
      throw reason;
    } finally {
      unhear();
    }
  }

  /**
   * Ends a REPL that is a program by its Ctrl-D: it has a raw mode of its own, but one that is not 8-bit clean and that no
   * Ctrl-C ends. Only where a second Ctrl-C is answered by nothing but that prompt again: at the friendly prompt Ctrl-D
   * would be a soft reset.
   */
  async #leaveOther(signal: AbortSignal | undefined, heard: () => string): Promise<boolean> {
    const before = heard().length;
    this.#take(this.#repl.interrupt());
    await this.#expect(FRIENDLY_WAIT_MS, signal, (event) => event.type === 'other-prompt');
    if (!ONLY_OTHER_PROMPT.test(heard().slice(before))) return false;
    const friendly = this.#expect(LEAVING_WAIT_MS, signal, (event) => event.type === 'friendly');
    this.#take([{ type: 'send', bytes: Uint8Array.of(CTRL_D) }]);
    return (await friendly) !== null;
  }

  /**
   * A soft reset from the friendly prompt, so that main.py runs too; resolves when the board says so.
   * @throws Failure `board-silent`, `port-vanished`
   */
  async softReset(signal?: AbortSignal): Promise<void> {
    const friendly = this.#expect(LEAVING_WAIT_MS, signal, (event) => event.type === 'friendly');
    this.#take(this.#repl.leave());
    if ((await friendly) === null) throw this.#failure('board-silent');
    let said = '';
    const told = this.#expect(LEAVING_WAIT_MS, signal, (event) => {
      if (event.type === 'console')
        said = (said + Buffer.from(event.bytes).toString('latin1')).slice(-HEARD_KEPT);
      return said.includes('soft reboot');
    });
    this.#take([{ type: 'send', bytes: Uint8Array.of(CTRL_D) }]);
    if ((await told) === null) throw this.#failure('board-silent');
  }

  /** Sends what a person types or pastes: see `Typist`. @throws as `Typist.type` */
  type(bytes: Uint8Array, signal?: AbortSignal): Promise<void> {
    return this.#typist.type(bytes, signal);
  }

  /**
   * Runs a source at the prompt. Aborted, or given up for silence: Ctrl-C, and the prompt is awaited first.
   * @returns what was printed and the traceback (empty when it ended well)
   */
  async run(source: Uint8Array, options: RunOptions): Promise<{ output: Uint8Array; error: Uint8Array }> {
    options.signal?.throwIfAborted();
    const output: Uint8Array[] = [];
    let kept = 0;
    const keep = (bytes: Uint8Array, fail: (reason: unknown) => void) => {
      kept += bytes.length;
      if (kept <= OUTPUT_LIMIT) output.push(bytes);
      else fail(this.#protocol(`more than ${OUTPUT_LIMIT / 1_000_000} MB of output`));
    };
    let isRunning = true;
    const write = (bytes: Uint8Array) => {
      if (isRunning) this.#enqueue(() => this.link.write(bytes));
    };
    try {
      const error = await until<Uint8Array>(options.signal, (done, fail) => {
        const silence = setTimeout(() => fail(this.#failure('board-silent')), options.silenceMs);
        const { limitMs } = options;
        const limit =
          limitMs === undefined
            ? undefined
            : setTimeout(() => fail(this.#protocol(`no end in ${limitMs / 1000} s`)), limitMs);
        const stops = [
          () => clearTimeout(limit),
          // Whoever was reset while he listened talks too, but not to us: until the source is taken only progress counts.
          this.#heard.add(() => {
            if (this.#repl.isRunning) silence.refresh();
          }),
          this.#gone.add(() => fail(this.#failure('port-vanished'))),
          this.#events.add((event) => {
            if (event.type === 'send' || event.type === 'accepted') silence.refresh();
            if (event.type === 'output') {
              if (options.output !== 'told') keep(event.bytes, fail);
              options.onOutput?.(event.bytes);
            } else if (event.type === 'accepted') options.onStart?.(write);
            else if (event.type === 'result') done(event.error);
            else if (event.type === 'fault') fail(this.#protocol(event.detail));
          }),
          () => clearTimeout(silence),
          () => {
            isRunning = false;
          },
        ];
        this.#start(source, fail);
        return () => stops.forEach((stop) => void stop());
      });
      return { output: concat(output), error };
    } catch (reason) {
      if (!this.#over && !this.atPrompt)
        await this.takeHold(undefined, this.#tries.slice(0, CANCEL_TRIES)).catch(() => {});
      throw reason;
    }
  }

  /**
   * Runs a source that does not come back (a reset); resolves when the board has all of it, the console on. A port
   * that goes is an answer too: it may go with the acknowledgement still in it.
   * @throws Failure `board-silent`
   */
  async runAway(source: Uint8Array, signal?: AbortSignal): Promise<void> {
    const sign = await within<'taken' | 'gone'>(RUN_AWAY_MS, signal, (done, fail) => {
      const stops = [
        this.#events.add((event) => {
          if (event.type === 'accepted' || event.type === 'fault') done('taken');
        }),
        this.#gone.add(() => done('gone')),
      ];
      this.#start(source, fail);
      return () => stops.forEach((stop) => void stop());
    });
    if (sign === null) throw this.#failure('board-silent');
    this.#repl.release();
  }

  /** The next bytes of any kind, the end of the link, or null after `ms`. */
  nextSign(ms: number, signal?: AbortSignal): Promise<'bytes' | 'gone' | null> {
    if (this.#over) return Promise.resolve('gone');
    return within<'bytes' | 'gone'>(ms, signal, (done) => {
      const stops = [this.#heard.add(() => done('bytes')), this.#gone.add(() => done('gone'))];
      return () => stops.forEach((stop) => void stop());
    });
  }

  /** Gives the line back to the board, whatever state it is in: what follows is console. */
  release(): void {
    this.#epoch++;
    this.#repl.release();
  }

  /** Leaves the friendly REPL behind where the raw one was on, and closes the link. Never throws. */
  async close(): Promise<void> {
    if (!this.#over && !this.inConsole) {
      this.#epoch++;
      if (!this.atPrompt) this.#take(this.#repl.interrupt());
      this.#take(this.#repl.leave());
      await Promise.race([this.#queue, sleep(300, undefined, { ref: false })]);
    }
    await this.link.close().catch(() => {});
  }

  #start(source: Uint8Array, fail: (reason: unknown) => void): void {
    try {
      this.#take(this.#repl.run(source));
    } catch (error) {
      fail(this.#protocol(error instanceof Error ? error.message : String(error)));
    }
  }

  /** The first fitting event, or null after `ms`. */
  #expect(
    ms: number,
    signal: AbortSignal | undefined,
    fits: (event: RawReplEvent) => boolean,
  ): Promise<RawReplEvent | null> {
    if (this.#over) return Promise.reject(this.#failure('port-vanished'));
    return within<RawReplEvent>(ms, signal, (done, fail) => {
      const stops = [
        this.#events.add((event) => {
          if (fits(event)) done(event);
        }),
        this.#gone.add(() => fail(this.#failure('port-vanished'))),
      ];
      return () => stops.forEach((stop) => void stop());
    });
  }

  #take(events: readonly RawReplEvent[]): void {
    for (const event of events) {
      if (event.type === 'send') this.#enqueue(() => this.link.write(event.bytes));
      else if (event.type === 'pause') this.#enqueue(() => sleep(event.ms));
      this.#events.tell(event);
    }
  }

  #enqueue(work: () => Promise<unknown>): void {
    const epoch = this.#epoch;
    this.#queue = this.#queue.then(async () => {
      if (this.#over || epoch !== this.#epoch) return;
      // A failed write is followed by the link's end, and that is what ends the waits.
      await work().catch(() => {});
    });
  }

  #failure(code: 'board-silent' | 'port-vanished'): Failure {
    return new Failure(code, { port: this.link.path });
  }

  #protocol(detail: string): Failure {
    return new Failure('board-protocol', { port: this.link.path, detail });
  }
}
