/**
 * One port, and who has it. One at a time: a job or a call works on the board, or the console listens to it.
 *
 *            watch              work                 its end, watched
 *     free ─────────► watching ──────► working ─────────────────────► watching
 *      ▲                 │               │  its end, not watched
 *      └────unwatched────┘               └───────────────► free
 *
 * The console's own session sends nothing to the board by itself; what a person types goes through it and through nothing else.
 */
import { Failure, toFailure } from '../../preload/contract/errors.ts';
import type { PortInfo } from '../../preload/contract/models.ts';
import { type Board, type PortSource, until, watchBoard } from '../serial/index.ts';
import { openReturning } from './open.ts';
import { type ConsoleListener, Transcript } from './transcript.ts';

export interface WorkOn {
  readonly signal?: AbortSignal | undefined;
  /** What works on the board, for who is refused or shown it: `provision`, `list files`. */
  readonly who: string;
  /** A job has the board until it ends, and everybody else is refused. Calls are short, and wait for each other. */
  readonly as: 'job' | 'call';
}

/** What a task may do besides using its board. */
export interface TaskContext {
  /** Shows something in the board's console: the output of a program that was run for somebody. */
  readonly show: (bytes: Uint8Array) => void;
}

export type Task<T> = (board: Board, context: TaskContext) => Promise<T>;

/** The seats of the other ports, as one of them needs to know them. */
export interface Neighbours {
  /** Who works at another seat on the board that is at this path now; undefined for nobody. */
  workerAt(path: string): Promise<string | undefined>;
  /** Somebody's work at this seat has ended, and the board may be at another's path. */
  left(): void;
}

export class Seat {
  readonly path: string;
  readonly #ports: PortSource;
  readonly #neighbours: Neighbours;
  readonly #transcript = new Transcript();
  /** Tasks, one after the other. */
  readonly #tasks = new Turns();
  /** Openings and closings of the port, one after the other. */
  readonly #turns = new Turns();
  #job: string | undefined;
  /** Who works now, or is about to. */
  #worker: string | undefined;
  /** The board of who works now. */
  #worked: Board | undefined;
  /** What the list says of it, as long as somebody works: a reset may bring it to another path. */
  #identity: PortInfo | undefined;
  /** Ends the work that the port is lent to. */
  #lent: AbortController | undefined;
  #watching: { readonly board: Board; readonly stop: () => void } | undefined;
  #unlisten: (() => void) | undefined;
  #closed = false;

  constructor(path: string, ports: PortSource, neighbours: Neighbours) {
    this.path = path;
    this.#ports = ports;
    this.#neighbours = neighbours;
  }

  /** Who works on the board behind this port; undefined for nobody, and for another board. */
  workerOf(port: PortInfo): string | undefined {
    if (this.#worked === undefined) return undefined;
    return this.#worked.path === port.path || isSameBoard(port, this.#identity) ? this.#worker : undefined;
  }

  /** Has another look at whether the console's session is to be open, and what for. */
  look(): void {
    if (!this.#transcript.watched) return;
    void this.#turns.take(async () => {
      // It kept off a port that it may have now, and nothing else would tell it.
      if (this.#watching?.board.state === 'away') await this.#release();
    });
    void this.#settle();
  }

  /** Nobody works here, and nobody looks. */
  get idle(): boolean {
    return (
      this.#job === undefined &&
      this.#worker === undefined &&
      !this.#transcript.watched &&
      this.#watching === undefined
    );
  }

  /**
   * Opens the board, at its prompt, for this task alone, and closes it when the task has ended.
   * @throws Failure `board-in-use` when a job has it; as `openBoard`; what the task throws
   */
  async work<T>(options: WorkOn, task: Task<T>): Promise<T> {
    this.#refuseBeside();
    if (options.as === 'call') return this.#tasks.take(() => this.#do(options, task), options.signal);
    this.#job = options.who;
    try {
      return await this.#tasks.take(() => this.#do(options, task), options.signal);
    } finally {
      this.#job = undefined;
    }
  }

  async #do<T>({ who, signal }: WorkOn, task: Task<T>): Promise<T> {
    signal?.throwIfAborted();
    if (this.#closed) throw new Failure('port-vanished', { port: this.path });
    this.#worker = who;
    this.#transcript.enter({ at: 'working', who });
    try {
      const board = await this.#turns.take(async () => {
        await this.#release();
        await this.#refuseElsewhere();
        this.#identity = (await this.#ports.list()).find(({ path }) => path === this.path);
        return openReturning(this.#ports, this.path, { signal });
      });
      this.#worked = board;
      const stop = board.onConsole((bytes) => this.#transcript.hear(bytes));
      try {
        // Closed while the board was opened.
        if (this.#closed) throw new Failure('port-vanished', { port: this.path });
        return await task(board, { show: (bytes) => this.#transcript.hear(bytes) });
      } finally {
        this.#worked = undefined;
        await board.close();
        stop();
      }
    } finally {
      this.#leave();
    }
  }

  /**
   * Leaves the port to work that opens it itself, in its own way and maybe more than once; the console is off meanwhile.
   * The signal that the work is given aborts too when all boards are closed.
   * @throws Failure `board-in-use` when a job has it, or its board has come here from another path; what the work throws
   */
  async lend<T>({ who, signal }: Omit<WorkOn, 'as'>, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    this.#refuseBeside();
    return this.#tasks.take(async () => {
      signal?.throwIfAborted();
      if (this.#closed) throw new Failure('port-vanished', { port: this.path });
      this.#worker = who;
      this.#transcript.enter({ at: 'working', who });
      const closing = new AbortController();
      this.#lent = closing;
      try {
        await this.#turns.take(async () => {
          await this.#release();
          await this.#refuseElsewhere();
        });
        return await work(signal === undefined ? closing.signal : AbortSignal.any([signal, closing.signal]));
      } finally {
        this.#lent = undefined;
        this.#leave();
      }
    }, signal);
  }

  #leave(): void {
    this.#worker = undefined;
    this.#identity = undefined;
    this.#forgetUnwatched();
    void this.#settle();
    this.#neighbours.left();
  }

  /** Whoever looks next is not told what was. */
  #forgetUnwatched(): void {
    if (!this.#transcript.watched) this.#transcript.enter({ at: 'opening' });
  }

  /** @throws Failure `board-in-use` */
  #refuseBeside(): void {
    if (this.#job !== undefined) throw new Failure('board-in-use', { board: this.path, job: this.#job });
  }

  /** Somebody's board has come to this path in a reset. @throws Failure `board-in-use` */
  async #refuseElsewhere(): Promise<void> {
    const job = await this.#neighbours.workerAt(this.path);
    if (job !== undefined) throw new Failure('board-in-use', { board: this.path, job });
  }

  /** Tells the console from here on; opens the port for it while nobody works. Returns the way out. */
  watch(listener: ConsoleListener): () => void {
    const stop = this.#transcript.listen(listener);
    this.#unlisten ??= this.#ports.onChange(() => void this.#settle());
    void this.#settle();
    return () => {
      stop();
      void this.#settle();
    };
  }

  /** @throws Failure `board-in-use` while somebody works on it, `port-vanished` or `console-closed` when it is not open */
  async type(bytes: Uint8Array, options?: { signal?: AbortSignal | undefined }): Promise<void> {
    const worker = this.#job ?? this.#worker;
    if (worker !== undefined) throw new Failure('board-in-use', { board: this.path, job: worker });
    if (this.#watching === undefined) throw new Failure('port-vanished', { port: this.path });
    await this.#watching.board.type(bytes, options);
  }

  /** Resolves when the console's session is closed, and what was under way has ended: its board is taken from it. */
  async close(): Promise<void> {
    this.#unlisten?.();
    this.#unlisten = undefined;
    this.#closed = true;
    this.#lent?.abort(new Failure('port-vanished', { port: this.path }));
    await this.#worked?.close();
    await this.#tasks.take(async () => {});
    await this.#turns.take(() => this.#release());
  }

  /** Opens or closes the console's session, as it is wanted now. Never throws. */
  #settle(): Promise<void> {
    return this.#turns.take(async () => {
      if (this.#worker !== undefined) return;
      if (!this.#transcript.watched || this.#closed) {
        this.#unlisten?.();
        this.#unlisten = undefined;
        await this.#release();
        this.#forgetUnwatched();
        return;
      }
      if (this.#watching !== undefined) return;
      try {
        const who = await this.#neighbours.workerAt(this.path);
        if (who !== undefined) {
          if (this.#worker === undefined) this.#transcript.enter({ at: 'working', who });
          return;
        }
        this.#attach(await watchBoard({ ports: this.#polite(), path: this.path }, { returns: 'path' }));
      } catch (error) {
        const failure = toFailure(error);
        const isAway = failure.code === 'port-not-found' || failure.code === 'port-vanished';
        // Somebody may have begun to work meanwhile: that is what is shown then.
        if (this.#worker !== undefined) return;
        this.#transcript.enter(isAway ? { at: 'away' } : { at: 'refused', failure: failure.toData() });
      }
    });
  }

  /** The ports, for a console that waits for its own to come back: what comes there may be in the middle of somebody's work. */
  #polite(): PortSource {
    const ports = this.#ports;
    return {
      list: () => ports.list(),
      onChange: (listener) => ports.onChange(listener),
      open: async (path, options) => {
        if ((await this.#neighbours.workerAt(path)) !== undefined)
          throw new Failure('port-not-found', { port: path });
        return ports.open(path, options);
      },
    };
  }

  #attach(board: Board): void {
    const tell = () => {
      if (this.#worker === undefined)
        this.#transcript.enter({ at: board.state === 'away' ? 'away' : 'open' });
    };
    const stops = [board.onConsole((bytes) => this.#transcript.hear(bytes)), board.onState(tell)];
    this.#watching = { board, stop: () => stops.forEach((stop) => void stop()) };
    tell();
  }

  async #release(): Promise<void> {
    const watching = this.#watching;
    this.#watching = undefined;
    watching?.stop();
    await watching?.board.close();
  }
}

/**
 * Whether a port leads to the board that another one led to before a reset: the same chip, in the same socket. A serial number alone
 * proves nothing, since there are boards of one make that have the same (docs/decisions/0020).
 */
function isSameBoard(port: PortInfo, was: PortInfo | undefined): boolean {
  return (
    was?.location !== undefined &&
    port.location === was.location &&
    port.serialNumber === was.serialNumber &&
    port.vendorId === was.vendorId &&
    port.productId === was.productId
  );
}

/** Work that waits for the work before it; one that fails does not hold up the next. */
class Turns {
  #last: Promise<unknown> = Promise.resolve();

  /** The signal ends the wait; the work itself is told by its own means. @throws the signal's reason */
  take<T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    const before = this.#last;
    const mine = until<void>(signal, (done) => {
      void before.then(() => done());
      return () => {};
    }).then(work);
    // Who gave up waiting lets nobody in who still has to wait.
    this.#last = Promise.allSettled([before, mine]).then(() => undefined);
    return mine;
  }
}
