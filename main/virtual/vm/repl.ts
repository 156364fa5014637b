/**
 * The serial front end: what stands between the wire and the VM's own REPL.
 *
 * The VM's REPL (shared/runtime/pyexec.c, event driven) is real but for one thing: its raw-paste reader takes bytes
 * by `mp_hal_stdin_rx_chr`, which this build of the VM has as a constant. So raw-paste is spoken here, byte for byte
 * as pyexec.c speaks it, and `port/_run.py` then compiles and runs the source.
 *
 *     friendly ──01──► raw ──05 41 01──► pasting ──04──► raw
 *         ▲            │ ▲                  │
 *         └─────02─────┘ └──── 03 ──────────┘
 */
const CTRL_A = 0x01;
const CTRL_B = 0x02;
const CTRL_C = 0x03;
const CTRL_D = 0x04;
const CTRL_E = 0x05;
const CR = 0x0d;
const PROMPT = 0x3e;

/** MICROPY_REPL_STDIN_BUFFER_MAX / 2 on rp2 and esp32. */
const WINDOW = 128;

const PASTE_SUPPORTED = [0x52, 0x01, WINDOW & 0xff, WINDOW >> 8, 0x01];
const PASTE_UNKNOWN = [0x52, 0x00];

type State =
  | { at: 'friendly' }
  | { at: 'raw'; line: number; command: 'none' | 'ctrl-e' | 'letter-a' }
  | { at: 'pasting'; source: number[]; sinceWindow: number };

export interface ReplHost {
  /** Feeds the real REPL; nonzero asks for a soft reset. */
  process(byte: number): number;
  emit(bytes: readonly number[] | Uint8Array): void;
  /** Between these two the real REPL runs a program, and what it prints is the program's. */
  executing(): void;
  executed(): void;
  /** Compiles and runs a pasted source: what the exception would print, and whether a soft reset is asked for. */
  paste(source: Uint8Array): { error: string; reset: boolean };
}

export type ReplOutcome = { done: false } | { done: true; mode: 'friendly' | 'raw' };

export function createRepl(host: ReplHost, start: 'friendly' | 'raw') {
  let state: State = start === 'raw' ? rawState() : { at: 'friendly' };

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
    if (byte === CTRL_A) state = rawState();
    return again;
  };

  const raw = (current: Extract<State, { at: 'raw' }>, byte: number): ReplOutcome => {
    if (current.command === 'ctrl-e') {
      if (byte === 0x41) {
        state = { ...current, command: 'letter-a' };
        return again;
      }
      state = rawState();
      // The command's last byte is read and not looked at (pyexec.c, "unsupported command").
      host.emit(PASTE_UNKNOWN);
      host.emit([PROMPT]);
      return again;
    }
    if (current.command === 'letter-a') {
      state = { at: 'pasting', source: [], sinceWindow: 0 };
      host.emit(PASTE_SUPPORTED);
      return again;
    }
    if (byte === CTRL_E && current.line === 0) {
      state = { ...current, command: 'ctrl-e' };
      return again;
    }
    if (byte === CTRL_B) {
      state = { at: 'friendly' };
      return host.process(byte) !== 0 ? soft('friendly') : again;
    }
    if (byte === CTRL_A || byte === CTRL_C) {
      state = rawState();
      return host.process(byte) !== 0 ? soft('raw') : again;
    }
    if (byte === CTRL_D) {
      state = rawState();
      return run(byte) !== 0 ? soft('raw') : again;
    }
    state = { ...current, line: current.line + 1 };
    return host.process(byte) !== 0 ? soft('raw') : again;
  };

  const pasting = (current: Extract<State, { at: 'pasting' }>, byte: number): ReplOutcome => {
    if (byte === CTRL_C) {
      state = rawState();
      host.emit([
        CTRL_D,
        CTRL_D,
        ...Buffer.from('Traceback (most recent call last):\r\nKeyboardInterrupt: \r\n'),
        CTRL_D,
        PROMPT,
      ]);
      return again;
    }
    if (byte !== CTRL_D) {
      current.source.push(byte);
      current.sinceWindow++;
      if (current.sinceWindow === WINDOW) {
        current.sinceWindow = 0;
        host.emit([0x01]);
      }
      return again;
    }
    state = rawState();
    host.emit([CTRL_D]);
    host.executing();
    const { error, reset } = host.paste(Uint8Array.from(current.source));
    host.executed();
    host.emit([CTRL_D, ...Buffer.from(error), CTRL_D]);
    if (reset) return soft('raw');
    host.emit([PROMPT]);
    return again;
  };

  return {
    mode: (): 'friendly' | 'raw' => (state.at === 'friendly' ? 'friendly' : 'raw'),
    feed(byte: number): ReplOutcome {
      switch (state.at) {
        case 'friendly':
          return friendly(byte);
        case 'raw':
          return raw(state, byte);
        case 'pasting':
          return pasting(state, byte);
      }
    },
  };
}

function rawState(): Extract<State, { at: 'raw' }> {
  return { at: 'raw', line: 0, command: 'none' };
}
