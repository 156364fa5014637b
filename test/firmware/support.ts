/** A virtual board with the real firmware on its flash, a console that can be awaited, and raw HTTP to talk to it. */
import { readdirSync, readFileSync } from 'node:fs';
import { type ClientRequestArgs, request } from 'node:http';
import { connect } from 'node:net';
import { join } from 'node:path';
import { leanOf } from '../../main/provisioning/lean.ts';
import {
  createVirtualBench,
  type LedFrame,
  type VirtualBench,
  type VirtualBoard,
} from '../../main/virtual/index.ts';
import type { BoardKind } from '../../preload/contract/models.ts';

const FIRMWARE = join(import.meta.dirname, '..', '..', 'firmware');
/** Below the time that a test has: then it is told what was said instead. */
const WAIT_MS = 18_000;
/**
 * Pauses of the firmware teach nothing: five of its seconds are one of the test's. Its time-outs shrink as well, and an ordinary
 * silence of a busy computer must not reach them: who hurries more has a reason.
 */
const HURRY = 5;
export const SITE = { ssid: 'Bench', password: 'virtual-bench' };

export type Files = Record<string, string>;
export type Json = Record<string, unknown>;

/** To be read, and bent by tests; it runs as it is. */
export const bootSource = readFileSync(join(FIRMWARE, 'boot.py'), 'utf8');
/** As the bench flashes it. */
export const bootPy = leanOf(bootSource);

/** The platform's files and the skeleton's app, or another `app.py`. */
export function softwareOf(app?: string): Files {
  const files: Files = {};
  for (const name of readdirSync(join(FIRMWARE, 'platform'))) {
    if (name.endsWith('.py')) files[name] = readFileSync(join(FIRMWARE, 'platform', name), 'utf8');
  }
  files['app.py'] = app ?? readFileSync(join(FIRMWARE, 'apps', 'skeleton', 'app.py'), 'utf8');
  return files;
}

/** A platform that declares nothing good: its sets come into force without a trial. */
export function withoutTrial(files: Files): Files {
  const platform = (files['platform.py'] ?? '').replace(/^TRIAL = 1$/m, 'TRIAL = 0');
  return { ...files, 'platform.py': platform };
}

export interface Answer {
  readonly status: number;
  readonly headers: NodeJS.Dict<string | string[]>;
  readonly text: string;
  /** Empty for what is no JSON. */
  readonly json: Json;
}

/** One request to `host:port`; a body that is no string is sent as JSON. */
export function ask(
  address: string,
  method: string,
  path: string,
  { body, headers = {} }: { body?: unknown; headers?: Record<string, string> } = {},
): Promise<Answer> {
  const [host, port] = address.split(':');
  const payload = body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body);
  const options: ClientRequestArgs = {
    host,
    port,
    method,
    path,
    agent: false,
    timeout: WAIT_MS,
    headers: payload === undefined ? headers : { 'content-length': Buffer.byteLength(payload), ...headers },
  };
  return new Promise((resolve, reject) => {
    const call = request(options, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('error', reject);
      response.on('end', () => {
        const text = Buffer.concat(parts).toString('utf8');
        const isJson = /json/.test(response.headers['content-type'] ?? '');
        const json = isJson ? (JSON.parse(text) as Json) : {};
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text, json });
      });
    });
    call.on('timeout', () => call.destroy(new Error(`no answer to ${method} ${path}`)));
    call.on('error', reject);
    call.end(payload);
  });
}

/** Bytes as they are, and what comes back until the board closes. */
export function raw(address: string, bytes: string): Promise<string> {
  const [host, port] = address.split(':');
  return new Promise((resolve, reject) => {
    let text = '';
    const socket = connect({ host, port: Number(port) }, () => socket.write(bytes));
    socket.setTimeout(WAIT_MS, () => socket.destroy(new Error('the board does not close')));
    socket.on('data', (data) => {
      text += data.toString('utf8');
    });
    socket.on('close', () => resolve(text));
    socket.on('error', reject);
  });
}

/** All that the board says, and a way to wait for what it has not said yet. */
export class Console {
  readonly lines: string[] = [];
  #rest = '';
  readonly #waiting = new Set<() => void>();

  constructor(board: VirtualBoard) {
    const open = () => {
      if (!board.plugged) return;
      board.open().onData((bytes) => this.#take(Buffer.from(bytes).toString('utf8')));
    };
    if (board.plugged) open();
    board.onPort(open);
  }

  #take(text: string): void {
    const lines = (this.#rest + text).split('\n');
    this.#rest = lines.pop() ?? '';
    this.lines.push(...lines.map((line) => line.trimEnd()));
    for (const wake of [...this.#waiting]) wake();
  }

  /** The first line that fits, from `after` on (the end of what is there now, when not given). */
  line(pattern: RegExp, after = this.lines.length, waitMs = WAIT_MS): Promise<string> {
    return new Promise((resolve, reject) => {
      const look = () => {
        const found = this.lines.slice(after).find((line) => pattern.test(line));
        if (found === undefined) return false;
        clearTimeout(timer);
        this.#waiting.delete(look);
        resolve(found);
        return true;
      };
      const timer = setTimeout(() => {
        this.#waiting.delete(look);
        const tail = this.lines.slice(after).join('\n');
        reject(new Error(`no line like ${pattern} within ${waitMs} ms, but\n${tail}`));
      }, waitMs);
      if (!look()) this.#waiting.add(look);
    });
  }

  /** Nothing said so far counts any more. */
  forget(): void {
    this.lines.length = 0;
  }
}

export interface Setup {
  kind?: BoardKind;
  software?: Files;
  provision?: Record<string, unknown>;
  /** `null`: the board knows no network. */
  wifi?: unknown;
  flashBytes?: number;
  /** Board milliseconds for each real one. */
  clockRate?: number;
}

export class Rig {
  readonly bench: VirtualBench;
  readonly board: VirtualBoard;
  readonly console: Console;
  readonly frames: LedFrame[] = [];
  readonly pins: { pin: string; value: number }[] = [];

  constructor(bench: VirtualBench, board: VirtualBoard) {
    this.bench = bench;
    this.board = board;
    this.console = new Console(board);
    board.onEvent((event) => {
      if (event.type === 'leds') this.frames.push(event.frame);
      if (event.type === 'pin') this.pins.push(event);
    });
  }

  async ask(method: string, path: string, options?: { body?: unknown; headers?: Record<string, string> }) {
    return ask(await this.board.address(), method, path, options);
  }

  async raw(bytes: string) {
    return raw(await this.board.address(), bytes);
  }

  /** A JSON file of the flash. */
  json(path: string): Json | undefined {
    const text = this.board.flash.text(path);
    return text === undefined ? undefined : (JSON.parse(text) as Json);
  }

  names(): string[] {
    return [...this.board.flash.entries.keys()].sort();
  }

  close(): Promise<void> {
    return this.bench.close();
  }
}

/** A board with `boot.py` and what else the setup says, off, in a room with the network SITE. */
export function makeRig({
  kind = 'pico',
  software = {},
  provision,
  wifi = SITE,
  flashBytes,
  clockRate = HURRY,
}: Setup = {}): Rig {
  const bench = createVirtualBench();
  bench.radio.addNetwork(SITE);
  const board = bench.addBoard({ kind, power: 'off', flashBytes, clockRate });
  const files: Files = { 'boot.py': bootPy, ...software };
  // Port 9 of this computer: nobody there, and said so at once.
  const api = `http://${bench.radio.gateway(SITE.ssid)}:9/iot`;
  // A Pico's watchdog waits for 8.4 s of the board's: at a faster pace a busy computer would set it off.
  const unwatched = clockRate > HURRY ? { wdt_s: 0 } : {};
  files['provision.json'] = JSON.stringify({ app_type: 'skeleton', api, ...unwatched, ...provision });
  if (wifi !== null) files['wifi.json'] = typeof wifi === 'string' ? wifi : JSON.stringify(wifi);
  for (const [name, text] of Object.entries(files)) board.flash.write(name, text);
  return new Rig(bench, board);
}

/** The same, on, and its web server answering. */
export async function startRig(setup: Setup = {}): Promise<Rig> {
  const rig = makeRig({ software: softwareOf(), ...setup });
  const ready = rig.console.line(/^platform: ready/);
  rig.board.powerOn();
  await ready;
  return rig;
}
