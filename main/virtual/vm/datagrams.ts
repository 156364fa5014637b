/**
 * The board's UDP sockets (extmod/modlwip.c on rp2, lwIP's socket layer on esp32).
 *
 * Nothing here waits, and nothing is promised: what finds no socket, or no room in one, is gone.
 */
import { ERRNO } from './errno.ts';
import type { BoardIdentity, FromVm, ToVm } from './messages.ts';
import type { CountBytes } from './meters.ts';

const MDNS_PORT = 5353;
const FIRST_EPHEMERAL = 49_152;
const POLL = { IN: 1, OUT: 4, ERR: 8 } as const;

type Arrived = Extract<ToVm, { type: 'datagram' }>;

interface Socket {
  /** 0: not bound yet. */
  port: number;
  /** Empty: any of the board's. */
  ip: string;
  reuse: boolean;
  peer: { ip: string; port: number } | undefined;
  readonly queue: Arrived[];
  /** The sender of what was received last. */
  from: string;
}

interface PortLimits {
  /** Datagrams that wait in one socket: LWIP_INCOMING_PACKET_QUEUE_LEN, CONFIG_LWIP_UDP_RECVMBOX_SIZE. */
  readonly queue: number;
  /** MEMP_NUM_UDP_PCB of lwip_inc/lwipopts_common.h; an ESP32 has more than programs want. */
  readonly sockets: number;
  readonly inUse: number;
  /** Does a group's datagram come to every socket of its port (SO_REUSE_RXTOALL)? Else to the one bound last. */
  readonly groups: 'all' | 'last';
}

const LIMITS: Record<BoardIdentity['kind'], PortLimits> = {
  pico: { queue: 4, sockets: 5, inUse: ERRNO.EADDRINUSE, groups: 'last' },
  // The errors of the ESP32's sockets are newlib's.
  esp32: { queue: 6, sockets: 16, inUse: 112, groups: 'all' },
};

export type Datagrams = ReturnType<typeof createDatagrams>;

/** @param responds does the port's own mDNS responder hold its port? */
export function createDatagrams(
  { kind, runtime }: BoardIdentity,
  send: (message: FromVm) => void,
  responds: () => boolean,
  count: CountBytes,
) {
  const limits = LIMITS[kind];
  // extmod/modlwip.c kept one datagram a socket until 1.26.
  const queue = kind === 'pico' && Number(runtime.version.split('.')[1]) < 26 ? 1 : limits.queue;
  const sockets = new Map<number, Socket>();
  const groups = new Set<string>();
  let nextId = 1;
  let ephemeral = FIRST_EPHEMERAL;

  /** As lwIP's udp_bind: two may share a port where both have SO_REUSEADDR. The responder has it not. */
  const isTaken = (own: Socket, ip: string, port: number): boolean => {
    if (port === MDNS_PORT && responds()) return true;
    return [...sockets.values()].some(
      (other) =>
        other !== own &&
        other.port === port &&
        !(other.reuse && own.reuse) &&
        (other.ip === '' || ip === '' || other.ip === ip),
    );
  };

  const bindAnywhere = (socket: Socket) => {
    while (isTaken(socket, '', ephemeral)) ephemeral++;
    socket.port = ephemeral++;
  };

  return {
    /** @param used sockets that the port itself has open. Negative: no memory for one more. */
    create(used: number): number {
      if (sockets.size + used >= limits.sockets) return -ERRNO.ENOMEM;
      sockets.set(nextId, { port: 0, ip: '', reuse: false, peer: undefined, queue: [], from: '' });
      return nextId++;
    },
    reuse(id: number, on: boolean): void {
      const socket = sockets.get(id);
      if (socket) socket.reuse = on;
    },
    bind(id: number, ip: string, port: number): number {
      const socket = sockets.get(id);
      if (!socket) return -ERRNO.EBADF;
      const local = ip === '0.0.0.0' ? '' : ip;
      if (port === 0) {
        bindAnywhere(socket);
      } else {
        if (isTaken(socket, local, port)) return -limits.inUse;
        socket.port = port;
      }
      socket.ip = local;
      return 0;
    },
    connect(id: number, ip: string, port: number): void {
      const socket = sockets.get(id);
      if (!socket) return;
      socket.peer = { ip, port };
      if (socket.port === 0) bindAnywhere(socket);
    },
    /** Without an address (empty) to the peer that it is connected to. Bytes sent, or a negated errno. */
    send(id: number, bytes: Uint8Array, ip: string, port: number): number {
      const socket = sockets.get(id);
      if (!socket) return -ERRNO.EBADF;
      const to = ip === '' ? socket.peer : { ip, port };
      if (!to) return -ERRNO.ENOTCONN;
      if (socket.port === 0) bindAnywhere(socket);
      count('socketWrite', bytes.length);
      send({ type: 'datagram', fromPort: socket.port, ip: to.ip, port: to.port, bytes: bytes.slice() });
      return bytes.length;
    },
    /** Fills `into` with one datagram, whose rest is lost; -EAGAIN when there is none. */
    receive(id: number, into: Uint8Array): number {
      const socket = sockets.get(id);
      if (!socket) return -ERRNO.EBADF;
      const next = socket.queue.shift();
      if (!next) return -ERRNO.EAGAIN;
      socket.from = `${next.fromIp} ${next.fromPort}`;
      const part = next.bytes.subarray(0, into.length);
      into.set(part);
      count('socketRead', part.length);
      return part.length;
    },
    /** `<ip> <port>` of who sent what `receive` gave last. */
    from: (id: number): string => sockets.get(id)?.from ?? '',
    poll(id: number, mask: number): number {
      const socket = sockets.get(id);
      if (!socket) return POLL.ERR;
      return ((socket.queue.length > 0 ? POLL.IN : 0) | POLL.OUT) & mask;
    },
    close: (id: number) => void sockets.delete(id),
    /** Membership is the interface's, not the socket's (lwIP's igmp_joingroup). */
    join: (group: string) => void groups.add(group),
    leave: (group: string) => void groups.delete(group),

    handle(message: Arrived): void {
      const { ip, port } = message;
      if (isMulticast(ip) && !groups.has(ip)) return;
      const isGroup = isMulticast(ip) || ip.endsWith('.255');
      const fits = [...sockets.values()].filter(
        (socket) =>
          socket.port === port &&
          (socket.ip === '' || socket.ip === ip) &&
          (!socket.peer || (socket.peer.ip === message.fromIp && socket.peer.port === message.fromPort)),
      );
      for (const socket of isGroup && limits.groups === 'all' ? fits : fits.slice(-1)) {
        if (socket.queue.length < queue) socket.queue.push(message);
      }
    },
  };
}

function isMulticast(ip: string): boolean {
  const first = Number(ip.split('.', 1)[0]);
  return first >= 224 && first < 240;
}
