/**
 * The OTA server: `api.rforssen.net/iot` on this computer.
 *
 *     off ──start──► starting ──► on ──stop──► off
 *      ▲                │
 *      └────stop──── failed ◄┘        (start again from either)
 */
import { mkdir } from 'node:fs/promises';
import { isIPv6 } from 'node:net';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { Failure, type FailureData, toFailure } from '../../preload/contract/errors.ts';
import type { Registry } from '../devices/index.ts';
import type { Records } from '../records/index.ts';
import { ownAddresses } from './addresses.ts';
import type { OtaContext, ResolveAddress } from './context.ts';
import { createHotfixes, type Hotfixes } from './hotfix.ts';
import { createHttp, DEFAULT_LIMITS, type HttpLimits } from './http.ts';
import type { Keys } from './keys.ts';
import { createLive, type Live } from './live.ts';
import { createOffers } from './offers.ts';
import { defaultAddress } from './parse.ts';
import { createSigner } from './signer.ts';
import { createTree, type Tree } from './tree.ts';
import { type Watch, watchTree } from './watch.ts';

export type OtaState =
  | { status: 'off' }
  | { status: 'starting' }
  /** `url` is the API's base as a device on the network would dial it. */
  | { status: 'on'; host: string; port: number; url: string }
  | { status: 'failed'; failure: FailureData };

export interface OtaServerOptions {
  /** The OTA tree (`OTA_BASE`); `boot/` and `heartbeat/` are made in it at start. */
  base: string;
  registry: Registry;
  records: Records;
  /** Local address to listen on: `0.0.0.0` for all, `127.0.0.1` for this computer only. */
  host: string;
  /** 0 lets the system choose. */
  port: number;
  /** `/iot` when not given. */
  basePath?: string;
  /** What manifests are signed with; nothing is signed when not given. */
  keys?: Keys;
  /** Told to devices in the answers of register and heartbeat; nothing is told when not given. Milliseconds. */
  heartbeatIntervalMs?: number;
  /** Where a device is reached: where it speaks from, or what it claims when that is this computer, when not given. */
  resolveAddress?: ResolveAddress;
  log?: (line: string) => void;
  limits?: Partial<HttpLimits>;
  /** False: no live news of files that change (answers are right all the same). */
  watch?: boolean;
  /** Unix milliseconds; for tests. */
  now?: () => number;
}

/** Where to listen, and what to tell devices, from a start on. */
export type OtaListen = Partial<Pick<OtaServerOptions, 'host' | 'port' | 'heartbeatIntervalMs'>>;

export interface OtaServer {
  /**
   * Listens; the state that it returns is `on`. Does nothing when it is on already. What is given takes the place of
   * what the server was made with.
   * @throws Failure `address-in-use`, `address-unavailable`, `address-denied`, `data-folder`
   */
  start(listen?: OtaListen): Promise<Extract<OtaState, { status: 'on' }>>;
  /** Lets requests under way finish for `limits.graceMs` at most, and closes everything. */
  stop(): Promise<void>;
  readonly state: OtaState;
  /** Calls `listener` after each change of state; returns what ends it. */
  subscribeState(listener: (state: OtaState) => void): () => void;
  /** Where it listens. @throws Failure `ota-server-off` */
  address(): { host: string; port: number };
  /** The API's base for a device on the network. @throws Failure `ota-server-off` */
  readonly url: string;
  /** The API's base on each address of this computer that it listens on. @throws Failure `ota-server-off` */
  urls(): string[];
  /** Requests and what they meant, as they come. */
  readonly requests: Live;
  readonly tree: Tree;
  readonly hotfixes: Hotfixes;
  /** Tells the device to restart at its next heartbeat. */
  requestRestart(deviceId: string): void;
  /** Ends the device's hotfix: told at its next boot, which its next heartbeat asks for. @throws Failure `device-unknown` */
  dropOverlay(deviceId: string): Promise<void>;
}

export function createOtaServer(options: OtaServerOptions): OtaServer {
  const { base, registry, records } = options;
  let { host, port: wantedPort } = options;
  const basePath = normalBasePath(options.basePath ?? '/iot');
  const now = options.now ?? Date.now;
  const log = options.log ?? (() => undefined);
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const live = createLive(now);
  const context: OtaContext = {
    registry,
    records,
    tree: createTree(base),
    hotfixes: createHotfixes(base),
    offers: createOffers(records, now, log),
    signer: createSigner(options.keys, log),
    resolveAddress: options.resolveAddress ?? defaultAddress,
    heartbeatIntervalMs: options.heartbeatIntervalMs,
    restarts: new Set(),
    now,
    emit: live.emit,
    log,
  };
  const stateListeners = new Set<(state: OtaState) => void>();
  let state: OtaState = { status: 'off' };
  let running: { app: FastifyInstance; watch: Watch | undefined } | undefined;
  // Start and stop take their turns.
  let turn: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const result = turn.then(work);
    turn = result.catch(() => undefined);
    return result;
  };
  const become = (next: OtaState): void => {
    state = next;
    for (const listener of [...stateListeners]) listener(next);
  };
  const on = (): Extract<OtaState, { status: 'on' }> => {
    if (state.status !== 'on') throw new Failure('ota-server-off', {});
    return state;
  };

  const start = async (wanted: OtaListen): Promise<Extract<OtaState, { status: 'on' }>> => {
    if (state.status === 'on') return state;
    host = wanted.host ?? host;
    wantedPort = wanted.port ?? wantedPort;
    context.heartbeatIntervalMs = wanted.heartbeatIntervalMs ?? context.heartbeatIntervalMs;
    become({ status: 'starting' });
    let app: FastifyInstance | undefined;
    try {
      await makeFolders(base);
      app = createHttp(context, basePath, limits);
      const port = await listen(app, host, wantedPort);
      const watch =
        options.watch === false
          ? undefined
          : await watchTree(base, (where, name) => live.emit({ type: 'files-changed', where, name }), log);
      running = { app, watch };
      become({ status: 'on', host, port, url: urlOf(reachable(host)[0] ?? host, port, basePath) });
      return on();
    } catch (error) {
      await app?.close();
      const failure = toFailure(error);
      become({ status: 'failed', failure: failure.toData() });
      throw failure;
    }
  };
  const stop = async (): Promise<void> => {
    const ending = running;
    running = undefined;
    if (ending) {
      const patience = setTimeout(() => ending.app.server.closeAllConnections(), limits.graceMs);
      await Promise.all([ending.app.close(), ending.watch?.close()]);
      clearTimeout(patience);
      await registry.flush();
    }
    if (state.status !== 'off') become({ status: 'off' });
  };

  return {
    start: (wanted = {}) => inTurn(() => start(wanted)),
    stop: () => inTurn(stop),
    get state() {
      return state;
    },
    subscribeState: (listener) => {
      stateListeners.add(listener);
      return () => stateListeners.delete(listener);
    },
    address: () => ({ host: on().host, port: on().port }),
    get url() {
      return on().url;
    },
    urls: () => reachable(host).map((each) => urlOf(each, on().port, basePath)),
    requests: { recent: live.recent, subscribe: live.subscribe },
    tree: context.tree,
    hotfixes: context.hotfixes,
    requestRestart: (deviceId) => {
      context.restarts.add(deviceId);
    },
    dropOverlay: async (deviceId) => {
      await registry.requestDropOverlay(deviceId, true);
      context.restarts.add(deviceId);
    },
  };
}

async function makeFolders(base: string): Promise<void> {
  try {
    await mkdir(join(base, 'boot'), { recursive: true });
    await mkdir(join(base, 'heartbeat'), { recursive: true });
  } catch (error) {
    throw new Failure(
      'data-folder',
      { path: base, problem: error instanceof Error ? error.message : '' },
      error,
    );
  }
}

/** @returns the port that it listens on */
async function listen(app: FastifyInstance, host: string, port: number): Promise<number> {
  try {
    await app.listen({ host, port });
  } catch (error) {
    await app.close();
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'EADDRINUSE') throw new Failure('address-in-use', { host, port }, error);
    if (code === 'EACCES' || code === 'EPERM') throw new Failure('address-denied', { host, port }, error);
    if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND' || code === 'EAI_AGAIN') {
      throw new Failure('address-unavailable', { host }, error);
    }
    throw error;
  }
  const bound = app.server.address();
  return typeof bound === 'object' && bound !== null ? bound.port : port;
}

/** The addresses by which others reach what listens on `host`, the likeliest first. */
function reachable(host: string): string[] {
  if (host !== '0.0.0.0' && host !== '::') return [host];
  const found = ownAddresses().map(({ address }) => address);
  return found.length > 0 ? found : ['127.0.0.1'];
}

function urlOf(host: string, port: number, basePath: string): string {
  return `http://${isIPv6(host) ? `[${host}]` : host}:${port}${basePath}`;
}

function normalBasePath(path: string): string {
  const trimmed = path.replace(/^\/+|\/+$/g, '');
  return trimmed === '' ? '' : `/${trimmed}`;
}
