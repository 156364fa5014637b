/**
 * What the serial room stands on: one byte stream to a board, and where such streams come from.
 *
 * Two makers: node-serialport (`usb-ports.ts`) and the virtual bench (`main/virtual`). Everything above this
 * file works with either and cannot tell which it has.
 */
import type { PortInfo } from '../../../preload/contract/models.ts';

/** The modem lines that a UART bridge wires to EN and IO0; USB-CDC boards read only DTR. */
export interface Signals {
  readonly dtr?: boolean;
  readonly rts?: boolean;
}

/** One open port. */
export interface SerialLink {
  readonly path: string;
  /** Resolves when the bytes are handed to the operating system; rejects with `port-vanished`. */
  write(bytes: Uint8Array): Promise<void>;
  /**
   * What is named changes, the rest stays. Some drivers change one line after the other, in an order of their own: where
   * a moment in between would reset an ESP32 (RTS without DTR), ask for one line at a time.
   */
  setSignals(signals: Signals): Promise<void>;
  /** Returns the way to stop listening. */
  onData(listener: (bytes: Uint8Array) => void): () => void;
  /** Called once: when the port is closed from here, or has gone (a board reset, a cable pulled). */
  onClose(listener: () => void): () => void;
  /** Idempotent; never throws. */
  close(): Promise<void>;
}

export interface PortOpenOptions {
  readonly signal?: AbortSignal | undefined;
  /** Bits a second; default 115,200, the speed of every REPL on a UART. A board with USB of its own heeds none. */
  readonly baudRate?: number | undefined;
}

/** A place where ports appear and go. */
export interface PortSource {
  list(): Promise<PortInfo[]>;
  /**
   * Opens with DTR asserted.
   * @throws Failure `port-not-found`, `port-busy`, `port-denied`
   */
  open(path: string, options?: PortOpenOptions): Promise<SerialLink>;
  /** Called after the list changed. Returns the way to stop listening. */
  onChange(listener: () => void): () => void;
}
