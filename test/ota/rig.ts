/** What the OTA tests stand on: a real server on a free port, an OTA tree in a temporary folder, and raw requests. */
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { createRegistry, type Registry } from '../../main/devices/index.ts';
import {
  createOtaServer,
  md5Of,
  type OtaEvent,
  type OtaServer,
  type OtaServerOptions,
} from '../../main/ota/index.ts';
import { openRecords, type Records } from '../../main/records/index.ts';

export interface Answer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  text: string;
  json: Record<string, unknown>;
}

export interface Rig {
  base: string;
  records: Records;
  registry: Registry;
  server: OtaServer;
  log: string[];
  /** Writes a file below the tree's base. */
  put(path: string, text: string | Uint8Array): void;
  /** Names in a folder below the base, empty when it is not there. */
  list(path: string): string[];
  post(path: string, body: unknown, headers?: Record<string, string>): Promise<Answer>;
  get(path: string): Promise<Answer>;
  send(
    method: string,
    path: string,
    body?: string | Buffer,
    headers?: Record<string, string>,
  ): Promise<Answer>;
  /** The next event that matches. Ask before what causes it. */
  next(match: (event: OtaEvent) => boolean): Promise<OtaEvent>;
}

/** A temporary folder that goes when the test ends. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'bench-ota-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export async function startRig(
  options: Partial<OtaServerOptions> & { database?: string; base?: string } = {},
): Promise<Rig> {
  const base = options.base ?? temporaryFolder();
  const records = await openRecords(options.database ?? ':memory:');
  const registry = await createRegistry(records);
  const log: string[] = [];
  const server = createOtaServer({
    host: '127.0.0.1',
    port: 0,
    watch: false,
    log: (line) => log.push(line),
    ...options,
    base,
    registry,
    records,
  });
  await server.start();
  onTestFinished(async () => {
    await server.stop();
    await records.close();
  });
  const send: Rig['send'] = (method, path, body, headers = {}) => {
    const { port } = server.address();
    return rawRequest(port, method, path.startsWith('//') ? path.slice(1) : `/iot${path}`, body, headers);
  };
  return {
    base,
    records,
    registry,
    server,
    log,
    put: (path, text) => {
      const full = join(base, path);
      mkdirSync(dirname(full), { recursive: true });
      writeFileSync(full, text);
    },
    list: (path) => {
      try {
        return readdirSync(join(base, path)).sort();
      } catch {
        return [];
      }
    },
    send,
    post: (path, body, headers) =>
      send('POST', path, JSON.stringify(body), { 'content-type': 'application/json', ...headers }),
    get: (path) => send('GET', path),
    next: (match) =>
      new Promise((resolve) => {
        const end = server.requests.subscribe((event) => {
          if (!match(event)) return;
          end();
          resolve(event);
        });
      }),
  };
}

/** A request exactly as written: no path is tidied on the way. */
export function rawRequest(
  port: number,
  method: string,
  path: string,
  body?: string | Buffer,
  headers: Record<string, string> = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const outgoing = request({ host: '127.0.0.1', port, method, path, headers, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString('utf8');
        let json: Record<string, unknown> = {};
        try {
          json = JSON.parse(text) as Record<string, unknown>;
        } catch {
          // Not every answer is JSON; the test that expects it will see.
        }
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text, json });
      });
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

export interface Manifest {
  app_type?: string;
  device_id?: string;
  version: string;
  seq: number;
  set: string;
  files: { name: string; size: number; md5: string; sha256: string; url: string }[];
  remove: string[];
  downgrade_from?: number;
  drop_overlay?: true;
}

export function manifestOf(answer: Answer): Manifest {
  return JSON.parse(String(answer.json.manifest)) as Manifest;
}

export const MAC = '28cdc1000001';
export const ID = `iot-${MAC}`;

/** The body of a `POST /boot` with the given texts on the flash. */
export function bootOf(
  files: Record<string, string>,
  more: Record<string, unknown> = {},
): Record<string, unknown> {
  const hashes = Object.fromEntries(
    Object.entries(files).map(([name, text]) => [name, md5Of(Buffer.from(text))]),
  );
  return { mac: MAC, app_type: 'meter', device_type: 'pico', files: hashes, ...more };
}

export function md5(text: string): string {
  return md5Of(Buffer.from(text));
}
