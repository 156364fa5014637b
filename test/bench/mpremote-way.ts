/**
 * Files on a board as mpremote writes them, for comparison: `mpremote cp a b c :`, tools/mpremote after v1.28
 * (commands.py `do_filesystem_cp`, transport.py, transport_serial.py), what it sends and how it waits. For each file it asks twice
 * whether the target is a folder, looks for a file with the same hash, and then sends 256 bytes of content in each
 * exec as `w(repr(bytes))`, by raw-paste; what is not there yet it looks for every 10 ms.
 *
 * Left out, in its favour: the start of Python, and the soft reset with the boot that follows. It does not read back what it
 * wrote, and what it writes is in place at once, half a file too.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { BoardFile, SerialLink } from '../../main/serial/index.ts';

const CHUNK = 256;
const POLL_MS = 10;
const CTRL_D = 0x04;

/** `cp`: as it is. `chunks`: the execs with content alone, and without its pauses: what a better mpremote could come to. */
export type MpremoteWay = 'cp' | 'chunks';

/** @param slower how much slower than real the line is; its pauses are so too */
export async function writeAsMpremote(
  link: SerialLink,
  files: readonly BoardFile[],
  way: MpremoteWay,
  slower: number,
): Promise<void> {
  const line = new Line(link, way === 'cp' ? POLL_MS * slower : null);
  await link.write(Buffer.from('\r\x03\r\x01'));
  await line.readUntil('raw REPL; CTRL-B to exit\r\n');
  for (const { name, content } of files) {
    if (way === 'cp') await lookUp(line, name);
    await exec(line, `f=open('${name}','wb')\nw=f.write`);
    for (let at = 0; at < content.length; at += CHUNK) {
      await exec(line, `w(${pythonRepr(content.subarray(at, at + CHUNK))})`);
    }
    await exec(line, 'f.close()');
  }
  await link.write(Buffer.from('\r\x02'));
}

/** `fs_exists` and `fs_isdir` of the target, then `fs_hashfile`, which finds no file. */
async function lookUp(line: Line, name: string): Promise<void> {
  for (let time = 0; time < 2; time++) {
    await exec(line, 'import os');
    await exec(line, "print(repr(os.stat('/')))");
  }
  await exec(line, 'import hashlib\nh = hashlib.sha256()');
  await exec(
    line,
    `buf = memoryview(bytearray(256))\nwith open('${name}', 'rb') as f:\n while True:\n  n = f.readinto(buf)\n  if n == 0:\n   break\n  h.update(buf if n == 256 else buf[:n])\n`,
    'ENOENT',
  );
}

/** @param mayRaise what the exception may have in it */
async function exec(line: Line, source: string, mayRaise?: string): Promise<void> {
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
  if (error !== '\x04' && !(mayRaise && error.includes(mayRaise))) throw new Error(error);
}

/** What came, and the ways in which mpremote waits for more. */
class Line {
  readonly link: SerialLink;
  /** Null: every byte is noticed as it comes. */
  readonly #pollMs: number | null;
  #held = '';
  #wake: (() => void) | undefined;

  constructor(link: SerialLink, pollMs: number | null) {
    this.link = link;
    this.#pollMs = pollMs;
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
      if (this.#pollMs === null) await this.#more();
      else await sleep(this.#pollMs);
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
