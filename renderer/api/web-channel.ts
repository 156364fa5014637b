/** A channel over the browser's WebSocket: JSON text, to the web door that served this page. */
import { type Channel, DOOR_PATH } from '../../preload/contract/messages.ts';
import { DoorRefused } from './connection.ts';
import { createEnds } from './ends.ts';

export interface WebChannelOptions {
  /** The page's own by default: `http://127.0.0.1:8123`. */
  readonly origin?: string;
  /** For tests: opens a socket, which looks like the browser's. */
  readonly open?: (url: string) => WebSocket;
  /** For tests: asks the door without a socket; gives the status of the answer. */
  readonly ask?: (url: string) => Promise<number>;
}

/**
 * Opens a channel to the web door.
 * @throws DoorRefused when the door is there and wants its link to be opened again; an Error when nobody answers
 */
export function connectWeb(options: WebChannelOptions = {}): Promise<Channel> {
  const origin = options.origin ?? location.origin;
  const open = options.open ?? ((url) => new WebSocket(url));
  const ask = options.ask ?? statusOf;
  const { promise, resolve, reject } = Promise.withResolvers<Channel>();
  const ends = createEnds();
  const socket = open(origin.replace(/^http/, 'ws') + DOOR_PATH);
  let opened = false;

  socket.addEventListener('open', () => {
    opened = true;
    resolve({
      send(message) {
        if (socket.readyState === socket.OPEN) socket.send(JSON.stringify(message));
      },
      onMessage: ends.onMessage,
      onClose: ends.onClose,
      close() {
        socket.close();
        ends.end();
      },
    });
  });
  socket.addEventListener('message', ({ data }) => {
    const message = parse(data);
    // A door that says what is no JSON is not ours.
    if (message === undefined) socket.close();
    else ends.receive(message);
  });
  // An `error` is always followed by a `close`.
  socket.addEventListener('close', () => {
    ends.end();
    if (opened) return;
    // The browser hides why a socket was not let in; a plain question shows it.
    ask(origin + DOOR_PATH).then(
      (status) =>
        reject(status === 401 || status === 403 ? new DoorRefused() : new Error(`the door says ${status}`)),
      reject,
    );
  });
  return promise;
}

async function statusOf(url: string): Promise<number> {
  const { status } = await fetch(url, { cache: 'no-store', redirect: 'error' });
  return status;
}

function parse(data: unknown): unknown {
  if (typeof data !== 'string') return undefined;
  try {
    return JSON.parse(data) as unknown;
  } catch {
    return undefined;
  }
}
