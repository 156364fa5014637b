/**
 * The board's end of the cable, as an operating system shows it.
 *
 * `usb`: the board is the USB device. Its port goes with every reset, and what it prints while nobody has the port
 * open overwrites a small FIFO (shared/tinyusb/mp_usbd_cdc.c).
 * `bridge`: a UART chip stays through resets; what is printed while nobody listens is lost; its RTS line pulls EN.
 */
import { Failure } from '../../preload/contract/errors.ts';
import type { SerialLink } from '../serial/index.ts';
import { Cable } from './cable.ts';

const CDC_FIFO = 256;

interface OpenLink {
  data: Set<(bytes: Uint8Array) => void>;
  closed: Set<() => void>;
  /** What came before anybody listened. */
  held: Uint8Array[];
}

export class SerialPort {
  /** What the cable does to what goes through it. */
  readonly cable = new Cable({
    down: (bytes) => this.#board.write(bytes),
    up: (bytes) => this.#arrive(bytes),
  });
  readonly #path: string;
  readonly #wire: 'usb' | 'bridge';
  readonly #board: { write(bytes: Uint8Array): void; resetLine(): void };
  readonly #presence = new Set<() => void>();
  #device: 'there' | 'gone' = 'gone';
  #plug: 'in' | 'out' = 'in';
  #open: OpenLink | undefined;
  #fifo: Uint8Array = new Uint8Array(0);

  constructor(
    path: string,
    wire: 'usb' | 'bridge',
    board: { write(bytes: Uint8Array): void; resetLine(): void },
  ) {
    this.#path = path;
    this.#wire = wire;
    this.#board = board;
  }

  get present(): boolean {
    return this.#device === 'there' && this.#plug === 'in';
  }

  onPresence(listener: () => void): () => void {
    this.#presence.add(listener);
    return () => this.#presence.delete(listener);
  }

  /** There is a device that shows itself, as soon as the plug is in. */
  appear(): void {
    this.#change(() => {
      this.#device = 'there';
    });
  }

  vanish(): void {
    this.#fifo = new Uint8Array(0);
    this.#change(() => {
      this.#device = 'gone';
    });
  }

  plug(): void {
    this.#change(() => {
      this.#plug = 'in';
    });
  }

  unplug(): void {
    this.#change(() => {
      this.#plug = 'out';
    });
  }

  #change(change: () => void): void {
    const before = this.present;
    change();
    if (this.present === before) return;
    if (before) {
      this.cable.cut();
      this.#end();
    }
    for (const listener of [...this.#presence]) listener();
  }

  /** What the board sends. */
  emit(bytes: Uint8Array): void {
    this.cable.send('up', bytes);
  }

  #arrive(bytes: Uint8Array): void {
    const open = this.#open;
    if (open) {
      if (open.data.size === 0) open.held.push(bytes);
      for (const listener of [...open.data]) listener(bytes);
    } else if (this.#wire === 'usb') {
      this.#fifo = Buffer.concat([this.#fifo, bytes]).subarray(-CDC_FIFO);
    }
  }

  /** @throws Failure `port-busy` */
  open(): SerialLink {
    if (this.#open) throw new Failure('port-busy', { port: this.#path });
    const link: OpenLink = { data: new Set(), closed: new Set(), held: [] };
    this.#open = link;
    if (this.#fifo.length > 0) link.held.push(this.#fifo);
    this.#fifo = new Uint8Array(0);
    const isOpen = () => this.#open === link;
    // Opening asserts both, so that neither EN nor IO0 is pulled.
    const lines = { dtr: true, rts: true };
    let enLow = false;

    return {
      path: this.#path,
      write: async (bytes) => {
        if (!isOpen()) throw new Failure('port-vanished', { port: this.#path });
        this.cable.send('down', bytes);
      },
      setSignals: async ({ rts, dtr }) => {
        if (!isOpen()) throw new Failure('port-vanished', { port: this.#path });
        Object.assign(lines, dtr === undefined ? {} : { dtr }, rts === undefined ? {} : { rts });
        if (this.#wire !== 'bridge') return;
        // The auto-reset circuit: EN is low while RTS is asserted and DTR is not; the board starts when it rises.
        const low = lines.rts && !lines.dtr;
        if (enLow && !low) this.#board.resetLine();
        enLow = low;
      },
      onData(listener) {
        link.data.add(listener);
        for (const bytes of link.held.splice(0)) listener(bytes);
        return () => link.data.delete(listener);
      },
      onClose(listener) {
        link.closed.add(listener);
        return () => link.closed.delete(listener);
      },
      close: async () => {
        if (isOpen()) this.#end();
      },
    };
  }

  #end(): void {
    const open = this.#open;
    this.#open = undefined;
    for (const listener of [...(open?.closed ?? [])]) listener();
  }
}
