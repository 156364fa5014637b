/**
 * The serial front end: what stands between the wire and the VM's own REPL.
 *
 * The VM's REPL (shared/runtime/pyexec.c, event driven) is real but for one thing: its raw-paste reader takes bytes
 * by `mp_hal_stdin_rx_chr`, which this build of the VM has as a constant. So raw-paste is spoken here, byte for byte
 * as pyexec.c speaks it, and `port/_run.py` then compiles and runs the source.
 *
 *     friendly ──01──► raw ──05 41 01──► pasting ──04──► raw
 *         ▲            │ ▲                │   │ too long
 *         └─────02─────┘ ├────── 03 ──────┘   ▼
 *                        └────── 03, 04 ── eating
 *
 * What differs: a board compiles while it reads, and says 04 at the place of a syntax error; this one says it at the end.
 * A source that is too long for the board (`RawPaste.limit`) is closed early as on a board.
 */
import type { RawPaste } from './messages.ts';

const CTRL_A = 0x01;
const CTRL_B = 0x02;
const CTRL_C = 0x03;
const CTRL_D = 0x04;
const CTRL_E = 0x05;
const LETTER_A = 0x41;
const CR = 0x0d;
const PROMPT = 0x3e;
/** What the REPL says when a Ctrl-A was taken for the raw mode, and not for "start of line" or as pasted text. */
export const RAW_BANNER = 'raw REPL; CTRL-B to exit\r\n>';

const PASTE_REFUSED = [0x52, 0x00];

type State =
  | { at: 'friendly' }
  /** `line`: the first bytes of what the REPL has gathered. */
  | { at: 'raw'; line: number[] }
  | { at: 'pasting'; source: number[]; sinceWindow: number; window: number; limit: number }
  /** The board has closed the paste and waits for its end. */
  | { at: 'eating' };

const NO_MEMORY =
  'Traceback (most recent call last):\r\nMemoryError: memory allocation failed, allocating 512 bytes\r\n';

export interface ReplHost {
  /** Feeds the real REPL; nonzero asks for a soft reset. */
  process(byte: number): number;
  /** Was this the last that the board said? */
  said(text: string): boolean;
  emit(bytes: readonly number[] | Uint8Array): void;
  /** Between these two the real REPL runs a program, and what it prints is the program's. */
  executing(): void;
  executed(): void;
  /** Compiles and runs a pasted source: what the exception would print, and whether a soft reset is asked for. */
  paste(source: Uint8Array): { error: string; reset: boolean };
}

export type ReplOutcome = { done: false } | { done: true; mode: 'friendly' | 'raw' };

export function createRepl(host: ReplHost, start: 'friendly' | 'raw', rawPaste: RawPaste) {
  let state: State = start === 'raw' ? { at: 'raw', line: [] } : { at: 'friendly' };

  const soft = (mode: 'friendly' | 'raw'): ReplOutcome => ({ done: true, mode });
  const again: ReplOutcome = { done: false };

  const run = (byte: number): number => {
    host.executing();
    const result = host.process(byte);
    host.executed();
    return result;
  };

  const friendly = (byte: number): ReplOutcome => {
    // Only a line that is complete runs anything, but which one is so is known to the REPL alone.
    const result = byte === CR || byte === CTRL_D ? run(byte) : host.process(byte);
    if (result !== 0) return soft('friendly');
    if (byte === CTRL_A && host.said(RAW_BANNER)) state = { at: 'raw', line: [] };
    return again;
  };

  const raw = (line: number[], byte: number): ReplOutcome => {
    if (byte === CTRL_A && line.length === 2 && line[0] === CTRL_E && line[1] === LETTER_A) {
      // The REPL forgets its line and says nothing.
      host.process(CTRL_C);
      return askedForPaste();
    }
    const ends = byte === CTRL_A || byte === CTRL_B || byte === CTRL_C || byte === CTRL_D;
    if (ends) state = byte === CTRL_B ? { at: 'friendly' } : { at: 'raw', line: [] };
    else if (line.length < 3) line.push(byte);
    const result = byte === CTRL_D ? run(byte) : host.process(byte);
    return result === 0 ? again : soft('raw');
  };

  const askedForPaste = (): ReplOutcome => {
    if (rawPaste.answer === 'window') {
      const { window, limit = Number.POSITIVE_INFINITY } = rawPaste;
      host.emit([0x52, 0x01, window & 0xff, window >> 8, 0x01]);
      state = { at: 'pasting', source: [], sinceWindow: 0, window, limit };
      return again;
    }
    state = { at: 'raw', line: [] };
    if (rawPaste.answer === 'refused') {
      host.emit([...PASTE_REFUSED, PROMPT]);
      return again;
    }
    host.process(CTRL_A);
    return again;
  };

  const finishPaste = (error: string, reset: boolean): ReplOutcome => {
    host.emit([CTRL_D, ...Buffer.from(error), CTRL_D]);
    if (reset) return soft('raw');
    host.emit([PROMPT]);
    return again;
  };

  const pasting = (current: Extract<State, { at: 'pasting' }>, byte: number): ReplOutcome => {
    if (byte === CTRL_C || byte === CTRL_D) {
      state = { at: 'raw', line: [] };
      host.emit([CTRL_D]);
      // Raised by the reader, below any frame: it has no traceback.
      if (byte === CTRL_C) return finishPaste('KeyboardInterrupt: \r\n', false);
      host.executing();
      const { error, reset } = host.paste(Uint8Array.from(current.source));
      host.executed();
      return finishPaste(error, reset);
    }
    current.source.push(byte);
    current.sinceWindow++;
    if (current.source.length > current.limit) {
      host.emit([CTRL_D]);
      state = { at: 'eating' };
      return again;
    }
    if (current.sinceWindow === current.window) {
      current.sinceWindow = 0;
      host.emit([0x01]);
    }
    return again;
  };

  const eating = (byte: number): ReplOutcome => {
    if (byte !== CTRL_C && byte !== CTRL_D) return again;
    state = { at: 'raw', line: [] };
    return finishPaste(NO_MEMORY, false);
  };

  return {
    mode: (): 'friendly' | 'raw' => (state.at === 'friendly' ? 'friendly' : 'raw'),
    feed(byte: number): ReplOutcome {
      switch (state.at) {
        case 'friendly':
          return friendly(byte);
        case 'raw':
          return raw(state.line, byte);
        case 'pasting':
          return pasting(state, byte);
        case 'eating':
          return eating(byte);
      }
    },
  };
}
