/** What a board says by itself, as lines: cut at LF, CR or CR LF, without ANSI sequences and control characters. */
import { withoutControls } from '../plain-text.ts';
import { Listeners } from './until.ts';

/** CSI and OSC sequences, and two-character escapes (ECMA-48). */
const ANSI = /\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)|[@-Z\\-_])/g;

const KEEP_LINES = 1000;
/** A line without an end is cut here, so that a board that sends noise takes no memory. */
const MAX_LINE = 4096;

/** Bytes in, lines out. UTF-8 that is cut by a chunk's end is joined again. */
export class LineSplitter {
  readonly #onLine: (line: string) => void;
  #decoder = new TextDecoder();
  #rest = '';
  #afterCr = false;

  constructor(onLine: (line: string) => void) {
    this.#onLine = onLine;
  }

  feed(bytes: Uint8Array): void {
    let text = this.#decoder.decode(bytes, { stream: true });
    if (text === '') return;
    if (this.#afterCr && text.startsWith('\n')) text = text.slice(1);
    this.#afterCr = text.endsWith('\r');
    const parts = (this.#rest + text).split(/\r\n|\n|\r/);
    this.#rest = parts.pop() ?? '';
    for (const part of parts) this.#tell(part);
    if (this.#rest.length > MAX_LINE) this.flush();
  }

  /** Gives what is there without a line's end: the board went away in the middle of it. */
  flush(): void {
    const rest = this.#rest;
    this.#rest = '';
    this.#decoder = new TextDecoder();
    if (rest !== '') this.#tell(rest);
  }

  #tell(raw: string): void {
    this.#onLine(plainText(raw));
  }
}

export function plainText(raw: string): string {
  return withoutControls(raw.replace(ANSI, ''));
}

/** Bytes and lines to whoever listens, and the lines since the last reset. */
export class BoardConsole {
  readonly #bytes = new Listeners<Uint8Array>();
  readonly #lines = new Listeners<string>();
  readonly #splitter: LineSplitter;
  #kept: string[] = [];

  constructor() {
    this.#splitter = new LineSplitter((line) => {
      this.#kept.push(line);
      if (this.#kept.length > KEEP_LINES) this.#kept.shift();
      this.#lines.tell(line);
    });
  }

  feed(bytes: Uint8Array): void {
    this.#bytes.tell(bytes);
    this.#splitter.feed(bytes);
  }

  /** The board's end of the line is gone, and so is the rest of the line that it was at. */
  cut(): void {
    this.#splitter.flush();
  }

  forget(): void {
    this.#splitter.flush();
    this.#kept = [];
  }

  kept(): readonly string[] {
    return [...this.#kept];
  }

  onBytes(listener: (bytes: Uint8Array) => void): () => void {
    return this.#bytes.add(listener);
  }

  onLine(listener: (line: string) => void): () => void {
    return this.#lines.add(listener);
  }
}
