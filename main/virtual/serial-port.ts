/**
 * The board's end of the cable, as an operating system shows it.
 *
 * `usb`: the board is the USB device. Its port goes with every reset, and what it prints while nobody has the port
 * open overwrites a small FIFO (shared/tinyusb/mp_usbd_cdc.c).
 * `bridge`: a UART chip stays through resets; what is printed while nobody listens is lost; its lines pull EN and IO0
 * (`auto-reset.ts`), and whoever listens at another speed than the board's hears rubbish.
 */
import { Failure } from '../../preload/contract/errors.ts';
import type { PortOpenOptions, SerialLink } from '../serial/index.ts';
import { AutoReset, type EnChange, type LineOrder } from './auto-reset.ts';
import { Cable } from './cable.ts';
import { misheard } from './misheard.ts';

const CDC_FIFO = 256;
export const USUAL_BAUD_RATE = 115_200;

/** What a port leads to. */
export interface PortBoard {
  write(bytes: Uint8Array): void;
  /** Its reset pin was pulled, or let go. */
  enable(change: EnChange): void;
}

export interface Wiring {
  readonly wire: 'usb' | 'bridge';
  /** The board's own speed, where a UART is between. */
  readonly baudRate: number;
  /** How the driver changes two lines. */
  readonly lineOrder: LineOrder;
}

interface OpenLink {
  readonly baudRate: number;
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
  readonly #wiring: Wiring;
  readonly #board: PortBoard;
  readonly #lines: AutoReset;
  readonly #presence = new Set<() => void>();
  #device: 'there' | 'gone' = 'gone';
  #plug: 'in' | 'out' = 'in';
  #open: OpenLink | undefined;
  #fifo: Uint8Array = new Uint8Array(0);

  constructor(path: string, wiring: Wiring, board: PortBoard) {
    this.#path = path;
    this.#wiring = wiring;
    this.#board = board;
    this.#lines = new AutoReset(wiring.lineOrder, (change) => {
      if (wiring.wire === 'bridge') board.enable(change);
    });
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
    if (open && (this.#wiring.wire === 'bridge' || this.#lines.lines.dtr)) {
      const heard = this.#heardAt(bytes, this.#wiring.baudRate, open.baudRate);
      if (open.data.size === 0) open.held.push(heard);
      for (const listener of [...open.data]) listener(heard);
    } else if (this.#wiring.wire === 'usb') {
      this.#fifo = Buffer.concat([this.#fifo, bytes]).subarray(-CDC_FIFO);
    }
  }

  #heardAt(bytes: Uint8Array, sent: number, heard: number): Uint8Array {
    return this.#wiring.wire === 'bridge' ? misheard(bytes, sent, heard) : bytes;
  }

  /** @throws Failure `port-busy` */
  open({ baudRate = USUAL_BAUD_RATE }: PortOpenOptions = {}): SerialLink {
    if (this.#open) throw new Failure('port-busy', { port: this.#path });
    const link: OpenLink = { baudRate, data: new Set(), closed: new Set(), held: [] };
    this.#open = link;
    const isOpen = () => this.#open === link;
    // A USB board keeps its last words for whoever asserts DTR.
    const catchUp = () => {
      const kept = this.#fifo;
      this.#fifo = new Uint8Array(0);
      if (kept.length > 0 && this.#lines.lines.dtr) this.#arrive(kept);
    };
    this.#lines.changeTogether({ dtr: true, rts: true });
    catchUp();

    return {
      path: this.#path,
      write: async (bytes) => {
        if (!isOpen()) throw new Failure('port-vanished', { port: this.#path });
        this.cable.send('down', this.#heardAt(bytes, baudRate, this.#wiring.baudRate));
      },
      setSignals: async (signals) => {
        if (!isOpen()) throw new Failure('port-vanished', { port: this.#path });
        const hadDtr = this.#lines.lines.dtr;
        this.#lines.change(signals);
        if (!hadDtr) catchUp();
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
    // The system drops what was asserted (HUPCL).
    this.#lines.changeTogether({ dtr: false, rts: false });
    for (const listener of [...(open?.closed ?? [])]) listener();
  }
}
