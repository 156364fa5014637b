/** One open port of node-serialport as a `SerialLink`. */
import { SerialPort, type SerialPortMock } from 'serialport';
import { Failure } from '../../../preload/contract/errors.ts';
import { Listeners } from '../until.ts';
import { noticeHangup } from './hangup.ts';
import type { PortOpenOptions, SerialLink, Signals } from './link.ts';

const BAUD_RATE = 115_200;
/** A line that takes nothing more (a hung board) must not hold up closing. */
const DRAIN_MS = 300;

/** A port of node-serialport over its driver, or over the stand-in that it has for tests. */
type Port = SerialPort | SerialPortMock;

type PortMaker = (options: {
  path: string;
  baudRate: number;
  autoOpen: false;
  lock: true;
  hupcl: true;
}) => Port;

/**
 * How the lines get to "both asserted". Linux and macOS raise both in one go when a port is opened. Windows changes RTS
 * before DTR (bindings-cpp 13, serialport_win.cpp, EIO_Set), and RTS alone pulls EN: so there DTR goes first.
 */
const RAISE: readonly Required<Signals>[] =
  process.platform === 'win32'
    ? [
        { dtr: true, rts: false },
        { dtr: true, rts: true },
      ]
    : [{ dtr: true, rts: true }];

/**
 * Opens a port with DTR and RTS asserted: USB-CDC boards take DTR for "somebody listens", and with both asserted
 * the auto-reset circuit of a UART bridge pulls neither EN nor IO0. `hupcl`: the system drops what is still asserted when
 * the port is closed, also when the program dies; both at once, which resets nothing either.
 * @throws Failure `port-not-found`, `port-busy`, `port-denied`
 */
export async function openUsbLink(
  path: string,
  { signal, baudRate = BAUD_RATE }: PortOpenOptions = {},
  makePort: PortMaker = (options) => new SerialPort(options),
): Promise<SerialLink> {
  signal?.throwIfAborted();
  if (path === '') throw new Failure('port-not-found', { port: path });
  const port = makePort({ path, baudRate, autoOpen: false, lock: true, hupcl: true });
  await new Promise<void>((resolve, reject) => {
    port.open((error) => (error ? reject(openFailure(path, error)) : resolve()));
  });
  noticeHangup(port);
  const link = new UsbLink(path, port);
  try {
    for (const lines of RAISE) await link.setSignals(lines);
    signal?.throwIfAborted();
  } catch (error) {
    await link.close();
    throw error;
  }
  return link;
}

class UsbLink implements SerialLink {
  readonly path: string;
  readonly #port: Port;
  readonly #data = new Listeners<Uint8Array>();
  readonly #closed = new Listeners<void>();
  /** What came before anyone listened. */
  #early: Uint8Array[] = [];
  #lines = { dtr: true, rts: true };
  #over = false;
  #ending: Promise<void> | null = null;

  constructor(path: string, port: Port) {
    this.path = path;
    this.#port = port;
    // Reading from the first moment on: an idle writer learns of a pulled cable only through its reader.
    port.on('data', (bytes: Buffer) => {
      if (this.#data.size === 0) this.#early.push(bytes);
      else this.#data.tell(bytes);
    });
    port.on('close', () => this.#end());
    port.on('end', () => this.#vanished());
    port.on('error', () => this.#vanished());
  }

  write(bytes: Uint8Array): Promise<void> {
    return new Promise((resolve, reject) => {
      const vanished = (cause?: unknown) => new Failure('port-vanished', { port: this.path }, cause);
      if (this.#over || !this.#port.isOpen) return reject(vanished());
      const stop = this.#closed.add(() => reject(vanished()));
      this.#port.write(Buffer.from(bytes), (error) => {
        stop();
        if (error) reject(vanished(error));
        else resolve();
      });
    });
  }

  setSignals(signals: Signals): Promise<void> {
    this.#lines = { ...this.#lines, ...signals };
    return new Promise((resolve, reject) => {
      if (!this.#port.isOpen) return reject(new Failure('port-vanished', { port: this.path }));
      this.#port.set(this.#lines, (error) => {
        // A PTY has no modem lines: somebody stands in for a board, and that is fine.
        if (!error || /Inappropriate ioctl/i.test(error.message)) resolve();
        else reject(new Failure('port-vanished', { port: this.path }, error));
      });
    });
  }

  onData(listener: (bytes: Uint8Array) => void): () => void {
    const stop = this.#data.add(listener);
    const early = this.#early;
    this.#early = [];
    for (const bytes of early) this.#data.tell(bytes);
    return stop;
  }

  onClose(listener: () => void): () => void {
    return this.#closed.add(listener);
  }

  close(): Promise<void> {
    this.#ending ??= this.#shut();
    return this.#ending;
  }

  async #shut(): Promise<void> {
    if (this.#port.isOpen) {
      await this.#drained();
      // RTS before DTR: the other way round there is a moment at which a UART bridge's circuit pulls EN.
      await this.setSignals({ rts: false }).catch(() => {});
      await this.#release();
    }
    this.#end();
  }

  #release(): Promise<void> {
    return new Promise((resolve) => {
      if (this.#port.isOpen) this.#port.close(() => resolve());
      else resolve();
    });
  }

  /** Nobody is at the other end: that is told first, and there is nothing to be sent out before closing. */
  #vanished(): void {
    this.#end();
    this.#ending ??= this.#release();
  }

  #drained(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, DRAIN_MS);
      this.#port.drain(() => {
        clearTimeout(timer);
        resolve();
      });
    });
  }

  /** node-serialport says `close` twice when a write met the end before the reader did. */
  #end(): void {
    if (this.#over) return;
    this.#over = true;
    this.#closed.tell();
  }
}

/** What the bindings' sentences mean (bindings-cpp 13: serialport_unix.cpp, serialport_win.cpp). */
function openFailure(path: string, error: Error): Failure {
  const port = { port: path };
  const says = error.message;
  if (/Cannot lock port|EBUSY|resource busy|temporarily unavailable/i.test(says))
    return new Failure('port-busy', port, error);
  // Windows gives an open port to nobody else, and calls that a denial.
  if (/access (is )?denied/i.test(says) && process.platform === 'win32')
    return new Failure('port-busy', port, error);
  if (/permission denied|EACCES|access denied/i.test(says)) return new Failure('port-denied', port, error);
  return new Failure('port-not-found', port, error);
}
