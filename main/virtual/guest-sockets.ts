/**
 * The host's half of a board's TCP sockets: each is a Duplex here, numbered there.
 *
 * Windows both ways keep a board's memory what a board's is: the host sends no more than `RECEIVE_WINDOW` bytes that
 * the guest has not taken, and acknowledges what the guest sent when the other side has it.
 */
import { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { FromVm, ToVm } from './vm/messages.ts';

/** 8 segments of 800 bytes: ports/rp2 lwipopts TCP_WND. */
const RECEIVE_WINDOW = 6400;
/** The other end's numbers start where the guest's own never get. */
const FIRST_ACCEPTED = 1_000_000;
const ECONNRESET = 104;

type Dial = (ip: string, port: number) => Promise<{ stream: Duplex } | { errno: number }>;

interface GuestSocket {
  readonly stream: Duplex;
  unread: number;
  /** Hands on what has come, as far as the window is open. */
  pump(): void;
}

export interface GuestSockets {
  handle(message: Extract<FromVm, { socket: number }>): void;
  /** Is there somebody at this port of the board? */
  listens(port: number): boolean;
  /** A connection from outside; false when nobody listens. */
  accept(port: number, stream: Duplex, peer: { ip: string; port: number }): boolean;
  /** The board is gone: every connection breaks. */
  reset(): void;
}

export function createGuestSockets(post: (message: ToVm) => void, dial: Dial): GuestSockets {
  const sockets = new Map<number, GuestSocket>();
  const listeners = new Map<number, number>();
  const dialling = new Set<number>();
  /** Closed by the guest and not yet by the other side. */
  const lingering = new Set<Duplex>();
  let next = FIRST_ACCEPTED;

  const attach = (id: number, stream: Duplex) => {
    const socket: GuestSocket = {
      stream,
      unread: 0,
      pump() {
        for (;;) {
          const room = RECEIVE_WINDOW - socket.unread;
          if (room <= 0) return;
          if (stream.readableLength === 0) {
            // Nothing is taken by this; but where the other side has ended, the stream says so only when asked.
            stream.read(0);
            return;
          }
          const chunk = stream.read(Math.min(room, stream.readableLength)) as Buffer | null;
          if (chunk === null) return;
          socket.unread += chunk.length;
          post({ type: 'data', socket: id, bytes: Uint8Array.from(chunk) });
        }
      },
    };
    const open = () => sockets.get(id) === socket;
    sockets.set(id, socket);
    stream.on('readable', () => open() && socket.pump());
    stream.on('end', () => open() && post({ type: 'end', socket: id }));
    stream.on('error', () => open() && post({ type: 'failed', socket: id, errno: ECONNRESET }));
    // What is still unread stays readable for the guest; only then is the end seen.
    stream.on('close', () => open() && post({ type: 'end', socket: id }));
  };

  const connect = async (id: number, ip: string, port: number) => {
    dialling.add(id);
    const dialled = await dial(ip, port);
    const wanted = dialling.delete(id);
    if ('errno' in dialled) {
      if (wanted) post({ type: 'failed', socket: id, errno: dialled.errno });
      return;
    }
    if (!wanted) {
      dialled.stream.destroy();
      return;
    }
    post({ type: 'connected', socket: id });
    attach(id, dialled.stream);
  };

  const close = (id: number) => {
    dialling.delete(id);
    for (const [port, listener] of listeners) if (listener === id) listeners.delete(port);
    const stream = sockets.get(id)?.stream;
    sockets.delete(id);
    if (!stream || stream.destroyed) return;
    // Orderly: what the guest sent last still goes out; what comes now has no reader.
    lingering.add(stream);
    stream.once('close', () => lingering.delete(stream));
    stream.end();
    stream.resume();
  };

  return {
    handle(message) {
      switch (message.type) {
        case 'listen':
          listeners.set(message.port, message.socket);
          return;
        case 'connect':
          void connect(message.socket, message.ip, message.port);
          return;
        case 'send': {
          const { socket, bytes } = message;
          const stream = sockets.get(socket)?.stream;
          if (!stream?.writable) {
            post({ type: 'failed', socket, errno: ECONNRESET });
            return;
          }
          stream.write(bytes, () => post({ type: 'sent', socket, count: bytes.length }));
          return;
        }
        case 'taken': {
          const socket = sockets.get(message.socket);
          if (!socket) return;
          socket.unread -= message.count;
          socket.pump();
          return;
        }
        case 'close':
          close(message.socket);
      }
    },
    listens: (port) => listeners.has(port),
    accept(port, stream, peer) {
      const listener = listeners.get(port);
      if (listener === undefined) return false;
      const id = next++;
      post({ type: 'accept', listener, socket: id, ...peer });
      attach(id, stream);
      return true;
    },
    reset() {
      const streams = [...lingering, ...[...sockets.values()].map(({ stream }) => stream)];
      sockets.clear();
      listeners.clear();
      dialling.clear();
      lingering.clear();
      // Nobody answers any more: what the other side sends next is answered by a reset.
      for (const stream of streams) {
        if (stream instanceof Socket) stream.resetAndDestroy();
        else stream.destroy();
      }
    },
  };
}
