/** An OTA server that says what a test wants it to say: the truth of `protocol.md`, or any lie. */
import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Files, Json } from './support.ts';

const hash = (kind: string, text: string) => createHash(kind).update(text).digest('hex');
export const md5 = (text: string) => hash('md5', text);
export const setOf = (files: Files) =>
  hash(
    'sha256',
    Object.keys(files)
      .sort()
      .map((name) => `${name} ${md5(files[name] ?? '')}\n`)
      .join(''),
  );

export interface Entry extends Json {
  name: string;
  size: number;
  md5: string;
  sha256: string;
  url: string;
}

export interface Manifest extends Json {
  files: Entry[];
  remove: string[];
}

export interface Got {
  readonly path: string;
  readonly body: Json;
}

export class FakeOta {
  /** What every device of the type should have. */
  files: Files;
  form: 'manifest' | 'plain' = 'manifest';
  /** A hotfix for the next heartbeats, until its device confirms it. */
  hotfix: Files | undefined;
  /** As a server that does not know what `rejected` means. */
  ignoresRejected = false;
  /** Between heartbeats. */
  intervalMs = 200;
  /** Of the manifests. */
  seq = 1;
  /** What stands beside a manifest: a signature over its text. */
  sign: (manifest: string) => Json = () => ({});
  /** Change an answer, or a manifest in it, before it goes out. */
  bend: (answer: Json, path: string) => Json = (answer) => answer;
  bendManifest: (manifest: Manifest) => Manifest = (manifest) => manifest;
  /** Take a request over: true when it was answered. */
  takeOver: (request: IncomingMessage, response: ServerResponse) => boolean = () => false;
  readonly got: Got[] = [];
  readonly #server;
  readonly #waiting = new Set<() => void>();

  constructor(files: Files) {
    this.files = files;
    this.#server = createServer((request, response) => this.#serve(request, response));
  }

  async listen(): Promise<this> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return this;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** The API's base for a board of the first network of a virtual bench. */
  get api(): string {
    return `http://10.77.1.1:${this.port}/iot`;
  }

  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  /** The next request to that path (after those there are). */
  next(path: string, after = this.got.length): Promise<Got> {
    return new Promise((resolve) => {
      const look = () => {
        const found = this.got.slice(after).find((one) => one.path === path);
        if (found) {
          this.#waiting.delete(look);
          resolve(found);
        }
        return found !== undefined;
      };
      if (!look()) this.#waiting.add(look);
    });
  }

  #serve(request: IncomingMessage, response: ServerResponse): void {
    let text = '';
    request.on('data', (part: Buffer) => {
      text += part.toString('utf8');
    });
    request.on('end', () => {
      const path = (request.url ?? '').split('?')[0] ?? '';
      const body = text === '' ? {} : (JSON.parse(text) as Json);
      this.#answer(request, response, path, body);
      this.got.push({ path, body });
      for (const wake of [...this.#waiting]) wake();
    });
  }

  #answer(request: IncomingMessage, response: ServerResponse, path: string, body: Json): void {
    if (this.takeOver(request, response)) return;
    const json = (answer: Json) => {
      const text = JSON.stringify(this.bend(answer, path));
      response.setHeader('Content-Type', 'application/json');
      response.setHeader('Content-Length', Buffer.byteLength(text));
      response.end(text);
    };
    const time = Math.floor(Date.now() / 1000);
    const file = /^\/iot\/(files|hotfix)\/[^/]+\/(.+)$/.exec(path);
    if (file) {
      const content = (file[1] === 'files' ? this.files : this.hotfix)?.[file[2] ?? ''];
      response.writeHead(content === undefined ? 404 : 200).end(content);
    } else if (path === '/iot/boot') {
      json({ device_id: `iot-${body.mac}`, ...this.#offer(body), time });
    } else if (path === '/iot/heartbeat') {
      json({ ...this.#offerHotfix(body), interval_ms: this.intervalMs, time });
    } else if (path === '/iot/register') {
      json({ device_id: body.device_id, interval_ms: this.intervalMs, time });
    } else {
      response.writeHead(404).end();
    }
  }

  #offer(body: Json): Json {
    const has = (body.files ?? {}) as Files;
    const names = Object.keys(this.files).filter((name) => has[name] !== md5(this.files[name] ?? ''));
    // The plain form has no way to say what to remove.
    const surplus = Object.keys(has).filter((name) => !(name in this.files));
    const remove = this.form === 'plain' ? [] : surplus;
    if (names.length + remove.length === 0) return { update: false, files: {} };
    return {
      update: true,
      ...this.part(this.files, names, { app_type: 'skeleton', version: '2.0.0' }, remove),
    };
  }

  #offerHotfix(body: Json): Json {
    const overlay = (body.overlay ?? {}) as Files;
    const files = this.hotfix ?? {};
    const rejected = (body.rejected ?? []) as { set: string }[];
    if (!this.ignoresRejected && rejected.some(({ set }) => set === setOf(files))) this.hotfix = undefined;
    if (!this.hotfix) return {};
    const names = Object.keys(files).filter((name) => overlay[name] !== md5(files[name] ?? ''));
    if (names.length === 0) return {};
    return this.part(files, Object.keys(files), { device_id: body.device_id, version: 'hotfix' });
  }

  /** The update part of an answer, in the form that is set. */
  part(files: Files, names: string[], scope: Json, remove: string[] = []): Json {
    const entries = names.map((name) => [name, files[name] ?? ''] as const);
    if (this.form === 'plain') {
      return {
        md5: Object.fromEntries(entries.map(([name, text]) => [name, md5(text)])),
        files: Object.fromEntries(entries),
      };
    }
    const folder = 'app_type' in scope ? `files/${scope.app_type}` : `hotfix/${scope.device_id}`;
    const manifest: Manifest = {
      ...scope,
      seq: this.seq,
      set: setOf(files),
      files: entries.map(([name, text]) => ({
        name,
        size: Buffer.byteLength(text),
        md5: md5(text),
        sha256: hash('sha256', text),
        url: `${folder}/${name}?md5=${md5(text)}`,
      })),
      remove,
    };
    const text = JSON.stringify(this.bendManifest(manifest));
    return { manifest: text, ...this.sign(text) };
  }
}
