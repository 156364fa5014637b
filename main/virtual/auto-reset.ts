/**
 * The circuit of two transistors between the bridge's lines and an ESP32 (Espressif, esptool documentation, "Boot Mode
 * Selection", automatic bootloader):
 *
 *     DTR RTS │ EN   IO0        asserted lines are 1
 *      1   1  │ high high
 *      0   0  │ high high
 *      0   1  │ LOW  high       held in reset
 *      1   0  │ high LOW        download, if EN rises now
 *
 * What a driver does with two lines that are to change at once decides what happens in between.
 */
import type { Signals } from '../serial/index.ts';

export type Lines = Required<Signals>;

/** `together`: Linux, in one request. `rts-first`: Windows (bindings-cpp, serialport_win.cpp). `dtr-first`: other tools. */
export type LineOrder = 'together' | 'rts-first' | 'dtr-first';

export type EnChange = 'held' | 'program' | 'download';

const NONE: Lines = { dtr: false, rts: false };

export class AutoReset {
  readonly #tell: (change: EnChange) => void;
  readonly #order: LineOrder;
  #lines = NONE;

  /** @param tell what becomes of the chip: held in reset, started into its program or into its download mode */
  constructor(order: LineOrder, tell: (change: EnChange) => void) {
    this.#order = order;
    this.#tell = tell;
  }

  get lines(): Lines {
    return this.#lines;
  }

  /** As a program asks for it: what is not named stays. */
  change({ dtr = this.#lines.dtr, rts = this.#lines.rts }: Signals): void {
    if (this.#order === 'rts-first') this.#set({ ...this.#lines, rts });
    if (this.#order === 'dtr-first') this.#set({ ...this.#lines, dtr });
    this.#set({ dtr, rts });
  }

  /** As a system does it by itself when a port is opened and closed (Linux, tty_port.c: both in one go). */
  changeTogether(lines: Lines): void {
    this.#set(lines);
  }

  #set(to: Lines): void {
    const wasLow = isLow(this.#lines);
    this.#lines = to;
    if (isLow(to) === wasLow) return;
    if (!wasLow) this.#tell('held');
    else this.#tell(to.dtr && !to.rts ? 'download' : 'program');
  }
}

function isLow({ dtr, rts }: Lines): boolean {
  return rts && !dtr;
}
