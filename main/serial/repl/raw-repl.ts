/**
 * The raw REPL and raw-paste as a pure state machine: bytes of the board go in, what to do comes out.
 * No timers, no I/O; `conversation.ts` gives it a link and a clock.
 *
 * Source: MicroPython shared/runtime/pyexec.c and tools/mpremote/transport_serial.py, v1.28.0.
 *
 *                 enter()            banner + ">"         word + answer            run()
 *     console ──────────────► entering ─────────► probing ───────────────► ready ────────► asking   (sent 05 41 01)
 *        ▲                        ▲                                        ▲            ┌────┼──────────────┐
 *        │ leave()                │ enter()                                │      R 01  │    │ R 00  banner │  (older firmware)
 *     any state               any state                                    │            ▼    ▼              │
 *                                                                          │        header  refused         │
 *                                                          │                   │ W    │ ">"          │
 *                                                          │                   ▼      ▼              ▼
 *                                                          │        ┌─── pasting    starting (sent source, 04)
 *                                                          │  04 =  │       │ all sent, 04    │ OK
 *                                                          │  stop  │       ▼                 │
 *                                                          │        │    ending               │
 *                                                          │        │       │ 04              │
 *                                                          │        └──► stdout ◄─────────────┘
 *                                                          │                │ 04
 *                                                          │             stderr
 *                                                          │ ">"            │ 04
 *                                                          └──────────── closing ──04──► closing   (a 04 was output)
 */
import { concat } from '../bytes.ts';

const CTRL_A = 0x01;
const CTRL_B = 0x02;
const CTRL_C = 0x03;
const CTRL_D = 0x04;
const CR = 0x0d;
const LETTER_R = 0x52;
const PROMPT = 0x3e;

const BANNER = Buffer.from('raw REPL; CTRL-B to exit\r\n>', 'latin1');
const FRIENDLY_PROMPT = '>>> ';
/** What a program that was interrupted at the raw prompt ends in. */
const RAW_END = '\x04>';
/** aiorepl of micropython-lib: a REPL that a program runs beside its tasks. */
const OTHER_PROMPT = '--> ';
const ASK_PASTE = Uint8Array.of(0x05, 0x41, 0x01);

/** Without raw-paste nothing tells how much the board can take: mpremote's pace, which the smallest ring (260 B) bears. */
export const PLAIN_CHUNK = 256;
export const PLAIN_PAUSE_MS = 10;

/** What may follow the end of a reply before it is taken for noise: a soft reboot with all that boot.py prints. */
const CLOSING_LIMIT = 64 * 1024;

/** Longer is no traceback, but the output of a program that printed a 04 and goes on. */
const ERROR_LIMIT = 64 * 1024;

/** Of the answer to a probe; a traceback is part of it. */
const PROBE_KEPT = 1024;

/**
 * A program that catches every KeyboardInterrupt is outside of its `try` for a moment only: one of many may come then.
 * Apart, because a USB packet of them is one interrupt.
 */
const BURST = 16;
const BURST_PAUSE_MS = 2;

type State =
  | { at: 'console' }
  | { at: 'entering'; banner: number; before: 'show' | 'drop' }
  | { at: 'probing'; text: string; word: string }
  | { at: 'ready' }
  | { at: 'asking'; source: Uint8Array; banner: number; last: number }
  | { at: 'refused'; source: Uint8Array }
  | { at: 'header'; source: Uint8Array; bytes: number[] }
  | { at: 'pasting'; source: Uint8Array; sent: number; window: number; credit: number }
  | { at: 'ending' }
  | { at: 'starting'; last: number }
  | { at: 'stdout'; read: ReadTo }
  | { at: 'stderr'; read: ReadTo; error: number[]; told: Told }
  | { at: 'closing'; read: ReadTo; error: number[]; told: Told; after: number[] };

/** Whether the 04 before an error, and what came between, has gone out as output: the error was too long for one. */
type Told = 'nothing' | 'beginning';

/** Whether the board read the source to its end, or closed the paste before (compile error, memory). */
type ReadTo = 'end' | 'stop';

export type RawReplEvent =
  | { type: 'send'; bytes: Uint8Array }
  /** Let so much time pass before the next `send` of the same answer. */
  | { type: 'pause'; ms: number }
  /** What the board says by itself. */
  | { type: 'console'; bytes: Uint8Array }
  /** A prompt was seen, the friendly one or the raw one behind a program's end: `enter` is worth sending now. */
  | { type: 'friendly' }
  /** The prompt of a REPL that is a program was seen. */
  | { type: 'other-prompt' }
  /** The raw prompt is there, and is ours; `answer` is what the question printed, empty when it failed. */
  | { type: 'ready'; answer: string }
  /** The board has the whole source and starts to run it. */
  | { type: 'accepted' }
  | { type: 'output'; bytes: Uint8Array }
  /** The program ended; `error` is the traceback or empty. The machine is at its prompt again. */
  | { type: 'result'; error: Uint8Array; read: ReadTo }
  /** The bytes fit no protocol; `enter` starts anew. */
  | { type: 'fault'; detail: string };

export class RawRepl {
  #state: State = { at: 'console' };
  readonly #question: string;
  #paste: 'unknown' | 'yes' | 'no' = 'unknown';
  /** Since the last Ctrl-C the raw mode was asked for: a banner from before that is an answer to somebody else. */
  #isAsked = false;
  #probes: number;
  #tail = '';
  #events: RawReplEvent[] = [];

  /**
   * @param question run at each entry, together with a word that tells this entry's answer from those that a program which
   * held the board before never read. Short: nothing paces it, and the smallest ring holds 259 bytes
   * @param words the number of the word before the first one: other for each program
   */
  constructor(question = '', words = 0) {
    this.#question = question;
    this.#probes = words;
  }

  get at(): State['at'] {
    return this.#state.at;
  }

  /** Has the board taken the whole source, and not told its end yet? */
  get isRunning(): boolean {
    return ['stdout', 'stderr', 'closing'].includes(this.#state.at);
  }

  /** Whether the board takes raw-paste, as far as it was asked. */
  get paste(): 'unknown' | 'yes' | 'no' {
    return this.#paste;
  }

  /** A new board at the other end, or the same one after a reset: whatever it says is its own. */
  reset(): void {
    this.#state = { at: 'console' };
    this.#paste = 'unknown';
    this.#tail = '';
  }

  /**
   * Stops what runs. Safe in every state: at a prompt it clears the line, it ends a paste. No carriage return goes before
   * it, which would run what somebody has half typed.
   */
  interrupt(how: 'once' | 'burst' = 'once'): RawReplEvent[] {
    const { at } = this.#state;
    this.#isAsked = false;
    if (at !== 'entering')
      this.#state = { at: 'entering', banner: 0, before: at === 'console' ? 'show' : 'drop' };
    const press: RawReplEvent = { type: 'send', bytes: Uint8Array.of(CTRL_C) };
    if (how === 'once') return [press];
    const pause: RawReplEvent = { type: 'pause', ms: BURST_PAUSE_MS };
    return Array.from({ length: BURST }, () => [press, pause]).flat();
  }

  /** Asks for the raw prompt; `ready` follows. Comes after `interrupt`, and may be sent again. */
  enter(): RawReplEvent[] {
    this.#isAsked = true;
    return [{ type: 'send', bytes: Uint8Array.of(CR, CTRL_A) }];
  }

  /** Back to the friendly REPL; all that follows is console. */
  leave(): RawReplEvent[] {
    this.#state = { at: 'console' };
    return [{ type: 'send', bytes: Uint8Array.of(CR, CTRL_B) }];
  }

  /** From now on the board speaks for itself: it was told to reset. */
  release(): void {
    this.#state = { at: 'console' };
  }

  /** Runs a source; `result` follows. Only at the prompt. */
  run(source: Uint8Array): RawReplEvent[] {
    if (this.#state.at !== 'ready') throw new Error(`raw REPL asked to run while ${this.#state.at}`);
    if (this.#paste === 'no')
      return this.#take(() => {
        this.#state = this.#plain(source);
      });
    this.#state = { at: 'asking', source, banner: 0, last: 0 };
    return [{ type: 'send', bytes: ASK_PASTE }];
  }

  /** Bytes of the board, cut as they come. */
  feed(bytes: Uint8Array): RawReplEvent[] {
    return this.#take(() => {
      let from = 0;
      while (from < bytes.length) from = this.#step(bytes, from);
    });
  }

  #take(work: () => void): RawReplEvent[] {
    this.#events = [];
    work();
    return this.#events;
  }

  /** Takes some bytes from `from` on; gives where to go on. */
  #step(bytes: Uint8Array, from: number): number {
    const state = this.#state;
    if (state.at === 'console' || state.at === 'stdout') {
      const found = state.at === 'stdout' ? bytes.indexOf(CTRL_D, from) : -1;
      const end = found === -1 ? bytes.length : found;
      if (end > from) this.#emitRun(state.at, bytes.subarray(from, end));
      if (found !== -1 && state.at === 'stdout')
        this.#state = { at: 'stderr', read: state.read, error: [], told: 'nothing' };
      return found === -1 ? end : end + 1;
    }
    this.#state = this.#byte(bytes[from] ?? 0);
    return from + 1;
  }

  #emitRun(at: 'console' | 'stdout', bytes: Uint8Array): void {
    if (at === 'stdout') this.#events.push({ type: 'output', bytes: bytes.slice() });
    else this.#console(bytes);
  }

  /** One byte: the state after it. */
  #byte(byte: number): State {
    const state = this.#state;
    switch (state.at) {
      case 'console':
      case 'stdout':
        return state;
      case 'entering':
        return this.#entering(state, byte);
      case 'probing':
        return this.#probing(state, byte);
      case 'ready':
        if (byte === CTRL_D) return this.#fault('a reply without a question');
        this.#console(Uint8Array.of(byte));
        return state;
      case 'asking':
        return this.#asking(state, byte);
      case 'refused':
        return byte === PROMPT ? this.#plain(state.source) : state;
      case 'header':
        return this.#header(state, byte);
      case 'pasting':
        if (byte === 0x01) return this.#sendSource({ ...state, credit: state.credit + state.window });
        if (byte !== CTRL_D) return state;
        this.#events.push({ type: 'send', bytes: Uint8Array.of(CTRL_D) });
        return { at: 'stdout', read: 'stop' };
      case 'ending':
        // Windows that were still announced, then the acknowledgement.
        return byte === CTRL_D ? this.#accepted() : state;
      case 'starting':
        return state.last === 0x4f && byte === 0x4b ? this.#accepted() : { at: 'starting', last: byte };
      case 'stderr':
        if (byte === CTRL_D) return { ...state, at: 'closing', after: [] };
        state.error.push(byte);
        return state.error.length > ERROR_LIMIT ? this.#tellBeginning(state) : state;
      case 'closing':
        return this.#closing(state, byte);
    }
  }

  #entering(state: Extract<State, { at: 'entering' }>, byte: number): State {
    if (byte === BANNER[state.banner]) {
      if (state.banner + 1 < BANNER.length) return { ...state, banner: state.banner + 1 };
      if (!this.#isAsked) return { ...state, banner: 0 };
      // More banners may be under way; what follows the answer follows them too.
      const word = `bb${++this.#probes}`;
      const source = `print('${word}')\n${this.#question}\x04`;
      this.#events.push({ type: 'send', bytes: Buffer.from(source, 'latin1') });
      return { at: 'probing', text: '', word };
    }
    // No part of the banner is its own beginning, so a mismatch starts over at this byte.
    const banner = byte === BANNER[0] ? 1 : 0;
    const held = BANNER.subarray(0, state.banner);
    const other = banner === 1 ? held : concat([held, Uint8Array.of(byte)]);
    if (other.length > 0) {
      if (state.before === 'show') this.#console(other);
      else this.#watchPrompt(other);
    }
    return { ...state, banner };
  }

  #probing(state: Extract<State, { at: 'probing' }>, byte: number): State {
    const text = (state.text + String.fromCharCode(byte)).slice(-PROBE_KEPT);
    const [, answer] =
      byte === PROMPT
        ? (/OK(bb\d+)\n([^\x04]*)\x04[^\x04]*\x04>$/.exec(text.replaceAll('\r', '')) ?? []).slice(1)
        : [];
    if (answer === undefined || !text.includes(`OK${state.word}`)) return { ...state, text };
    this.#events.push({ type: 'ready', answer: answer.trim() });
    return { at: 'ready' };
  }

  #asking(state: Extract<State, { at: 'asking' }>, byte: number): State {
    if (state.last === LETTER_R && byte === 0x01) {
      this.#paste = 'yes';
      return { at: 'header', source: state.source, bytes: [] };
    }
    if (state.last === LETTER_R && byte === 0x00) {
      this.#paste = 'no';
      return { at: 'refused', source: state.source };
    }
    if (byte === CTRL_D) return this.#fault('the end of a reply where a raw-paste answer was due');
    const banner = byte === BANNER[state.banner] ? state.banner + 1 : byte === BANNER[0] ? 1 : 0;
    if (banner < BANNER.length) return { ...state, banner, last: byte };
    this.#paste = 'no';
    return this.#plain(state.source);
  }

  #header(state: Extract<State, { at: 'header' }>, byte: number): State {
    const bytes = [...state.bytes, byte];
    const [low = 0, high = 0] = bytes;
    if (bytes.length < 2) return { ...state, bytes };
    const window = low | (high << 8);
    if (window === 0) return this.#fault('a raw-paste window of 0 bytes');
    return this.#sendSource({ at: 'pasting', source: state.source, sent: 0, window, credit: window });
  }

  /** Sends what the credit allows, and the end mark after the last byte. */
  #sendSource(state: Extract<State, { at: 'pasting' }>): State {
    const count = Math.min(state.credit, state.source.length - state.sent);
    const sent = state.sent + count;
    if (count > 0) this.#events.push({ type: 'send', bytes: state.source.subarray(state.sent, sent) });
    if (sent < state.source.length) return { ...state, sent, credit: state.credit - count };
    this.#events.push({ type: 'send', bytes: Uint8Array.of(CTRL_D) });
    return { at: 'ending' };
  }

  #plain(given: Uint8Array): State {
    // An empty line and 04 would be a soft reset.
    const source = given.length === 0 ? Uint8Array.of(0x0a) : given;
    for (let at = 0; at < source.length; at += PLAIN_CHUNK) {
      this.#events.push({ type: 'send', bytes: source.subarray(at, at + PLAIN_CHUNK) });
      this.#events.push({ type: 'pause', ms: PLAIN_PAUSE_MS });
    }
    this.#events.push({ type: 'send', bytes: Uint8Array.of(CTRL_D) });
    return { at: 'starting', last: 0 };
  }

  #accepted(): State {
    this.#events.push({ type: 'accepted' });
    return { at: 'stdout', read: 'end' };
  }

  /**
   * Two 04 came. ">" ends the reply; the banner ends it after a soft reboot (SystemExit, v1.24 and later); a further 04
   * means that the first one was part of the program's output.
   */
  #closing(state: Extract<State, { at: 'closing' }>, byte: number): State {
    if (byte === CTRL_D) {
      this.#tellBeginning(state);
      return { at: 'closing', read: state.read, error: state.after, told: 'nothing', after: [] };
    }
    if (byte === PROMPT && state.after.length === 0) return this.#result(state);
    state.after.push(byte);
    if (byte === PROMPT && Buffer.from(state.after.slice(-BANNER.length)).equals(BANNER))
      return this.#result(state);
    return state.after.length > CLOSING_LIMIT ? this.#fault('a reply that does not end') : state;
  }

  /** What was taken for an error, or its beginning, was output. */
  #tellBeginning({ read, error, told }: Extract<State, { at: 'stderr' | 'closing' }>): State {
    const mark = told === 'nothing' ? [CTRL_D] : [];
    this.#events.push({ type: 'output', bytes: Uint8Array.from(mark.concat(error)) });
    return { at: 'stderr', read, error: [], told: 'beginning' };
  }

  #result(state: Extract<State, { at: 'closing' }>): State {
    this.#events.push({ type: 'result', error: Uint8Array.from(state.error), read: state.read });
    return { at: 'ready' };
  }

  #fault(detail: string): State {
    // What comes now may be older than what was asked last.
    this.#isAsked = false;
    this.#events.push({ type: 'fault', detail });
    return { at: 'entering', banner: 0, before: 'drop' };
  }

  #console(bytes: Uint8Array): void {
    const last = this.#events.at(-1);
    if (last?.type === 'console') last.bytes = concat([last.bytes, bytes]);
    else this.#events.push({ type: 'console', bytes: bytes.slice() });
    this.#watchPrompt(bytes);
  }

  #watchPrompt(bytes: Uint8Array): void {
    const text = this.#tail + Buffer.from(bytes).toString('latin1');
    this.#tail = text.slice(-(FRIENDLY_PROMPT.length - 1));
    if (text.endsWith(FRIENDLY_PROMPT) || text.endsWith(RAW_END)) this.#events.push({ type: 'friendly' });
    if (text.endsWith(OTHER_PROMPT)) this.#events.push({ type: 'other-prompt' });
  }
}
