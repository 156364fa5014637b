/** A board that is being examined: its port, what it has said, and how often it went away. */
import type { PortInfo } from '../../preload/contract/models.ts';
import { type Board, type PortSource, usbId, watchBoard } from '../serial/index.ts';
import type { Limits } from './limits.ts';
import { type Signs, signsIn } from './signs.ts';
import { tapped } from './tap.ts';

/** More is not needed to see what a board says again and again. */
const HEARD_MAX = 65_536;
const LINES_SHOWN = 20;

export class Patient {
  readonly port: string;
  readonly info: PortInfo | undefined;
  readonly board: Board;
  readonly limits: Limits;
  /** How often the port went away by itself. */
  departures = 0;
  readonly #ear: Ear;
  readonly #news = new Set<() => void>();

  private constructor(port: string, info: PortInfo | undefined, board: Board, limits: Limits, ear: Ear) {
    this.port = port;
    this.info = info;
    this.board = board;
    this.limits = limits;
    this.#ear = ear;
    ear.onNews = () => this.#tell();
    board.onState((state) => {
      if (state === 'away') this.departures++;
      this.#tell();
    });
  }

  /** Opens the port and sends nothing. @throws Failure as `watchBoard` */
  static async visit(
    ports: PortSource,
    port: string,
    limits: Limits,
    options: { signal?: AbortSignal | undefined; baudRate?: number },
    tries: readonly number[] = limits.tries,
  ): Promise<Patient> {
    const info = (await ports.list()).find(({ path }) => path === port);
    const ear = new Ear();
    const heard = tapped(ports, (bytes) => ear.hear(bytes));
    const board = await watchBoard({ ports: heard, path: port }, { ...options, tries });
    return new Patient(port, info, board, limits, ear);
  }

  get signs(): Signs {
    return signsIn(this.#ear.heard);
  }

  /** How it gets to USB; a port that no list has may lead to anything. */
  get way(): 'native' | 'jtag' | 'bridge' {
    return this.info === undefined ? 'bridge' : usbId(this.info.vendorId, this.info.productId).way;
  }

  /** How much was heard so far; `signsSince` takes it. */
  get mark(): number {
    return this.#ear.total;
  }

  signsSince(mark: number): Signs {
    const { heard, total } = this.#ear;
    return signsIn(heard.subarray(Math.max(0, heard.length - (total - mark))));
  }

  get saidAnything(): boolean {
    return this.#ear.heard.length > 0;
  }

  get lastLines(): string[] {
    const lines = this.board.lines().filter((line) => line.trim() !== '');
    return lines.slice(-LINES_SHOWN);
  }

  /** What was said before counts no more: a reset of ours began something new. */
  forget(): void {
    this.#ear.heard = Buffer.alloc(0);
    this.departures = 0;
  }

  /**
   * Listens until the board is quiet, until `enough` says so, or until its time is over; longer when it starts again and
   * again, or when listening is all that may be done.
   * @throws the signal's reason
   */
  async listen(
    enough: (patient: Patient) => boolean,
    signal?: AbortSignal,
    patience: 'short' | 'long' = 'short',
  ): Promise<void> {
    const began = performance.now();
    while (!enough(this)) {
      const loops = patience === 'long' || this.departures > 0 || this.signs.starts.length > 0;
      const left = (loops ? this.limits.loopMs : this.limits.listenMs) - (performance.now() - began);
      // What went away is waited for; what starts again says something within the round of a watchdog.
      const quiet = loops ? left : Math.min(left, this.limits.quietMs);
      if (left <= 0 || !(await this.#nextNews(quiet, signal))) return;
    }
  }

  close(): Promise<void> {
    return this.board.close();
  }

  #nextNews(ms: number, signal: AbortSignal | undefined): Promise<boolean> {
    return new Promise((resolve, reject) => {
      const end = (settle: () => void) => {
        clearTimeout(timer);
        this.#news.delete(heard);
        signal?.removeEventListener('abort', stopped);
        settle();
      };
      const heard = () => end(() => resolve(true));
      const stopped = () => end(() => reject(signal?.reason));
      const timer = setTimeout(() => end(() => resolve(false)), ms);
      this.#news.add(heard);
      if (signal?.aborted) stopped();
      else signal?.addEventListener('abort', stopped, { once: true });
    });
  }

  #tell(): void {
    for (const listener of [...this.#news]) listener();
  }
}

/** What came over the line, from the first byte on. */
class Ear {
  heard = Buffer.alloc(0);
  total = 0;
  onNews: () => void = () => {};

  hear(bytes: Uint8Array): void {
    this.heard = Buffer.concat([this.heard, bytes]).subarray(-HEARD_MAX);
    this.total += bytes.length;
    this.onNews();
  }
}
