/**
 * The station interface of one board: joining a network, being on it, losing it.
 *
 *     idle ──connect──► connecting ──► got-ip ──network gone──► connecting, or as if it had failed
 *       ▲                │  ▲ │
 *       │                │  └─┘ again, while there are retries left
 *       │                ▼
 *       └─disconnect── wrong-password | no-ap | refused | no-address
 *
 * An ESP32 tries for ever unless its `reconnects` says otherwise, and calls that connecting
 * (ports/esp32/network_wlan.c); cyw43 tries once.
 */
import type { Lan } from './lan.ts';
import type { BoardIdentity, StationStatus, ToVm, WlanCommand } from './vm/messages.ts';

/** How long joining takes; on real air it is seconds, and nothing is learnt from waiting them here. */
const JOIN_MS = 12;
const RETRY_MS = 400;

type Wanted = Extract<WlanCommand, { call: 'sta-connect' }>;

export interface StationHost {
  lanOf(ssid: string): Lan | undefined;
  post(message: ToVm): void;
  changed(): void;
}

export class Station {
  readonly #identity: BoardIdentity;
  readonly #host: StationHost;
  #gen = 0;
  #status: StationStatus = 'idle';
  #lan: Lan | undefined;
  #wanted: Wanted | undefined;
  /** cyw43 takes a wrong password for right after a good join, until the interface was down (micropython#11190). */
  #goodSsid: string | undefined;
  #timer: NodeJS.Timeout | undefined;
  #retries = 0;
  #retriesLeft = 0;
  #hasJoined = false;

  constructor(identity: BoardIdentity, host: StationHost) {
    this.#identity = identity;
    this.#retries = this.#usualRetries;
    this.#host = host;
  }

  get lan(): Lan | undefined {
    return this.#lan;
  }

  get ip(): string | undefined {
    return this.#lan?.leaseOf(this.#identity.mac);
  }

  /** What it told its network's name service when it joined. */
  get hostname(): string | undefined {
    return this.#lan && this.#wanted?.hostname;
  }

  connect(gen: number, wanted: Wanted): void {
    this.#gen = gen;
    this.#wanted = wanted;
    this.#retriesLeft = this.#retries;
    this.#settle('connecting', undefined);
    this.#tryIn(JOIN_MS);
  }

  set retries(count: number) {
    this.#retries = count;
    this.#retriesLeft = count;
  }

  disconnect(gen: number): void {
    this.#gen = gen;
    this.#wanted = undefined;
    this.#settle('idle', undefined);
  }

  off(gen: number): void {
    this.#goodSsid = undefined;
    this.disconnect(gen);
  }

  /** The network that it was on is no more. A Pico's link is then down, and that is all. */
  lose(): void {
    this.#retriesLeft = this.#wanted ? this.#retries : 0;
    this.#fail(this.#identity.kind === 'pico' ? 'idle' : 'no-ap');
  }

  /** The radio has no power. */
  silence(): void {
    clearTimeout(this.#timer);
    this.#gen = 0;
    this.#status = 'idle';
    this.#lan = undefined;
    this.#wanted = undefined;
    this.#goodSsid = undefined;
    this.#hasJoined = false;
    this.#retries = this.#usualRetries;
  }

  get #usualRetries(): number {
    return this.#identity.kind === 'esp32' ? -1 : 0;
  }

  /** Says to the VM how it stands. */
  tell(): void {
    this.#host.post({
      type: 'sta',
      gen: this.#gen,
      status: this.#status,
      ip: this.ip ?? '',
      gateway: this.#lan?.gateway ?? '',
      rssi: this.#lan?.network.rssi ?? 0,
      hasJoined: this.#hasJoined,
    });
  }

  #tryIn(ms: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      const wanted = this.#wanted;
      if (!wanted) return;
      const { status, lan } = this.#outcome(wanted);
      if (status === 'got-ip' || status === 'no-address') this.#settle(status, lan);
      else this.#fail(status);
    }, ms);
  }

  #fail(status: StationStatus): void {
    const again = this.#retriesLeft !== 0;
    this.#settle(again ? 'connecting' : status, undefined);
    if (!again) return;
    if (this.#retriesLeft > 0) this.#retriesLeft--;
    this.#tryIn(RETRY_MS);
  }

  #outcome({ ssid, key }: Wanted): { status: StationStatus; lan: Lan | undefined } {
    const lan = this.#host.lanOf(ssid);
    if (!lan) return { status: 'no-ap', lan: undefined };
    const remembered = this.#identity.kind === 'pico' && this.#goodSsid === ssid;
    if (lan.network.service === 'refused') return { status: 'refused', lan: undefined };
    if (lan.network.password !== key && !remembered) return { status: 'wrong-password', lan: undefined };
    if (lan.network.service === 'no-dhcp') return { status: 'no-address', lan: undefined };
    return { status: 'got-ip', lan };
  }

  #settle(status: StationStatus, lan: Lan | undefined): void {
    clearTimeout(this.#timer);
    this.#status = status;
    this.#lan = lan;
    if (lan) this.#goodSsid = lan.network.ssid;
    if (lan) this.#hasJoined = true;
    this.tell();
    this.#host.changed();
  }
}
