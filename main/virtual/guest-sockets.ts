/**
 * The host's half of a board's TCP sockets: each is a Duplex here, numbered there.
 *
 * Windows both ways keep a board's memory what a board's is: the host sends no more than `RECEIVE_WINDOW` bytes that
 * the guest has not taken, and acknowledges what the guest sent when the other side has it.
 *
 * As in lwIP there are only so many connections at a time, those that nobody has accepted yet among them; one more
 * waits as it does there, where its first packet is dropped and sent again. And as there (tcp_close_shutdown), closing
 * before all that came was read is a reset.
 */
import { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { FromVm, ToVm } from './vm/messages.ts';

/** 8 segments of 800 bytes: ports/rp2 lwipopts TCP_WND. */
const RECEIVE_WINDOW = 6400;
/** The other end's numbers start where the guest's own never get. */
const FIRST_ACCEPTED = 1_000_000;
const ECONNRESET = 104;
const ENOMEM = 12;

type Dial = (ip: string, port: number) => Promise<{ stream: Duplex } | { errno: number }>;

interface Peer {
  readonly ip: string;
  readonly port: number;
}

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
  accept(port: number, stream: Duplex, peer: Peer): boolean;
  /** The board is gone: every connection breaks. */
  reset(): void;
}

/** @param limit connections at a time */
export function createGuestSockets(post: (message: ToVm) => void, dial: Dial, limit: number): GuestSockets {
  const sockets = new Map<number, GuestSocket>();
  const listeners = new Map<number, number>();
  const dialling = new Set<number>();
  /** Closed by the guest and not yet by the other side. */
  const lingering = new Set<Duplex>();
  /** Not let in yet. */
  const waiting: { port: number; stream: Duplex; peer: Peer }[] = [];
  let next = FIRST_ACCEPTED;

  const isFull = () => {
    // One that the other side has broken off is none any more, though the guest has yet to learn of it.
    const open = [...sockets.values()].filter(({ stream }) => !stream.destroyed);
    return open.length + dialling.size >= limit;
  };

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
    stream.on('close', () => {
      if (open()) post({ type: 'end', socket: id });
      letNextIn();
    });
  };

  const letIn = (port: number, stream: Duplex, peer: Peer): boolean => {
    const listener = listeners.get(port);
    if (listener === undefined) return false;
    const id = next++;
    post({ type: 'accept', listener, socket: id, ...peer });
    attach(id, stream);
    return true;
  };

  const letNextIn = () => {
    while (waiting.length > 0 && !isFull()) {
      const one = waiting.shift();
      if (one && !one.stream.destroyed && !letIn(one.port, one.stream, one.peer)) breakOff(one.stream);
    }
  };

  const connect = async (id: number, ip: string, port: number) => {
    if (isFull()) {
      post({ type: 'failed', socket: id, errno: ENOMEM });
      return;
    }
    dialling.add(id);
    const dialled = await dial(ip, port);
    const wanted = dialling.delete(id);
    if ('errno' in dialled) {
      if (wanted) post({ type: 'failed', socket: id, errno: dialled.errno });
      letNextIn();
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
    const { stream, unread = 0 } = sockets.get(id) ?? {};
    sockets.delete(id);
    letNextIn();
    if (!stream || stream.destroyed) return;
    if (unread + stream.readableLength > 0) {
      breakOff(stream);
      return;
    }
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
      if (!isFull()) return letIn(port, stream, peer);
      if (listeners.has(port)) waiting.push({ port, stream, peer });
      return listeners.has(port);
    },
    reset() {
      const streams = [...lingering, ...[...sockets.values(), ...waiting].map(({ stream }) => stream)];
      sockets.clear();
      listeners.clear();
      dialling.clear();
      lingering.clear();
      waiting.length = 0;
      // Nobody answers any more: what the other side sends next is answered by a reset.
      for (const stream of streams) breakOff(stream);
    },
  };
}

function breakOff(stream: Duplex): void {
  // A reset while the orderly end is still under way leaves Node a handle that never closes (24.21): the program would
  // spin at its end.
  if (stream instanceof Socket && !stream.writableEnded) stream.resetAndDestroy();
  else stream.destroy();
}
