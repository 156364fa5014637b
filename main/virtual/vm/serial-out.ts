/** What the board says: the VM's output with the carriage returns that a board's stdout adds. */

import type { BoardIdentity } from './messages.ts';

const LF = 0x0a;
const CR = 0x0d;
/** The banner of the wasm build. */
const VM_BANNER = /MicroPython v\S+ on \S+; JS with Emscripten/;
/** As much of the end of what was said as `endsWith` can be asked for; a power of two. */
const TAIL = 64;

export interface SerialOut {
  /** What the VM's stdout gives (shared/runtime/stdout_helpers.c, `mp_hal_stdout_tx_strn_cooked`). */
  print(bytes: Uint8Array): void;
  /** As it is. */
  emit(bytes: readonly number[] | Uint8Array): void;
  /** Does what says the banner, which then names the board and not the VM. */
  banner<T>(show: () => T): T;
  /** Does what says something that a board does not. */
  muted(work: () => void): void;
  /** Was this the last that was said? */
  endsWith(text: string): boolean;
}

export function createSerialOut(
  { machine, runtime }: BoardIdentity,
  transmit: (bytes: Uint8Array) => void,
): SerialOut {
  const said = new Uint8Array(TAIL);
  let count = 0;
  let last = 0;
  let held: number[] | null = null;

  const emit = (bytes: Uint8Array) => {
    for (const byte of bytes) said[count++ & (TAIL - 1)] = byte;
    transmit(bytes);
  };

  const hold = <T>(work: () => T): { result: T; text: string } => {
    const bytes: number[] = [];
    held = bytes;
    try {
      return { result: work(), text: Buffer.from(bytes).toString('latin1') };
    } finally {
      held = null;
    }
  };

  return {
    print(bytes) {
      // The VM gives its bytes one by one.
      const cooked: number[] = [];
      for (const byte of bytes) {
        if (byte === LF && last !== CR) cooked.push(CR);
        cooked.push(byte);
        last = byte;
      }
      if (held) held.push(...cooked);
      else emit(Uint8Array.from(cooked));
    },
    emit: (bytes) => emit(Uint8Array.from(bytes)),
    banner(show) {
      const { result, text } = hold(show);
      const ours = `MicroPython v${runtime.version} on ${runtime.date}; ${machine}`;
      emit(Buffer.from(text.replace(VM_BANNER, ours), 'latin1'));
      return result;
    },
    muted(work) {
      hold(work);
    },
    endsWith(text) {
      return [...text].every(
        (letter, i) => said[(count - text.length + i) & (TAIL - 1)] === letter.charCodeAt(0),
      );
    },
  };
}
