/** The real web door, with a real socket, and HTTP that says exactly what a test wants it to say. */
import { type IncomingHttpHeaders, request } from 'node:http';
import { WebSocket as NodeSocket } from 'ws';
import type { Dispatcher } from '../../main/door/dispatcher.ts';
import { createWebDoor, type WebDoorOptions } from '../../main/door/web-door.ts';
import type { Channel } from '../../preload/contract/messages.ts';
import { connectWeb } from '../../renderer/api/web-channel.ts';
import type { DoorRig } from '../suites/door-suite.ts';

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface AskOptions {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface WebRig extends DoorRig {
  readonly url: string;
  readonly origin: string;
  readonly port: number;
  /** `name=value`, as a browser sends it after it opened the link. */
  readonly cookie: string;
  /** Without a cookie or an Origin, unless given; `path` goes out as it is. */
  ask(path: string, options?: AskOptions): Promise<Answer>;
  /** With the cookie. */
  get(path: string, options?: AskOptions): Promise<Answer>;
  /** A bare socket; with cookie and Origin, unless others are given (null: none). */
  socket(headers?: Readonly<Record<string, string | null>>, path?: string): NodeSocket;
  /** Resolves with what the upgrade came to: 101, or the status of the refusal. */
  knock(headers?: Readonly<Record<string, string | null>>, path?: string): Promise<number>;
  stop(): Promise<void>;
  start(): Promise<void>;
}

export async function openWebRig(
  dispatcher: Dispatcher,
  options: Partial<Omit<WebDoorOptions, 'dispatcher'>> = {},
): Promise<WebRig> {
  const door = createWebDoor({ pages: undefined, ...options, dispatcher });
  const sockets = new Set<NodeSocket>();
  let url = '';
  let origin = '';
  let port = 0;
  let cookie = '';

  const ask = (path: string, { method = 'GET', headers = {} }: AskOptions = {}) =>
    new Promise<Answer>((resolve, reject) => {
      const to = { host: options.host ?? '127.0.0.1', port, path, method, headers: { ...headers } };
      const sent = request(to, (response) => {
        let body = '';
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => {
          body += chunk;
        });
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body }),
        );
      });
      sent.on('error', reject);
      sent.end();
    });

  const socket: WebRig['socket'] = (headers = {}, path = '/door') => {
    const given = Object.entries({ origin, cookie, ...headers }).filter(([, value]) => value !== null);
    const made = new NodeSocket(`${origin.replace('http', 'ws')}${path}`, {
      headers: Object.fromEntries(given) as Record<string, string>,
    });
    // A `close` follows, which is what the page goes by.
    made.on('error', () => {});
    sockets.add(made);
    return made;
  };

  const start = async () => {
    ({ url, origin } = await door.start());
    port = Number(new URL(origin).port);
    const entered = await ask(url.slice(origin.length));
    cookie = entered.headers['set-cookie']?.[0]?.split(';')[0] ?? '';
  };
  await start();

  return {
    get url() {
      return url;
    },
    get origin() {
      return origin;
    },
    get port() {
      return port;
    },
    get cookie() {
      return cookie;
    },
    ask,
    get: (path, { headers, ...rest } = {}) => ask(path, { ...rest, headers: { cookie, ...headers } }),
    socket,
    knock: (headers, path) =>
      new Promise((resolve) => {
        const made = socket(headers, path);
        made.on('open', () => resolve(101));
        made.on('unexpected-response', (_, { statusCode }) => {
          resolve(statusCode ?? 0);
          made.terminate();
        });
      }),
    connect: (): Promise<Channel> =>
      connectWeb({
        origin,
        open: () => socket() as unknown as WebSocket,
        ask: async (at) => (await ask(at.slice(origin.length), { headers: { cookie } })).status,
      }),
    start,
    stop: () => door.stop(),
    async cut() {
      await Promise.all([...sockets].map(gone).concat(door.stop()));
      sockets.clear();
      await start();
    },
    async close() {
      for (const made of sockets) made.terminate();
      await door.stop();
    },
  };
}

function gone(socket: NodeSocket): Promise<void> {
  if (socket.readyState === socket.CLOSED) return Promise.resolve();
  return new Promise((resolve) => socket.once('close', () => resolve()));
}
