/** What the board sends over its wire: the VM's output with the carriage returns that a board's stdout adds. */

const LF = 0x0a;
const CR = 0x0d;
const FLUSH_AT = 256;
/** Of the wasm build, in its banner. */
const VM_MACHINE = 'JS with Emscripten';
/** As much of the end of what was said as `endsWith` can be asked for. */
const TAIL = 64;

export interface SerialOut {
  /** What the VM's stdout gives (shared/runtime/stdout_helpers.c, `mp_hal_stdout_tx_strn_cooked`). */
  print(bytes: Uint8Array): void;
  /** As it is. */
  emit(bytes: readonly number[] | Uint8Array): void;
  flush(): void;
  /** Between the two calls nothing that the VM prints goes out. */
  mute(on: boolean): void;
  /** Was this the last that was said? */
  endsWith(text: string): boolean;
}

/** `atPrompt` tells whether the REPL is speaking, and not a program. */
export function createSerialOut(
  machine: string,
  atPrompt: () => boolean,
  transmit: (bytes: Uint8Array) => void,
): SerialOut {
  let pending: number[] = [];
  let said = '';
  let muted = false;

  const flush = () => {
    if (pending.length === 0) return;
    let bytes: Uint8Array = Uint8Array.from(pending);
    pending = [];
    const text = Buffer.from(bytes).toString('latin1');
    said = (said + text).slice(-TAIL);
    // The banner names the board and not the VM.
    if (atPrompt() && text.includes(VM_MACHINE)) {
      bytes = Uint8Array.from(Buffer.from(text.replace(VM_MACHINE, machine), 'latin1'));
    }
    transmit(bytes);
  };

  return {
    print(bytes) {
      if (muted) return;
      for (const byte of bytes) {
        if (byte === LF && pending.at(-1) !== CR) pending.push(CR);
        pending.push(byte);
        if (byte === LF || pending.length >= FLUSH_AT) flush();
      }
    },
    emit(bytes) {
      for (const byte of bytes) pending.push(byte);
      if (pending.length >= FLUSH_AT) flush();
    },
    flush,
    mute(on) {
      muted = on;
    },
    endsWith: (text) => (said + Buffer.from(pending).toString('latin1')).endsWith(text),
  };
}
