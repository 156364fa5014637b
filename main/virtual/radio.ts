/**
 * The air around the virtual bench: networks with passwords, the boards' own access points, and who is on which.
 *
 * A board on a network reaches the bench's OTA server at `<gateway>:<port>`, because the gateway is this computer.
 * Boards on one network reach each other by address, and by the name that they gave themselves.
 */
import { connect as connectTcp } from 'node:net';
import { type Duplex, duplexPair } from 'node:stream';
import {
  type Address,
  type AirPeer,
  type Datagram,
  Datagrams,
  type GatewayService,
  isForAll,
  type Link,
} from './datagrams.ts';
import { answerDns, DNS_PORT } from './dns.ts';
import { Lan, type VirtualNetwork } from './lan.ts';
import { NTP_NAME, NTP_PORT } from './ntp.ts';
import { Station } from './station.ts';
import type { BoardIdentity, ToVm, WlanCommand } from './vm/messages.ts';

/** What a DHCP server of the boards hands to its first client, and counts up from. */
const FIRST_AP_CLIENT = 16;
const ECONNREFUSED = 111;
const EHOSTUNREACH = 113;
/** Source ports of connections, as a TCP stack counts them. */
const FIRST_PORT = 49_152;
const LAST_PORT = 65_535;

export const AP_ADDRESS = '192.168.4.1';
const AP_NETWORK = '192.168.4.';

export type { VirtualNetwork };

export interface AirEntry {
  readonly ssid: string;
  readonly bssid: string;
  readonly channel: number;
  readonly rssi: number;
  readonly secured: boolean;
}

/** What the radio needs of a board. */
export interface RadioGuest {
  readonly identity: BoardIdentity;
  post(message: ToVm): void;
  accept(port: number, stream: Duplex, peer: { ip: string; port: number }): boolean;
}

interface AccessPoint {
  readonly ssid: string;
  readonly key: string;
  readonly channel: number;
}

interface OnAir {
  readonly station: Station;
  ap: AccessPoint | null;
}

/** A computer that has joined a board's access point, and comes back to it after the board was away. */
interface Visitor {
  readonly guest: RadioGuest;
  readonly ssid: string;
}

export class Radio {
  #host = '127.0.0.1';
  readonly #lans = new Map<string, Lan>();
  readonly #guests = new Map<RadioGuest, OnAir>();
  readonly #visitors = new Set<Visitor>();
  readonly #names = new Map<string, string>();
  readonly #datagrams: Datagrams;
  readonly #services: ReadonlyMap<number, GatewayService>;
  readonly #listeners = new Set<() => void>();
  #networks = 0;
  #port = FIRST_PORT;
  #peers = 0;

  /** @param services what answers at UDP ports of every gateway */
  constructor(services: ReadonlyMap<number, GatewayService> = new Map()) {
    this.#services = services;
    this.#datagrams = new Datagrams({ link: (ssid) => this.#link(ssid), host: () => this.#host });
  }

  /** Adds a network, or replaces the one of that name; those who are on it are thrown off. */
  addNetwork(network: VirtualNetwork): void {
    const known = this.#lans.get(network.ssid);
    const lan = new Lan(network, known?.number ?? ++this.#networks, known);
    this.#lans.set(network.ssid, lan);
    if (known) this.#throwOff(known);
    this.#changed();
  }

  removeNetwork(ssid: string): void {
    const lan = this.#lans.get(ssid);
    this.#lans.delete(ssid);
    if (lan) this.#throwOff(lan);
    this.#changed();
  }

  /** This computer's address on a network: what a board there calls the bench. */
  gateway(ssid: string): string | undefined {
    return this.#lans.get(ssid)?.gateway;
  }

  /** The address at which this computer's servers listen: where a connection to a gateway ends. */
  setHost(address: string): void {
    this.#host = address === '0.0.0.0' || address === '::' ? '127.0.0.1' : address;
  }

  /** A name that the networks' DNS knows. */
  addName(name: string, ip: string): void {
    this.#names.set(name, ip);
  }

  /** All that can be heard, strongest first; not the AP of the one who listens. */
  heard(by?: RadioGuest): AirEntry[] {
    const entries: AirEntry[] = [...this.#lans.values()].map(({ network, number }) => ({
      ssid: network.ssid,
      bssid: `02000000${number.toString(16).padStart(4, '0')}`,
      channel: network.channel,
      rssi: network.rssi,
      secured: network.password !== '',
    }));
    for (const [guest, { ap }] of this.#guests) {
      if (!ap || guest === by) continue;
      const { ssid, channel, key } = ap;
      entries.push({ ssid, bssid: guest.identity.mac, channel, rssi: -30, secured: key !== '' });
    }
    return entries.sort((a, b) => b.rssi - a.rssi);
  }

  /**
   * Somebody who is no board joins a virtual network or a board's access point, with UDP to talk to those on it.
   * `gateway` is this computer itself. Its password is not asked for.
   * @throws Error where no such network is to be heard
   */
  peer(ssid: string, at: 'somewhere' | 'gateway' = 'somewhere'): AirPeer {
    const number = ++this.#peers;
    const lan = this.#lans.get(ssid);
    if (lan) {
      return this.#datagrams.peer(
        ssid,
        at === 'gateway' ? lan.gateway : lan.leaseOf(`peer ${number}`),
        () => {},
      );
    }
    const ap = this.apOf(ssid);
    if (!ap) throw new Error(`there is no network ${ssid}`);
    const leave = this.visit(ap.guest, ssid);
    return this.#datagrams.peer(ssid, `192.168.4.${FIRST_AP_CLIENT + number}`, leave);
  }

  close(): void {
    this.#datagrams.close();
  }

  /** Called after anything appeared, went, joined or left. Returns the way to stop listening. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  // ---- for the boards ----

  attach(guest: RadioGuest): void {
    const station = new Station(guest.identity, {
      lanOf: (ssid) => this.#lans.get(ssid),
      post: (message) => guest.post(message),
      changed: () => this.#changed(),
    });
    this.#guests.set(guest, { station, ap: null });
  }

  /** The board lost its power or was reset: its radio is silent. */
  silence(guest: RadioGuest): void {
    const known = this.#guests.get(guest);
    if (!known) return;
    known.station.silence();
    known.ap = null;
    this.#changed();
  }

  detach(guest: RadioGuest): void {
    this.silence(guest);
    this.#guests.delete(guest);
  }

  /** Says to a VM that has just started how its radio stands, which went on through a soft reset. */
  tell(guest: RadioGuest): void {
    this.#guests.get(guest)?.station.tell();
    this.#tellVisitors(guest);
  }

  command(guest: RadioGuest, gen: number, command: WlanCommand): void {
    const known = this.#guests.get(guest);
    if (!known) return;
    switch (command.call) {
      case 'sta-connect':
        known.station.connect(gen, command);
        return;
      case 'sta-off':
        known.station.off(gen);
        return;
      case 'sta-disconnect':
        known.station.disconnect(gen);
        return;
      case 'retries':
        known.station.retries = command.count;
        return;
      case 'ap':
        known.ap = { ssid: command.ssid, key: command.secured ? command.key : '', channel: command.channel };
        break;
      case 'ap-off':
        known.ap = null;
    }
    this.#tellVisitors(guest);
    this.#changed();
  }

  /** The board's address on the network that it is on. */
  addressOf(guest: RadioGuest): string | undefined {
    return this.#guests.get(guest)?.station.ip;
  }

  guestAt(ip: string): RadioGuest | undefined {
    return [...this.#guests.keys()].find((guest) => this.addressOf(guest) === ip);
  }

  apOf(ssid: string): { guest: RadioGuest; key: string } | undefined {
    for (const [guest, { ap }] of this.#guests) if (ap?.ssid === ssid) return { guest, key: ap.key };
    return undefined;
  }

  /** A computer joins a board's access point. Returns the way to leave. */
  visit(guest: RadioGuest, ssid: string): () => void {
    const visitor = { guest, ssid };
    this.#visitors.add(visitor);
    this.#tellVisitors(guest);
    return () => {
      if (this.#visitors.delete(visitor)) this.#tellVisitors(guest);
    };
  }

  resolve(guest: RadioGuest, name: string): string | null {
    const lan = this.#guests.get(guest)?.station.lan;
    if (!lan) return null;
    if (!name.endsWith('.local')) return this.#nameOn(lan, name);
    for (const { station } of this.#guests.values()) {
      if (station.lan === lan && `${station.hostname}.local` === name) return station.ip ?? null;
    }
    return null;
  }

  /** A TCP connection from a board. */
  async dial(from: RadioGuest, ip: string, port: number): Promise<{ stream: Duplex } | { errno: number }> {
    const { lan, ip: source } = this.#guests.get(from)?.station ?? {};
    if (!lan?.has(ip) || source === undefined) return { errno: EHOSTUNREACH };
    if (ip === lan.gateway) return dialHost(this.#host, port);
    const peer = this.guestAt(ip);
    if (!peer) return { errno: EHOSTUNREACH };
    const [near, far] = tcpPair();
    return peer.accept(port, far, { ip: source, port: this.nextPort() })
      ? { stream: near }
      : { errno: ECONNREFUSED };
  }

  /** A datagram from a board, by the interface that leads there; one for all goes to the network that it joined. */
  datagram(from: RadioGuest, fromPort: number, to: Address, bytes: Uint8Array): void {
    const { station, ap } = this.#guests.get(from) ?? {};
    const { lan, ip } = station ?? {};
    const isApClient = to.ip.startsWith(AP_NETWORK);
    if (lan && ip !== undefined && !(ap && isApClient)) {
      this.#datagrams.send(lan.network.ssid, { from: { ip, port: fromPort }, to, bytes });
    } else if (ap && (isApClient || isForAll(to.ip))) {
      this.#datagrams.send(ap.ssid, { from: { ip: AP_ADDRESS, port: fromPort }, to, bytes });
    }
  }

  nextPort(): number {
    this.#port = this.#port < LAST_PORT ? this.#port + 1 : FIRST_PORT;
    return this.#port;
  }

  // ---- inside ----

  /** What a network's DNS says. */
  #nameOn(lan: Lan, name: string): string | null {
    const isTimeServer = name === NTP_NAME && this.#services.has(NTP_PORT);
    return this.#names.get(name) ?? (isTimeServer ? lan.gateway : null);
  }

  #serviceOn(lan: Lan, port: number): GatewayService | undefined {
    if (port === DNS_PORT) return (question) => answerDns(question, (name) => this.#nameOn(lan, name));
    return this.#services.get(port);
  }

  #link(ssid: string): Link | undefined {
    const on = (guest: RadioGuest, ip: string) => ({
      ip,
      deliver: ({ from, to, bytes }: Datagram) =>
        guest.post({ type: 'datagram', fromIp: from.ip, fromPort: from.port, ...to, bytes }),
    });
    const lan = this.#lans.get(ssid);
    if (lan) {
      const here = [...this.#guests].filter(([, { station }]) => station.lan === lan);
      return {
        gateway: lan.gateway,
        service: (port) => this.#serviceOn(lan, port),
        members: here.map(([guest, { station }]) => on(guest, station.ip ?? '')),
      };
    }
    const ap = this.apOf(ssid);
    return ap && { gateway: undefined, service: () => undefined, members: [on(ap.guest, AP_ADDRESS)] };
  }

  #throwOff(lan: Lan): void {
    for (const { station } of this.#guests.values()) if (station.lan === lan) station.lose();
  }

  #tellVisitors(guest: RadioGuest): void {
    const ap = this.#guests.get(guest)?.ap;
    const here = [...this.#visitors].filter((one) => one.guest === guest && one.ssid === ap?.ssid);
    guest.post({ type: 'ap-stations', count: here.length });
  }

  #changed(): void {
    for (const listener of [...this.#listeners]) listener();
  }
}

/** The two ends of a connection. One that goes without having closed is a reset for the other. */
function tcpPair(): [Duplex, Duplex] {
  const [near, far] = duplexPair();
  const breaks = (one: Duplex, other: Duplex) =>
    one.once('close', () => {
      if (!one.writableFinished) other.destroy(new Error('connection reset'));
    });
  breaks(near, far);
  breaks(far, near);
  return [near, far];
}

/** To this computer itself, which is the gateway of every virtual network. */
function dialHost(host: string, port: number): Promise<{ stream: Duplex } | { errno: number }> {
  return new Promise((resolve) => {
    // As in lwIP, a side that has said all may go on listening.
    const socket = connectTcp({ host, port, allowHalfOpen: true });
    socket.setNoDelay(true);
    socket.once('connect', () => resolve({ stream: socket }));
    socket.once('error', () => resolve({ errno: ECONNREFUSED }));
  });
}
