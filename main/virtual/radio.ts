/**
 * The air around the virtual bench: networks with passwords, the boards' own access points, and who is on which.
 *
 * A network is a /24 whose first address is this computer, so a board on it reaches the bench's OTA server at
 * `<gateway>:<port>`. Boards on one network reach each other by address.
 */
import { connect as connectTcp } from 'node:net';
import { type Duplex, duplexPair } from 'node:stream';
import type { BoardIdentity, StationStatus, ToVm, WlanCommand } from './vm/messages.ts';

const ECONNREFUSED = 111;
const EHOSTUNREACH = 113;
/** How long joining takes; on real air it is seconds, and nothing is learnt from waiting them here. */
const JOIN_MS = 12;
const RETRY_MS = 400;

export const AP_ADDRESS = '192.168.4.1';

export interface VirtualNetwork {
  readonly ssid: string;
  /** Empty: open. */
  readonly password: string;
  readonly channel?: number;
  readonly rssi?: number;
  /** `no-dhcp` lets a station join and never gives it an address. */
  readonly service?: 'full' | 'no-dhcp';
}

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
  stations: number;
}

interface Lan {
  readonly network: Required<VirtualNetwork>;
  readonly prefix: string;
  readonly leases: Map<string, number>;
}

interface Station {
  gen: number;
  status: StationStatus;
  lan: Lan | null;
  /** cyw43 takes a wrong password for right after a good join, until the interface was down (micropython#11190). */
  goodSsid: string | null;
  timer: NodeJS.Timeout | undefined;
}

export class Radio {
  readonly #lans = new Map<string, Lan>();
  readonly #guests = new Map<RadioGuest, { station: Station; ap: AccessPoint | null }>();
  readonly #names = new Map<string, string>();
  readonly #listeners = new Set<() => void>();

  /** Adds a network, or replaces the one of that name; those who are on it are thrown off. */
  addNetwork(network: VirtualNetwork): void {
    const known = this.#lans.get(network.ssid);
    if (known) this.removeNetwork(network.ssid);
    const prefix = known?.prefix ?? `10.77.${this.#lans.size + 1}`;
    const full = { channel: 6, rssi: -48, service: 'full' as const, ...network };
    this.#lans.set(network.ssid, { network: full, prefix, leases: known?.leases ?? new Map() });
    this.#changed();
  }

  removeNetwork(ssid: string): void {
    const lan = this.#lans.get(ssid);
    this.#lans.delete(ssid);
    for (const [guest, { station }] of this.#guests) {
      if (lan && station.lan === lan) this.#settle(guest, station, 'no-ap', null);
    }
    this.#changed();
  }

  /** This computer's address on a network: what a board there calls the bench. */
  gateway(ssid: string): string | undefined {
    const lan = this.#lans.get(ssid);
    return lan && `${lan.prefix}.1`;
  }

  /** A name that the networks' DNS knows. */
  addName(name: string, ip: string): void {
    this.#names.set(name, ip);
  }

  /** All that can be heard, strongest first; not the AP of the one who listens. */
  heard(by?: RadioGuest): AirEntry[] {
    const entries: AirEntry[] = [...this.#lans.values()].map(({ network, prefix }) => ({
      ssid: network.ssid,
      bssid: `02000000${Number(prefix.split('.')[2]).toString(16).padStart(4, '0')}`,
      channel: network.channel,
      rssi: network.rssi,
      secured: network.password !== '',
    }));
    for (const [guest, { ap }] of this.#guests) {
      if (!ap || guest === by) continue;
      entries.push({
        ssid: ap.ssid,
        bssid: guest.identity.mac,
        channel: ap.channel,
        rssi: -30,
        secured: ap.key !== '',
      });
    }
    return entries.sort((a, b) => b.rssi - a.rssi);
  }

  /** Called after anything appeared, went, joined or left. Returns the way to stop listening. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  // ---- for the boards ----

  attach(guest: RadioGuest): void {
    const station: Station = { gen: 0, status: 'idle', lan: null, goodSsid: null, timer: undefined };
    this.#guests.set(guest, { station, ap: null });
  }

  /** The board lost its power or was reset: its radio is silent. */
  silence(guest: RadioGuest): void {
    const known = this.#guests.get(guest);
    if (!known) return;
    clearTimeout(known.station.timer);
    Object.assign(known.station, { gen: 0, status: 'idle', lan: null, goodSsid: null });
    known.ap = null;
    this.#changed();
  }

  detach(guest: RadioGuest): void {
    this.silence(guest);
    this.#guests.delete(guest);
  }

  command(guest: RadioGuest, gen: number, command: WlanCommand): void {
    const known = this.#guests.get(guest);
    if (!known) return;
    const { station } = known;
    switch (command.call) {
      case 'sta-connect':
        station.gen = gen;
        this.#join(guest, station, command);
        return;
      case 'sta-off':
        station.goodSsid = null;
        this.#leave(guest, station, gen);
        return;
      case 'sta-disconnect':
        this.#leave(guest, station, gen);
        return;
      case 'ap':
        known.ap = {
          ssid: command.ssid,
          key: command.secured ? command.key : '',
          channel: command.channel,
          stations: known.ap?.stations ?? 0,
        };
        this.#changed();
        return;
      case 'ap-off':
        known.ap = null;
        this.#changed();
    }
  }

  /** The board's address on the network that it is on. */
  addressOf(guest: RadioGuest): string | undefined {
    const lan = this.#guests.get(guest)?.station.lan;
    return lan ? this.#lease(lan, guest) : undefined;
  }

  guestAt(ip: string): RadioGuest | undefined {
    return [...this.#guests.keys()].find((guest) => this.addressOf(guest) === ip);
  }

  apOf(ssid: string): { guest: RadioGuest; key: string } | undefined {
    for (const [guest, { ap }] of this.#guests) if (ap?.ssid === ssid) return { guest, key: ap.key };
    return undefined;
  }

  /** Somebody joined or left a board's access point. */
  countStation(guest: RadioGuest, change: 1 | -1): void {
    const ap = this.#guests.get(guest)?.ap;
    if (!ap) return;
    ap.stations = Math.max(0, ap.stations + change);
    guest.post({ type: 'ap-stations', count: ap.stations });
  }

  resolve(guest: RadioGuest, name: string): string | null {
    if (!this.addressOf(guest)) return null;
    const local = /^iot-([0-9a-f]{6})\.local$/.exec(name);
    if (!local) return this.#names.get(name) ?? null;
    const found = [...this.#guests.keys()].find((other) => other.identity.mac.endsWith(local[1] ?? ''));
    return (found && this.addressOf(found)) ?? null;
  }

  /** A TCP connection from a board. */
  async dial(from: RadioGuest, ip: string, port: number): Promise<{ stream: Duplex } | { errno: number }> {
    const lan = this.#guests.get(from)?.station.lan;
    if (!lan?.network || !ip.startsWith(`${lan.prefix}.`)) return { errno: EHOSTUNREACH };
    if (ip === `${lan.prefix}.1`) return dialHost(port);
    const peer = this.guestAt(ip);
    if (!peer) return { errno: EHOSTUNREACH };
    const [near, far] = duplexPair();
    const source = { ip: this.#lease(lan, from), port: 50_000 };
    return peer.accept(port, far, source) ? { stream: near } : { errno: ECONNREFUSED };
  }

  // ---- inside ----

  #join(guest: RadioGuest, station: Station, want: Extract<WlanCommand, { call: 'sta-connect' }>): void {
    clearTimeout(station.timer);
    station.lan = null;
    station.status = 'connecting';
    const attempt = () => {
      const { status, lan } = this.#outcome(guest, station, want);
      this.#settle(guest, station, status, lan);
      if (status !== 'got-ip' && want.retry) station.timer = setTimeout(attempt, RETRY_MS);
    };
    station.timer = setTimeout(attempt, JOIN_MS);
  }

  #outcome(
    guest: RadioGuest,
    station: Station,
    want: { ssid: string; key: string },
  ): { status: StationStatus; lan: Lan | null } {
    const lan = this.#lans.get(want.ssid);
    if (!lan) return { status: 'no-ap', lan: null };
    const remembered = guest.identity.kind === 'pico' && station.goodSsid === want.ssid;
    if (lan.network.password !== want.key && !remembered) return { status: 'wrong-password', lan: null };
    if (lan.network.service === 'no-dhcp') return { status: 'no-address', lan: null };
    return { status: 'got-ip', lan };
  }

  #settle(guest: RadioGuest, station: Station, status: StationStatus, lan: Lan | null): void {
    station.status = status;
    station.lan = lan;
    if (lan) station.goodSsid = lan.network.ssid;
    guest.post({
      type: 'sta',
      gen: station.gen,
      status,
      ip: lan ? this.#lease(lan, guest) : '',
      gateway: lan ? `${lan.prefix}.1` : '',
      rssi: lan?.network.rssi ?? 0,
    });
    this.#changed();
  }

  #leave(guest: RadioGuest, station: Station, gen: number): void {
    clearTimeout(station.timer);
    station.gen = gen;
    this.#settle(guest, station, 'idle', null);
  }

  #lease(lan: Lan, guest: RadioGuest): string {
    const mac = guest.identity.mac;
    const host = lan.leases.get(mac) ?? lan.leases.size + 10;
    lan.leases.set(mac, host);
    return `${lan.prefix}.${host}`;
  }

  #changed(): void {
    for (const listener of [...this.#listeners]) listener();
  }
}

/** To this computer itself, which is the gateway of every virtual network. */
function dialHost(port: number): Promise<{ stream: Duplex } | { errno: number }> {
  return new Promise((resolve) => {
    const socket = connectTcp({ host: '127.0.0.1', port });
    socket.setNoDelay(true);
    socket.once('connect', () => resolve({ stream: socket }));
    socket.once('error', () => resolve({ errno: ECONNREFUSED }));
  });
}
