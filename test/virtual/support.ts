/** What the tests of the virtual bench share: a bench that cleans up, and a person at the cable. */
import { onTestFinished } from 'vitest';
import type { SerialLink } from '../../main/serial/index.ts';
import {
  type AddBoard,
  type BoardEvent,
  createVirtualBench,
  type VirtualBench,
  type VirtualBoard,
} from '../../main/virtual/index.ts';

export const CTRL_A = '\x01';
export const CTRL_B = '\x02';
export const CTRL_C = '\x03';
export const CTRL_D = '\x04';
export const RAW_BANNER = 'raw REPL; CTRL-B to exit\r\n>';

/** How long anything may take before a test gives up on it; below the time that a test has, so that what was seen is told. */
const PATIENCE_MS = 18_000;

/** A bench that is closed with the test, or by the caller where it lives longer than one. */
export function testBench(): VirtualBench {
  const bench = createVirtualBench();
  onTestFinished(() => bench.close());
  return bench;
}

/** Resolves with what `listen` hands over. `listen` returns the way to stop listening. */
export function event<T>(what: string, listen: (done: (value: T) => void) => () => void): Promise<T> {
  return new Promise((resolve, reject) => {
    let stop: (() => void) | undefined;
    const timer = setTimeout(() => {
      stop?.();
      reject(new Error(`waited in vain: ${what}`));
    }, PATIENCE_MS);
    stop = listen((value) => {
      clearTimeout(timer);
      queueMicrotask(() => stop?.());
      resolve(value);
    });
  });
}

/** The board's next event of a type. */
export function boardEvent<T extends BoardEvent['type']>(
  board: VirtualBoard,
  type: T,
  fits: (event: Extract<BoardEvent, { type: T }>) => boolean = () => true,
): Promise<Extract<BoardEvent, { type: T }>> {
  return event(`event ${type}`, (done) =>
    board.onEvent((one) => {
      if (one.type === type && fits(one as Extract<BoardEvent, { type: T }>)) {
        done(one as Extract<BoardEvent, { type: T }>);
      }
    }),
  );
}

/** Until the board has that state; at once where it has it already. */
export async function untilState(board: VirtualBoard, state: VirtualBoard['state']): Promise<void> {
  if (board.state !== state) await boardEvent(board, 'state', (one) => one.state === state);
}

/** Until there is a port to open. */
export async function untilPlugged(board: VirtualBoard): Promise<void> {
  if (board.plugged) return;
  await event<void>('a port', (done) => board.onPort(() => board.plugged && done()));
}

/** Until a network of that name can be heard. */
export async function untilAir(bench: VirtualBench, ssid: string): Promise<void> {
  const heard = () => bench.radio.heard().some((one) => one.ssid === ssid);
  if (!heard()) await event<void>(`network ${ssid}`, (done) => bench.radio.onChange(() => heard() && done()));
}

/** A person at the cable: sees what comes, types, and opens the port again when it comes back. */
export class Terminal {
  readonly board: VirtualBoard;
  #link: SerialLink | undefined;
  #seen = '';
  readonly #watchers = new Set<() => void>();

  constructor(board: VirtualBoard) {
    this.board = board;
    const open = () => {
      if (board.plugged && !this.#link) this.#open();
    };
    board.onPort(open);
    open();
  }

  /** What has come and was not waited for yet. One character a byte. */
  get seen(): string {
    return this.#seen;
  }

  async type(text: string | Uint8Array): Promise<void> {
    await untilPlugged(this.board);
    await this.#link?.write(typeof text === 'string' ? Buffer.from(text, 'latin1') : text);
  }

  /** Waits for a text; returns all up to its end, which then counts as seen. */
  until(text: string): Promise<string> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#watchers.delete(look);
        reject(new Error(`no ${JSON.stringify(text)} in ${JSON.stringify(this.#seen)}`));
      }, PATIENCE_MS);
      const look = () => {
        const at = this.#seen.indexOf(text);
        if (at < 0) return;
        clearTimeout(timer);
        this.#watchers.delete(look);
        const end = at + text.length;
        resolve(this.#seen.slice(0, end));
        this.#seen = this.#seen.slice(end);
      };
      this.#watchers.add(look);
      look();
    });
  }

  /** What was typed, and the answer up to `end`. */
  async ask(text: string, end: string): Promise<string> {
    await this.type(text);
    return this.until(end);
  }

  /** Interrupts whatever runs and enters the raw REPL. */
  async raw(): Promise<void> {
    await this.type(`\r${CTRL_C}${CTRL_C}`);
    await this.ask(`\r${CTRL_A}`, RAW_BANNER);
    this.#seen = '';
  }

  /** Runs Python at the raw prompt: what it printed. Throws its traceback. */
  async run(source: string): Promise<string> {
    await this.type(Buffer.from(source + CTRL_D));
    await this.until('OK');
    const out = (await this.until(CTRL_D)).slice(0, -1);
    const error = (await this.until(CTRL_D)).slice(0, -1);
    await this.until('>');
    if (error !== '') throw new Error(error.replaceAll('\r\n', '\n'));
    return Buffer.from(out, 'latin1').toString('utf8').replaceAll('\r\n', '\n');
  }

  /** `print(<expression>)` of what `setup` has made, as Python prints it. */
  async value(expression: string, setup = ''): Promise<string> {
    return (await this.run(`${setup}\nprint((${expression}))`)).trimEnd();
  }

  async signals(signals: { dtr?: boolean; rts?: boolean }): Promise<void> {
    await this.#link?.setSignals(signals);
  }

  async close(): Promise<void> {
    await this.#link?.close();
  }

  #open(): void {
    const link = this.board.open();
    this.#link = link;
    link.onData((bytes) => {
      this.#seen += Buffer.from(bytes).toString('latin1');
      for (const look of [...this.#watchers]) look();
    });
    link.onClose(() => {
      if (this.#link === link) this.#link = undefined;
    });
  }
}

/** A board that is powered, with those files on it, and somebody at its cable. */
export function powered(
  bench: VirtualBench,
  options: AddBoard,
  files: Record<string, string> = {},
): { board: VirtualBoard; terminal: Terminal } {
  const board = bench.addBoard({ ...options, power: 'off' });
  for (const [name, text] of Object.entries(files)) board.flash.write(name, text);
  board.powerOn();
  return { board, terminal: new Terminal(board) };
}

/** A board at its raw prompt. */
export async function rawBoard(
  bench: VirtualBench,
  options: AddBoard,
  files: Record<string, string> = {},
): Promise<{ board: VirtualBoard; terminal: Terminal }> {
  const made = powered(bench, options, files);
  await made.terminal.until('>>> ');
  await made.terminal.raw();
  return made;
}

/** The number of an OSError that Python raises, or what else it raised. */
export function errnoOf(terminal: Terminal, statement: string): Promise<string> {
  const indented = statement.replaceAll('\n', '\n    ');
  return terminal
    .run(
      `try:\n    ${indented}\n    print('no error')\nexcept OSError as e:\n    print(e.errno)\nexcept Exception as e:\n    print(type(e).__name__)`,
    )
    .then((text) => text.trimEnd());
}
