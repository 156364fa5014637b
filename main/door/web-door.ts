/**
 * The door for browsers: serves the built pages on loopback, and a WebSocket that speaks the contract.
 *
 * Plain `node:http`: there are two routes and an index of files, all checks come before any of them, and the upgrade is
 * none of a framework's requests anyway. There is no call over HTTP and no body is ever read.
 */
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import { Failure } from '../../preload/contract/errors.ts';
import { DOOR_PATH, MESSAGE_LIMIT } from '../../preload/contract/messages.ts';
import type { Dispatcher } from './dispatcher.ts';
import { SOCKET_LIMITS, type SocketLimits, socketChannel } from './socket-channel.ts';
import { type Answer, safeHeaders, sendAnswer } from './web-answers.ts';
import { createGuard, type Guard } from './web-guard.ts';
import { type Pages, readPages } from './web-pages.ts';

export interface WebDoorOptions {
  readonly dispatcher: Dispatcher;
  /** Folder of the built pages, read at each start; without one only the socket is there. */
  readonly pages: string | undefined;
  /** 0, and when not given: the system chooses. */
  readonly port?: number | undefined;
  /** This computer only: `127.0.0.1`, or `::1`. */
  readonly host?: string | undefined;
  readonly log?: ((line: string) => void) | undefined;
  readonly limits?: Partial<SocketLimits> | undefined;
}

export interface WebDoor {
  /**
   * Listens, with a token of its own. `url` is the link to open, and a secret; does nothing when it is open already.
   * @throws Failure `address-in-use`, `address-denied`, `address-unavailable`, `file-unreadable` (no built pages)
   */
  start(): Promise<{ readonly url: string; readonly origin: string }>;
  /** Closes every channel; jobs go on. */
  stop(): Promise<void>;
}

/** Names of loopback that no system can make mean something else. */
const LOOPBACK = ['127.0.0.1', '::1'];
const ENTER_PATH = '/enter';
/** Windows and tabs of one person, each with a few requests at a time. */
const MOST_CONNECTIONS = 128;
const MOST_PAGES = 32;

/** @throws Failure `bad-input` for any address but loopback */
export function createWebDoor(options: WebDoorOptions): WebDoor {
  const { host = '127.0.0.1', port = 0 } = options;
  if (!LOOPBACK.includes(host))
    throw new Failure('bad-input', { field: 'host', problem: 'only this computer itself: 127.0.0.1 or ::1' });
  let running: Promise<Running> | undefined;
  return {
    async start() {
      running ??= open({ ...options, host, port }).catch((error: unknown) => {
        running = undefined;
        throw error;
      });
      const { url, origin } = await running;
      return { url, origin };
    },
    async stop() {
      const present = running;
      running = undefined;
      await (await present?.catch(() => undefined))?.close();
    },
  };
}

interface Running {
  readonly url: string;
  readonly origin: string;
  close(): Promise<void>;
}

async function open(options: WebDoorOptions & { host: string; port: number }): Promise<Running> {
  const { dispatcher, host, log = () => {} } = options;
  const limits = { ...SOCKET_LIMITS, ...options.limits };
  const pages = options.pages === undefined ? undefined : await readPages(options.pages);
  const server = createServer({ maxHeaderSize: 16 * 1024, headersTimeout: 10_000, requestTimeout: 10_000 });
  server.timeout = 60_000;
  server.maxConnections = MOST_CONNECTIONS;
  await listen(server, host, options.port);
  const { port } = server.address() as AddressInfo;
  // As browsers write it: without the port where it is 80.
  const { origin } = new URL(`http://${host.includes(':') ? `[${host}]` : host}:${port}`);
  const guard = createGuard(origin);
  const headers = safeHeaders(origin);
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: MESSAGE_LIMIT,
    perMessageDeflate: false,
  });

  server.on('request', (request, response) => {
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    sendAnswer(request, response, answer(request, guard, pages));
  });
  server.on('upgrade', (request, socket, head) => {
    const status = upgradeStatus(request, guard, sockets.clients.size);
    if (status !== 101) {
      turnAway(socket, status);
      return;
    }
    sockets.handleUpgrade(request, socket, head, (peer) =>
      dispatcher.attach(socketChannel(peer, log, limits)),
    );
  });

  return {
    url: `${origin}${ENTER_PATH}?token=${guard.token}`,
    origin,
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const peer of sockets.clients) {
        peer.close(1001, 'the bench ends');
        peer.terminate();
      }
      sockets.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

function answer(request: IncomingMessage, guard: Guard, pages: Pages | undefined): Answer {
  const refused = guard.checkRequest(request);
  if (refused !== undefined) return { status: refused };
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    return { status: 405, headers: { allow: 'GET, HEAD' } };
  }
  const { path, query } = split(request.url ?? '');
  if (!path.startsWith('/')) return { status: 400 };
  if (path === ENTER_PATH) {
    if (!guard.isToken(query.get('token'))) return { status: 401 };
    return { status: 303, headers: { location: '/', 'set-cookie': guard.setCookie } };
  }
  if (!guard.hasCookie(request)) return { status: 401 };
  if (path === DOOR_PATH) {
    return { status: 426, headers: { upgrade: 'websocket', connection: 'upgrade, close' } };
  }
  const page = pages?.find(path);
  return page === undefined ? { status: 404 } : { status: 200, page };
}

function upgradeStatus(request: IncomingMessage, guard: Guard, open: number): 101 | 401 | 403 | 404 | 503 {
  const refused = guard.checkUpgrade(request);
  if (refused !== undefined) return refused;
  if (split(request.url ?? '').path !== DOOR_PATH) return 404;
  return open >= MOST_PAGES ? 503 : 101;
}

function turnAway(socket: Duplex, status: number): void {
  // The peer may be gone already.
  socket.on('error', () => socket.destroy());
  socket.end(`HTTP/1.1 ${status} Refused\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`, () =>
    socket.destroy(),
  );
}

/** Without decoding: what a path means is only what the index says. */
function split(url: string): { path: string; query: URLSearchParams } {
  const at = url.indexOf('?');
  return at < 0
    ? { path: url, query: new URLSearchParams() }
    : { path: url.slice(0, at), query: new URLSearchParams(url.slice(at + 1)) };
}

async function listen(server: Server, host: string, port: number): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const refused = (error: NodeJS.ErrnoException) => reject(listenFailure(error, host, port));
  server.once('error', refused);
  server.listen({ host, port }, () => {
    server.off('error', refused);
    resolve();
  });
  await promise;
}

function listenFailure(error: NodeJS.ErrnoException, host: string, port: number): Failure {
  if (error.code === 'EADDRINUSE') return new Failure('address-in-use', { host, port }, error);
  if (error.code === 'EACCES') return new Failure('address-denied', { host, port }, error);
  return new Failure('address-unavailable', { host }, error);
}
