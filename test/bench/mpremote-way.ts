/**
 * Files on a board as mpremote writes them, for comparison: `cp` of tools/mpremote 1.28 (transport.py `fs_writefile`,
 * transport_serial.py `exec_raw`). 256 bytes of content in each exec as `w(repr(bytes))`, by raw-paste; whatever it waits for
 * without a byte being there, it looks for every 10 ms. Left out, in its favour: its start, the soft reset, the hash of what
 * is there already. It does not read back what it wrote.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { BoardFile, SerialLink } from '../../main/serial/index.ts';

const CHUNK = 256;
const POLL_MS = 10;
const CTRL_D = 0x04;

/** `polling`: as mpremote does. `awaiting`: the same bytes, without its pauses. */
export type Waiting = 'polling' | 'awaiting';

export async function writeAsMpremote(
  link: SerialLink,
  files: readonly BoardFile[],
  waiting: Waiting,
): Promise<void> {
  const line = new Line(link, waiting);
  await link.write(Buffer.from('\r\x03\r\x01'));
  await line.readUntil('raw REPL; CTRL-B to exit\r\n');
  for (const { name, content } of files) {
    await exec(line, `f=open('${name}','wb')\nw=f.write`);
    for (let at = 0; at < content.length; at += CHUNK) {
      await exec(line, `w(${pythonRepr(content.subarray(at, at + CHUNK))})`);
    }
    await exec(line, 'f.close()');
  }
  await link.write(Buffer.from('\r\x02'));
}

async function exec(line: Line, source: string): Promise<void> {
  await line.readUntil('>');
  await line.link.write(Uint8Array.of(0x05, 0x41, 0x01));
  const [r, yes, low = 0, high = 0] = await line.read(4);
  if (r !== 0x52 || yes !== 0x01) throw new Error('no raw-paste');
  const window = low | (high << 8);
  const bytes = Buffer.from(source, 'latin1');
  let credit = window;
  for (let at = 0; at < bytes.length; ) {
    while (credit === 0 || line.waiting > 0) {
      const [said] = await line.read(1);
      if (said !== 0x01) throw new Error(`raw-paste says ${said}`);
      credit += window;
    }
    const part = bytes.subarray(at, at + credit);
    await line.link.write(part);
    credit -= part.length;
    at += part.length;
  }
  await line.link.write(Uint8Array.of(CTRL_D));
  // The end of the source, of what it printed, and of what it raised.
  await line.readUntil('\x04');
  await line.readUntil('\x04');
  const error = await line.readUntil('\x04');
  if (error !== '\x04') throw new Error(error);
}

/** What came, and the ways in which mpremote waits for more. */
class Line {
  readonly link: SerialLink;
  readonly #waiting: Waiting;
  #held = '';
  #wake: (() => void) | undefined;

  constructor(link: SerialLink, waiting: Waiting) {
    this.link = link;
    this.#waiting = waiting;
    link.onData((bytes) => {
      this.#held += Buffer.from(bytes).toString('latin1');
      this.#wake?.();
    });
  }

  get waiting(): number {
    return this.#held.length;
  }

  /** pyserial's `read` blocks: no pause in it. */
  async read(count: number): Promise<Uint8Array> {
    while (this.#held.length < count) await this.#more();
    return Buffer.from(this.#take(count), 'latin1');
  }

  async readUntil(ending: string): Promise<string> {
    for (;;) {
      const at = this.#held.indexOf(ending);
      if (at >= 0) return this.#take(at + ending.length);
      if (this.#waiting === 'polling') await sleep(POLL_MS);
      else await this.#more();
    }
  }

  #take(count: number): string {
    const taken = this.#held.slice(0, count);
    this.#held = this.#held.slice(count);
    return taken;
  }

  #more(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve;
    });
  }
}

const NAMED: Readonly<Record<number, string>> = { 9: '\\t', 10: '\\n', 13: '\\r', 92: '\\\\' };

/** CPython's `repr` of bytes, which is what mpremote sends. */
export function pythonRepr(bytes: Uint8Array): string {
  const quote = bytes.includes(0x27) && !bytes.includes(0x22) ? '"' : "'";
  let body = '';
  for (const byte of bytes) {
    const char = String.fromCharCode(byte);
    if (char === quote) body += `\\${char}`;
    else
      body += NAMED[byte] ?? (byte >= 32 && byte < 127 ? char : `\\x${byte.toString(16).padStart(2, '0')}`);
  }
  return `b${quote}${body}${quote}`;
}
