/**
 * The device half of the raw REPL at the byte level, as pyexec.c has it: for firmware and faults that no real VM here
 * shows. It runs no Python: `run` says what a source prints.
 *
 *     program ──03 (enough of them)──► friendly ──01──► raw ──05 41 01──► pasting ──04──► raw
 *                                          ▲────02───────┘ └──source 04──► (runs) ───────► raw
 */
import type { SerialLink, Signals } from '../../main/serial/index.ts';

export interface FakeReply {
  readonly output?: string | Uint8Array;
  readonly error?: string;
}

export interface FakeOptions {
  /** `window`: v1.14 and later. `refuses`: `R 00 >`. `ancient`: the banner, before v1.14. `mute`: says nothing. */
  readonly firmware?: 'window' | 'refuses' | 'ancient' | 'mute';
  readonly window?: number;
  /** `hang`: prints nothing and takes a Ctrl-C. `deaf`: takes none. `vanish`: the port goes. */
  readonly run?: (source: Uint8Array) => FakeReply | 'hang' | 'deaf' | 'vanish';
  /** Raw-paste stops when a source gets longer than this, as a compiler out of memory does. */
  readonly pasteLimit?: number;
  /** How many Ctrl-C a running program swallows; absent: no program runs, the friendly prompt is there. */
  readonly stubborn?: number;
  /** How what it sends is cut up. */
  readonly cut?: (bytes: Uint8Array) => Uint8Array[];
  /** Bytes of the device that get lost: true for each one to drop. */
  readonly drop?: (at: number) => boolean;
}

type At = 'program' | 'friendly' | 'raw' | 'pasting' | 'eating' | 'hanging' | 'deaf';

const BANNER = 'raw REPL; CTRL-B to exit\r\n>';

export class FakeDevice implements SerialLink {
  readonly path = 'fake:1';
  /** All that the host sent. */
  readonly heard: number[] = [];
  readonly signals: Signals[] = [];
  readonly sources: Uint8Array[] = [];
  /** The most that the host sent beyond what a window allowed: 0 for an obedient one. */
  overrun = 0;
  /** Soft resets that it was told to make. */
  resets = 0;
  closed = false;
  readonly #options: FakeOptions;
  readonly #data = new Set<(bytes: Uint8Array) => void>();
  readonly #ends = new Set<() => void>();
  #at: At;
  #line: number[] = [];
  #credit = 0;
  #stubborn: number;
  #sent = 0;

  constructor(options: FakeOptions = {}) {
    this.#options = options;
    this.#at = options.stubborn === undefined ? 'friendly' : 'program';
    this.#stubborn = options.stubborn ?? 0;
  }

  get at(): At {
    return this.#at;
  }

  async write(bytes: Uint8Array): Promise<void> {
    for (const byte of bytes) {
      this.heard.push(byte);
      if (this.#options.firmware !== 'mute') this.#byte(byte);
    }
  }

  async setSignals(signals: Signals): Promise<void> {
    this.signals.push(signals);
  }

  onData(listener: (bytes: Uint8Array) => void): () => void {
    this.#data.add(listener);
    return () => this.#data.delete(listener);
  }

  onClose(listener: () => void): () => void {
    this.#ends.add(listener);
    return () => this.#ends.delete(listener);
  }

  async close(): Promise<void> {
    if (this.closed) return;
    this.closed = true;
    for (const listener of [...this.#ends]) listener();
  }

  /** What the board says by itself. */
  say(what: string | Uint8Array): void {
    const whole = typeof what === 'string' ? Buffer.from(what, 'latin1') : what;
    const kept = this.#options.drop ? whole.filter(() => !this.#options.drop?.(this.#sent++)) : whole;
    for (const piece of this.#options.cut?.(kept) ?? [kept]) {
      setImmediate(() => {
        if (!this.closed && piece.length > 0) for (const listener of [...this.#data]) listener(piece);
      });
    }
  }

  #byte(byte: number): void {
    switch (this.#at) {
      case 'program':
        if (byte !== 0x03) return;
        if (this.#stubborn-- > 0) {
          this.say('no\r\n');
          return;
        }
        this.#at = 'friendly';
        this.say('Traceback (most recent call last):\r\nKeyboardInterrupt: \r\nMicroPython v1.27.0\r\n>>> ');
        return;
      case 'friendly':
        if (byte === 0x01) {
          this.#at = 'raw';
          this.#line = [];
          this.say(`\r\n${BANNER}`);
        } else if (byte === 0x04) this.resets++;
        else if (byte === 0x0d || byte === 0x03) this.say('\r\n>>> ');
        return;
      case 'raw':
        this.#raw(byte);
        return;
      case 'pasting':
        this.#paste(byte);
        return;
      case 'eating':
        if (byte === 0x03 || byte === 0x04) this.#answer({ error: 'Traceback:\r\nMemoryError: \r\n' });
        return;
      case 'hanging':
        if (byte === 0x03) this.#answer({ error: 'Traceback:\r\nKeyboardInterrupt: \r\n' });
        return;
      case 'deaf':
        return;
    }
  }

  #raw(byte: number): void {
    const asks = this.#line[0] === 0x05;
    const ancient = this.#options.firmware === 'ancient';
    if (asks && !ancient && this.#line.length === 2) {
      const letter = this.#line[1];
      this.#line = [];
      if (letter !== 0x41 || this.#options.firmware === 'refuses') {
        this.say('R\x00>');
        return;
      }
      const window = this.#options.window ?? 128;
      this.#at = 'pasting';
      this.#credit = window * 2;
      this.say(Uint8Array.of(0x52, 0x01, window & 0xff, window >> 8, 0x01));
      return;
    }
    if (byte === 0x01) {
      this.#line = [];
      this.say(BANNER);
      return;
    }
    if (byte === 0x02) {
      this.#line = [];
      this.#at = 'friendly';
      this.say('\r\nMicroPython v1.27.0\r\n>>> ');
      return;
    }
    if (byte === 0x03) {
      this.#line = [];
      return;
    }
    if (byte === 0x04) {
      const source = Uint8Array.from(this.#line);
      this.#line = [];
      if (source.length === 0) this.resets++;
      this.say('OK');
      this.#run(source);
      return;
    }
    this.#line.push(byte);
  }

  #paste(byte: number): void {
    const window = this.#options.window ?? 128;
    if (byte === 0x03 || byte === 0x04) {
      const source = Uint8Array.from(this.#line);
      this.#line = [];
      this.say('\x04');
      if (byte === 0x03) this.#answer({ error: 'Traceback:\r\nKeyboardInterrupt: \r\n' });
      else this.#run(source);
      return;
    }
    this.#line.push(byte);
    this.overrun = Math.max(this.overrun, -(--this.#credit));
    if (this.#line.length > (this.#options.pasteLimit ?? Number.POSITIVE_INFINITY)) {
      this.#line = [];
      this.#at = 'eating';
      this.say('\x04');
      return;
    }
    if (this.#line.length % window === 0) {
      this.#credit += window;
      this.say('\x01');
    }
  }

  #run(source: Uint8Array): void {
    // Asked by every holder: nothing of what a test is about.
    const [, word] = /^print\('(bb\d+)'\)/.exec(Buffer.from(source).toString('latin1')) ?? [];
    if (word !== undefined) {
      this.#answer({ output: `${word}\r\n0\r\n` });
      return;
    }
    this.sources.push(source);
    const reply = this.#options.run?.(source) ?? {};
    if (reply === 'hang') this.#at = 'hanging';
    else if (reply === 'deaf') this.#at = 'deaf';
    else if (reply === 'vanish') setImmediate(() => void this.close());
    else this.#answer(reply);
  }

  #answer({ output = '', error = '' }: FakeReply): void {
    this.#at = 'raw';
    const out = typeof output === 'string' ? Buffer.from(output, 'latin1') : output;
    this.say(Buffer.concat([out, Buffer.from(`\x04${error}\x04>`, 'latin1')]));
  }
}
