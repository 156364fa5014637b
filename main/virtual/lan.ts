/** One virtual network: a /24 whose first address is this computer. */

export interface VirtualNetwork {
  readonly ssid: string;
  /** Empty: open. */
  readonly password: string;
  readonly channel?: number;
  readonly rssi?: number;
  /** `no-dhcp` lets a station join and never gives it an address; `refused` lets none join, as a full one does. */
  readonly service?: 'full' | 'no-dhcp' | 'refused';
}

const FIRST_HOST = 10;

export class Lan {
  readonly network: Required<VirtualNetwork>;
  /** `10.77.<number>`. */
  readonly number: number;
  readonly #leases: Map<string, number>;

  /** `before`: the network of that name until now, whose addresses stay. */
  constructor(network: VirtualNetwork, number: number, before?: Lan) {
    this.network = { channel: 6, rssi: -48, service: 'full', ...network };
    this.number = number;
    this.#leases = before ? before.#leases : new Map();
  }

  /** This computer's address on it: what a board there calls the bench. */
  get gateway(): string {
    return `10.77.${this.number}.1`;
  }

  has(ip: string): boolean {
    return ip.startsWith(`10.77.${this.number}.`);
  }

  /** The address of the station with that MAC, the same every time. */
  leaseOf(mac: string): string {
    const host = this.#leases.get(mac) ?? this.#leases.size + FIRST_HOST;
    this.#leases.set(mac, host);
    return `10.77.${this.number}.${host}`;
  }
}
