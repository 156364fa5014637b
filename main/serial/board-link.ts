/** One open board over a serial line that may come and go: `Board`, made. */
import { setTimeout as sleep } from 'node:timers/promises';
import { Failure } from '../../preload/contract/errors.ts';
import type { PortInfo } from '../../preload/contract/models.ts';
import type {
  Board,
  BoardOptions,
  BoardState,
  BoardTarget,
  ExecOptions,
  HoldReport,
  OpenOptions,
  ResetOptions,
  WaitForLineOptions,
} from './board.ts';
import { text, utf8 } from './bytes.ts';
import { BoardConsole } from './console.ts';
import type { PortSource, SerialLink } from './ports/link.ts';
import { reopen } from './ports/port-return.ts';
import { vanishesOnReset } from './ports/usb-ids.ts';
import { Conversation } from './repl/conversation.ts';
import { WATCHDOG_LEAVE, WATCHDOG_PLACES, WATCHDOG_SEARCH, WATCHDOG_TAKE } from './repl/watchdog.ts';
import { Listeners, until } from './until.ts';

const SILENCE_MS = 10_000;
/** How long a port may stay away: a Pico takes about 1.5 s, a slow hub with a driver to load some more. */
const RETURN_MS = 15_000;
/** After a reset: how long a port that is known to vanish may still be there, and how long any other may say nothing. */
const VANISH_MS = { yes: 3000, unknown: 300, no: 300 } as const;
/** A board that is at its prompt answers the few bytes of a question at once. */
const QUESTION_SILENCE_MS = 1500;
/** How long closing waits for what is still under way, before it gives up to leave the board tidy. */
const LAST_WORD_MS = 500;
/** EN is pulled low through a capacitor of some µF: esptool's pulse. */
const RESET_PULSE_MS = 100;

/**
 * Opens a board, interrupts what runs on it and enters its raw REPL. Never a soft reset: that runs boot.py.
 * @throws Failure `port-not-found`, `port-busy`, `port-denied`, `port-vanished`, `board-silent`, `board-busy`
 */
export async function openBoard(target: BoardTarget, options: OpenOptions = {}): Promise<Board> {
  const board = await watchBoard(target, options);
  try {
    await board.interrupt(options);
    return board;
  } catch (error) {
    await board.close();
    throw error;
  }
}

/**
 * Opens a board and leaves alone what runs on it: console only, until the first `exec`.
 * @throws Failure `port-not-found`, `port-busy`, `port-denied`
 */
export async function watchBoard(target: BoardTarget, options: OpenOptions = {}): Promise<Board> {
  if ('link' in target) return new BoardLink(target.link, options, null, undefined);
  const { ports, path } = target;
  const identity = (await ports.list()).find((port) => port.path === path);
  const link = await ports.open(path, { signal: options.signal, baudRate: options.baudRate });
  return new BoardLink(link, options, ports, identity);
}

class BoardLink implements Board {
  readonly #options: OpenOptions;
  readonly #ports: PortSource | null;
  readonly #identity: PortInfo | undefined;
  readonly #console = new BoardConsole();
  readonly #states = new Listeners<BoardState>();
  readonly #closing = new AbortController();
  #talk: Conversation;
  #told: BoardState = 'console';
  #session = 1;
  #hold: HoldReport | null = null;
  #ended: Promise<void> | undefined;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(
    link: SerialLink,
    options: OpenOptions,
    ports: PortSource | null,
    identity: PortInfo | undefined,
  ) {
    this.#options = options;
    this.#ports = ports;
    this.#identity = identity;
    this.#talk = this.#converse(link);
  }

  get path(): string {
    return this.#talk.link.path;
  }

  get state(): BoardState {
    if (this.#closing.signal.aborted) return 'closed';
    if (this.#talk.over) return this.#ports === null ? 'closed' : 'away';
    return this.#talk.inConsole ? 'console' : 'prompt';
  }

  get session(): number {
    return this.#session;
  }

  get flow(): Board['flow'] {
    return this.#talk.flow;
  }

  get hold(): HoldReport | null {
    return this.#hold;
  }

  async exec(source: string | Uint8Array, options: ExecOptions = {}): Promise<string> {
    return this.#inTurn(options.signal, async () => {
      if (options.session !== undefined && (this.#talk.over || options.session !== this.#session)) {
        throw new Failure('port-vanished', { port: this.path });
      }
      await this.#atPrompt(options.signal);
      const bytes = typeof source === 'string' ? utf8(source) : source;
      const { output, error } = await this.#talk
        .run(bytes, {
          signal: this.#unlessClosed(options.signal),
          onOutput: options.onOutput,
          output: options.output,
          onStart: options.onStart,
          silenceMs: options.silenceMs ?? SILENCE_MS,
          limitMs: options.limitMs,
        })
        .finally(() => this.#tellState());
      if (error.length > 0) throw this.#execFailure(text(error));
      return text(output).replaceAll('\r\n', '\n');
    });
  }

  async evaluate(expression: string, options: ExecOptions = {}): Promise<unknown> {
    const answer = await this.exec(`import json\nprint(json.dumps(${expression}))\n`, options);
    try {
      return JSON.parse(answer) as unknown;
    } catch (error) {
      const detail = `no JSON: ${answer.slice(0, 80)}`;
      throw new Failure('board-protocol', { port: this.path, detail }, error);
    }
  }

  interrupt(options: BoardOptions = {}): Promise<void> {
    return this.#inTurn(options.signal, () => this.#atPrompt(options.signal));
  }

  softReset({ signal }: BoardOptions = {}): Promise<void> {
    return this.#inTurn(signal, async () => {
      await this.#atPrompt(signal);
      this.#console.forget();
      await this.#talk.softReset(this.#unlessClosed(signal)).finally(() => this.#tellState());
    });
  }

  async type(bytes: Uint8Array, { signal }: BoardOptions = {}): Promise<void> {
    if (this.state !== 'console') throw new Failure('console-closed', { port: this.path });
    await this.#talk.type(bytes, signal);
  }

  hardReset(options: ResetOptions = {}): Promise<void> {
    return this.#inTurn(options.signal, async () => {
      const { signal } = options;
      if (options.how === 'lines') await this.#resetByLines(signal);
      else await this.#resetBySoftware(signal);
      this.#tellState();
      const vanishes = options.how === 'lines' ? 'unknown' : vanishesOnReset(this.#identity);
      const limit = AbortSignal.timeout(VANISH_MS[vanishes]);
      // Until the port goes, or the board speaks: a Ctrl-C that came before that would stop the reset itself. What a
      // port says that is known to go ends no wait.
      while (!limit.aborted) {
        const sign = await this.#talk.nextSign(VANISH_MS[vanishes], signal);
        if (sign !== 'bytes' || vanishes !== 'yes') break;
      }
      if (this.#talk.over) await this.#back(signal);
    });
  }

  onConsole(listener: (bytes: Uint8Array) => void): () => void {
    return this.#console.onBytes(listener);
  }

  onLine(listener: (line: string) => void): () => void {
    return this.#console.onLine(listener);
  }

  lines(): readonly string[] {
    return this.#console.kept();
  }

  onState(listener: (state: BoardState) => void): () => void {
    return this.#states.add(listener);
  }

  waitForLine(fits: (line: string) => boolean, options: WaitForLineOptions = {}): Promise<string> {
    const seen = options.since === 'now' ? undefined : this.#console.kept().find(fits);
    if (seen !== undefined) return Promise.resolve(seen);
    return until<string>(options.signal, (done, fail) => {
      const ended = () => fail(new Failure('port-vanished', { port: this.path }));
      let away: NodeJS.Timeout | undefined;
      // A reset takes the port away for a moment; a pulled cable for good.
      const look = (state: BoardState) => {
        clearTimeout(away);
        if (state === 'closed') ended();
        else if (state === 'away') away = setTimeout(ended, RETURN_MS);
      };
      const stops = [
        () => clearTimeout(away),
        this.#console.onLine((line) => {
          if (fits(line)) done(line);
        }),
        this.#states.add(look),
      ];
      look(this.state);
      return () => stops.forEach((stop) => void stop());
    });
  }

  close(): Promise<void> {
    this.#ended ??= this.#close();
    return this.#ended;
  }

  async #close(): Promise<void> {
    const talk = this.#talk;
    this.#closing.abort(new Failure('port-vanished', { port: this.path }));
    this.#tellState();
    if (this.#hold?.watchdog === 'fed' && !talk.over && !talk.inConsole) {
      await Promise.race([this.#turn, sleep(LAST_WORD_MS, undefined, { ref: false })]);
      if (talk.atPrompt) await talk.run(utf8(WATCHDOG_LEAVE), { silenceMs: LAST_WORD_MS }).catch(() => {});
    }
    await talk.close();
  }

  #converse(link: SerialLink): Conversation {
    return new Conversation(
      link,
      this.#options.tries,
      (bytes) => this.#console.feed(bytes),
      () => this.#lost(),
    );
  }

  #lost(): void {
    this.#console.cut();
    this.#tellState();
    if (this.#ports === null || this.#closing.signal.aborted) return;
    const how = { signal: this.#closing.signal, baudRate: this.#options.baudRate };
    const awaited = this.#options.returns === 'path' ? undefined : this.#identity;
    reopen(this.#ports, this.path, awaited, how).then(
      (link) => {
        this.#talk = this.#converse(link);
        this.#session++;
        this.#tellState();
      },
      () => {
        // Closed from here, or not to be opened any more: whoever asks next is told `port-vanished`.
      },
    );
  }

  /** At the prompt, whatever it takes. */
  async #atPrompt(signal: AbortSignal | undefined): Promise<void> {
    this.#closing.signal.throwIfAborted();
    if (this.#talk.over) await this.#back(signal);
    if (this.#talk.atPrompt) return;
    // A program may have started a watchdog since; one that is at work stays so when an exec was cancelled.
    const isNew = this.#talk.inConsole;
    const control = this.#unlessClosed(signal);
    try {
      const { by, answer } = await this.#talk.takeHold(control);
      if (isNew) this.#hold = { by, watchdog: await this.#feedWatchdog(by, answer, control) };
    } finally {
      this.#tellState();
    }
  }

  /** Sees to it that a watchdog, if there is one, does not bite while the board is held. */
  async #feedWatchdog(
    by: HoldReport['by'],
    answer: string,
    signal: AbortSignal,
  ): Promise<HoldReport['watchdog']> {
    const ask = async (source: string): Promise<string> => {
      const { output } = await this.#talk.run(utf8(source), { signal, silenceMs: QUESTION_SILENCE_MS });
      return text(output).trim();
    };
    try {
      const search = async () => ((await ask(WATCHDOG_PLACES)) === '0' ? '0' : ask(WATCHDOG_SEARCH));
      const runs = answer !== '?' ? answer : by === 'at-prompt' ? '0' : await search();
      if (runs === '0') return 'none';
      if (runs !== '1') return 'unknown';
      await ask(WATCHDOG_TAKE);
      return 'fed';
    } catch (error) {
      if (signal.aborted || this.#talk.over) throw error;
      if (!this.#talk.atPrompt) await this.#talk.takeHold(signal);
      return 'unknown';
    }
  }

  /** @throws Failure `port-vanished` when the port does not come back in `RETURN_MS` */
  async #back(signal: AbortSignal | undefined): Promise<void> {
    if (this.#ports === null) throw new Failure('port-vanished', { port: this.path });
    const limit = AbortSignal.timeout(RETURN_MS);
    const all = [limit, this.#closing.signal, ...(signal === undefined ? [] : [signal])];
    try {
      await until<void>(AbortSignal.any(all), (done) => {
        const check = () => {
          if (!this.#talk.over) done();
        };
        const stop = this.#states.add(check);
        check();
        return stop;
      });
    } catch (reason) {
      throw limit.aborted && !signal?.aborted
        ? new Failure('port-vanished', { port: this.path }, reason)
        : reason;
    }
  }

  async #resetBySoftware(signal: AbortSignal | undefined): Promise<void> {
    await this.#atPrompt(signal);
    this.#console.forget();
    await this.#talk.runAway(utf8('import machine\nmachine.reset()\n'), this.#unlessClosed(signal));
  }

  async #resetByLines(signal: AbortSignal | undefined): Promise<void> {
    if (this.#talk.over) await this.#back(signal);
    this.#talk.release();
    this.#console.forget();
    const { link } = this.#talk;
    await link.setSignals({ dtr: false, rts: true });
    await sleep(RESET_PULSE_MS);
    await link.setSignals({ dtr: false, rts: false });
    // DTR first: RTS alone would pull EN again, and some drivers change it first.
    await link.setSignals({ dtr: true, rts: false });
    await link.setSignals({ dtr: true, rts: true });
  }

  /** One at a time, in the order of the calls; a failed one does not hold up the next. */
  #inTurn<T>(signal: AbortSignal | undefined, work: () => Promise<T>): Promise<T> {
    const mine = this.#turn.then(() => {
      signal?.throwIfAborted();
      return work();
    });
    this.#turn = mine.catch(() => {});
    return mine;
  }

  #unlessClosed(signal: AbortSignal | undefined): AbortSignal {
    return signal === undefined ? this.#closing.signal : AbortSignal.any([signal, this.#closing.signal]);
  }

  #tellState(): void {
    const now = this.state;
    if (now === this.#told) return;
    this.#told = now;
    this.#states.tell(now);
  }

  #execFailure(traceback: string): Failure {
    const plain = traceback.replaceAll('\r\n', '\n').trimEnd();
    return new Failure('board-exec', {
      port: this.path,
      error: plain.split('\n').at(-1) ?? '',
      traceback: plain,
    });
  }
}
