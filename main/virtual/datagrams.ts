/**
 * UDP on the virtual air: between boards, with this computer, and with peers that a test or a tool puts there.
 *
 * A link is a virtual network, or the network of a board's access point. What is sent to the gateway of a virtual
 * network goes, where nobody else is put there, to this computer's own UDP port, and the answers come back.
 */
import { createSocket, type Socket as HostSocket } from 'node:dgram';

/** How long this computer's answers are waited for, as a router's address translation does. */
const TRANSLATION_MS = 10_000;
const FIRST_PEER_PORT = 49_152;

export interface Address {
  readonly ip: string;
  readonly port: number;
}

export interface Datagram {
  readonly from: Address;
  readonly to: Address;
  readonly bytes: Uint8Array;
}

/** Somebody on a link that is no board: a phone, a computer, a server. */
export interface AirPeer {
  readonly ip: string;
  /** Opens a UDP port; without a number, one that is free. */
  open(port?: number): PeerPort;
  /** Is not there any more. */
  leave(): void;
}

export interface PeerPort {
  readonly port: number;
  send(bytes: Uint8Array, to: Address): void;
  /** From now on hears what is sent to that group, like 224.0.0.251. */
  join(group: string): void;
  /** Returns the way to stop listening. */
  onDatagram(listener: (datagram: Datagram) => void): () => void;
  close(): void;
}

/** Who is on a link, as the radio knows it at that moment. */
export interface Link {
  /** The address of this computer on it; an access point has none. */
  readonly gateway: string | undefined;
  /** What answers at ports of the gateway, where no peer is. */
  service(port: number): GatewayService | undefined;
  /** The boards on it, with their addresses there. */
  readonly members: readonly { ip: string; deliver(datagram: Datagram): void }[];
}

/** Answers what is sent to a port of a gateway; undefined is silence. */
export type GatewayService = (question: Uint8Array) => Uint8Array | undefined;

interface Listener {
  readonly ip: string;
  readonly port: number;
  readonly groups: Set<string>;
  readonly heard: Set<(datagram: Datagram) => void>;
}

export interface DatagramsHost {
  /** The link of that name, while there is one. */
  link(ssid: string): Link | undefined;
  /** Where this computer's servers listen. */
  host(): string;
}

export class Datagrams {
  readonly #host: DatagramsHost;
  readonly #listeners = new Map<string, Set<Listener>>();
  readonly #translations = new Map<string, { socket: HostSocket; timer: NodeJS.Timeout }>();
  #port = FIRST_PEER_PORT;

  constructor(host: DatagramsHost) {
    this.#host = host;
  }

  /** Somebody at that address of a link. `left` is called once when it leaves. */
  peer(ssid: string, ip: string, left: () => void): AirPeer {
    const open = new Set<Listener>();
    const known = this.#listeners.get(ssid) ?? new Set();
    this.#listeners.set(ssid, known);
    let isHere = true;
    return {
      ip,
      open: (port = this.#port++) => {
        const listener: Listener = { ip, port, groups: new Set(), heard: new Set() };
        open.add(listener);
        known.add(listener);
        return {
          port,
          send: (bytes, to) => {
            if (known.has(listener)) this.send(ssid, { from: { ip, port }, to, bytes });
          },
          join: (group) => void listener.groups.add(group),
          onDatagram(heard) {
            listener.heard.add(heard);
            return () => listener.heard.delete(heard);
          },
          close: () => void known.delete(listener),
        };
      },
      leave() {
        for (const listener of open) known.delete(listener);
        if (isHere) left();
        isHere = false;
      },
    };
  }

  /** Brings a datagram to all on the link that it is for. Nobody hears what they sent themselves. */
  send(ssid: string, datagram: Datagram): void {
    const link = this.#host.link(ssid);
    if (!link) return;
    const { from, to } = datagram;
    const toAll = isForAll(to.ip);
    for (const member of link.members) {
      if (member.ip === to.ip || (toAll && member.ip !== from.ip)) member.deliver(datagram);
    }
    let isHeard = false;
    for (const { ip, port, groups, heard } of this.#listeners.get(ssid) ?? []) {
      if (port !== to.port || (ip !== to.ip && !groups.has(to.ip) && !to.ip.endsWith('.255'))) continue;
      if (ip === from.ip && port === from.port) continue;
      isHeard = true;
      for (const listener of [...heard]) listener(datagram);
    }
    if (to.ip === link.gateway && !isHeard) this.#toGateway(ssid, datagram, link.service(to.port));
  }

  close(): void {
    for (const { socket, timer } of this.#translations.values()) {
      clearTimeout(timer);
      socket.close();
    }
    this.#translations.clear();
  }

  #toGateway(ssid: string, datagram: Datagram, service: GatewayService | undefined): void {
    const { from, to, bytes } = datagram;
    if (!service) {
      this.#toThisComputer(ssid, datagram);
      return;
    }
    const answer = service(bytes);
    if (answer) this.send(ssid, { from: to, to: from, bytes: answer });
  }

  /** One port of this computer for each port that sends, so that the answers find their way back. */
  #toThisComputer(ssid: string, { from, to, bytes }: Datagram): void {
    const key = `${ssid} ${from.ip} ${from.port}`;
    const known = this.#translations.get(key);
    if (known) {
      known.timer.refresh();
      known.socket.send(bytes, to.port, this.#host.host());
      return;
    }
    const socket = createSocket('udp4').unref();
    const forget = () => {
      clearTimeout(timer);
      if (this.#translations.delete(key)) socket.close();
    };
    const timer = setTimeout(forget, TRANSLATION_MS).unref();
    this.#translations.set(key, { socket, timer });
    socket.on('message', (answer, { port }) => {
      timer.refresh();
      this.send(ssid, { from: { ip: to.ip, port }, to: from, bytes: Uint8Array.from(answer) });
    });
    // A port that nobody listens on is told to the sender on this computer, and to none on the air.
    socket.on('error', forget);
    socket.send(bytes, to.port, this.#host.host());
  }
}

/** A group, or the broadcast of a /24. */
export function isForAll(ip: string): boolean {
  const first = Number(ip.split('.', 1)[0]);
  return (first >= 224 && first < 240) || ip.endsWith('.255');
}
