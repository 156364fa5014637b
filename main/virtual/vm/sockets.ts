/**
 * The board's TCP sockets, VM side: queues that the host fills and that `socket.py` reads.
 *
 * Nothing here blocks; `socket.py` waits with the board's one `idle()`. Both directions have a window, as lwIP has
 * (8 segments of 800 bytes): a board that does not read makes the peer wait, and the other way round.
 */
import { ERRNO } from './errno.ts';
import type { FromVm, ToVm } from './messages.ts';
import type { CountBytes } from './meters.ts';

/** Bytes that may be under way to the host: TCP_SND_BUF of the boards' lwIP. */
export const SEND_WINDOW = 6400;

/** Bits of `select.poll`. */
const POLL = { IN: 1, OUT: 4, ERR: 8, HUP: 16 } as const;

type SocketState =
  | { at: 'new' }
  | { at: 'listening'; backlog: { socket: number; ip: string; port: number }[] }
  | { at: 'connecting' }
  | { at: 'open' }
  | { at: 'failed'; errno: number };

interface Socket {
  state: SocketState;
  received: Uint8Array[];
  ended: boolean;
  inFlight: number;
}

export type Sockets = ReturnType<typeof createSockets>;

export function createSockets(
  send: (message: FromVm, transfer?: readonly ArrayBuffer[]) => void,
  count: CountBytes,
) {
  const sockets = new Map<number, Socket>();
  // The host numbers accepted sockets from the other end, so that the two never meet.
  let next = 1;

  const add = (id: number, state: SocketState): Socket => {
    const socket: Socket = { state, received: [], ended: false, inFlight: 0 };
    sockets.set(id, socket);
    return socket;
  };
  const failed = (socket: Socket | undefined): number =>
    socket?.state.at === 'failed' ? socket.state.errno : socket ? 0 : ERRNO.ENOTCONN;

  /** Takes up to `limit` bytes from the queue; the rest stays. */
  const take = (socket: Socket, limit: number): Uint8Array => {
    const parts: Uint8Array[] = [];
    let count = 0;
    while (count < limit) {
      const head = socket.received[0];
      if (!head) break;
      const part = head.subarray(0, limit - count);
      parts.push(part);
      count += part.length;
      if (part.length === head.length) socket.received.shift();
      else socket.received[0] = head.subarray(part.length);
    }
    return parts.length === 1 && parts[0] ? parts[0] : Buffer.concat(parts);
  };

  return {
    create(): number {
      const id = next++;
      add(id, { at: 'new' });
      return id;
    },
    listen(id: number, port: number): void {
      const socket = sockets.get(id);
      if (!socket) return;
      socket.state = { at: 'listening', backlog: [] };
      send({ type: 'listen', socket: id, port });
    },
    connect(id: number, ip: string, port: number): void {
      const socket = sockets.get(id);
      if (!socket) return;
      socket.state = { at: 'connecting' };
      send({ type: 'connect', socket: id, ip, port });
    },
    /** 1 open, 0 not yet, or a negated errno. */
    connected(id: number): number {
      const socket = sockets.get(id);
      if (socket?.state.at === 'open') return 1;
      return socket?.state.at === 'connecting' ? 0 : -(failed(socket) || ERRNO.ENOTCONN);
    },
    /** `<id> <ip> <port>` of a waiting connection, or null. */
    accept(id: number): string | null {
      const state = sockets.get(id)?.state;
      const next = state?.at === 'listening' ? state.backlog.shift() : undefined;
      return next ? `${next.socket} ${next.ip} ${next.port}` : null;
    },
    /**
     * Fills `into`: bytes taken, 0 at the end of the stream, or a negated errno (EAGAIN: nothing there yet).
     * With `line`, stops after a line feed.
     */
    receive(id: number, into: Uint8Array, line: boolean): number {
      const socket = sockets.get(id);
      if (!socket) return -ERRNO.ENOTCONN;
      const head = socket.received[0];
      if (!head) {
        const errno = failed(socket);
        if (errno !== 0 || !socket.ended)
          return -(errno || (socket.state.at === 'open' ? ERRNO.EAGAIN : ERRNO.ENOTCONN));
        return 0;
      }
      const feed = line ? head.indexOf(10) : -1;
      const bytes = take(
        socket,
        line ? Math.min(into.length, feed < 0 ? head.length : feed + 1) : into.length,
      );
      into.set(bytes);
      count('socketRead', bytes.length);
      send({ type: 'taken', socket: id, count: bytes.length });
      return bytes.length;
    },
    /** Bytes handed over (as many as the window has room for), or a negated errno. */
    send(id: number, bytes: Uint8Array): number {
      const socket = sockets.get(id);
      if (socket?.state.at !== 'open') return -(failed(socket) || ERRNO.ENOTCONN);
      const room = SEND_WINDOW - socket.inFlight;
      if (room <= 0) return -ERRNO.EAGAIN;
      count('socketWrite', bytes.length);
      const part = bytes.slice(0, room);
      const { length } = part;
      socket.inFlight += length;
      send({ type: 'send', socket: id, bytes: part }, [part.buffer]);
      return length;
    },
    close(id: number): void {
      const state = sockets.get(id)?.state;
      if (!sockets.delete(id)) return;
      send({ type: 'close', socket: id });
      // Connections that nobody accepted go with their listener.
      if (state?.at === 'listening') for (const { socket } of state.backlog) this.close(socket);
    },
    /** What of `mask` is ready now. */
    poll(id: number, mask: number): number {
      const socket = sockets.get(id);
      if (!socket) return POLL.ERR;
      const { state } = socket;
      if (state.at === 'failed') return POLL.ERR | POLL.HUP | (mask & (POLL.IN | POLL.OUT));
      const readable =
        state.at === 'listening' ? state.backlog.length > 0 : socket.received.length > 0 || socket.ended;
      const writable = state.at === 'open' && socket.inFlight < SEND_WINDOW;
      return ((readable ? POLL.IN : 0) | (writable ? POLL.OUT : 0)) & mask;
    },

    /** A message of the host about a socket. */
    handle(message: Extract<ToVm, { socket: number }>): void {
      if (message.type === 'accept') {
        const state = sockets.get(message.listener)?.state;
        if (state?.at !== 'listening') {
          send({ type: 'close', socket: message.socket });
          return;
        }
        add(message.socket, { at: 'open' });
        state.backlog.push({ socket: message.socket, ip: message.ip, port: message.port });
        return;
      }
      const socket = sockets.get(message.socket);
      if (!socket) return;
      switch (message.type) {
        case 'connected':
          socket.state = { at: 'open' };
          return;
        case 'failed':
          socket.state = { at: 'failed', errno: message.errno };
          return;
        case 'data':
          socket.received.push(message.bytes);
          return;
        case 'sent':
          socket.inFlight -= message.count;
          return;
        case 'end':
          socket.ended = true;
      }
    },
  };
}
