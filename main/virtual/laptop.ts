/**
 * The Wi-Fi of this computer on the virtual radio, as its owner uses it: on the network at home, or on the access point of a
 * board. `wifi-adapter.ts` is the program's hand on the same adapter.
 */
import { Failure } from '../../preload/contract/errors.ts';
import type { OwnInterface } from '../wifi/index.ts';
import { type Forward, openForward } from './forward.ts';
import type { Radio } from './radio.ts';
import type { VirtualBoard } from './virtual-board.ts';

/** What a DHCP server of the boards hands to its first client. */
const CLIENT_ADDRESS = '192.168.4.16';
const NETMASK = '255.255.255.0';

export const LAPTOP_IFNAME = 'wlan0';

/** The time on a board's own network. */
export interface Stay {
  readonly ssid: string;
  /** `127.0.0.1:<port>` that leads to the board's port 80, while that very access point is there. */
  readonly portal: string;
  /** Back to the network at home. Idempotent. */
  leave(): Promise<void>;
}

export interface Laptop {
  /** The network that it comes home to, and its address there. */
  home: { name: string; address: string };
  /** Cables, VPNs: what else it is on. */
  readonly others: OwnInterface[];
  /** `none`: access points take it in and give it no address. */
  dhcp: 'works' | 'none';
  /** Where it is now: null at home. An access point that has gone is left, as an operating system would. */
  readonly stay: Stay | null;
  readonly interfaces: readonly OwnInterface[];
  /** @throws Failure `ap-not-found`, `ap-wrong-password` */
  join(ap: { ssid: string; password?: string | undefined }): Promise<Stay>;
}

interface Present {
  readonly stay: Stay;
  readonly isThere: () => boolean;
}

export function createLaptop(radio: Radio, boards: readonly VirtualBoard[]): Laptop {
  let present: Present | null = null;
  const now = () => (present?.isThere() ? present.stay : null);

  const laptop: Laptop = {
    home: { name: 'Office-5G', address: '10.40.0.23' },
    others: [],
    dhcp: 'works',
    get stay() {
      return now();
    },
    get interfaces() {
      if (now() === null)
        return [...laptop.others, { ifname: LAPTOP_IFNAME, address: laptop.home.address, netmask: NETMASK }];
      if (laptop.dhcp === 'none') return [...laptop.others];
      return [...laptop.others, { ifname: LAPTOP_IFNAME, address: CLIENT_ADDRESS, netmask: NETMASK }];
    },
    async join({ ssid, password }) {
      const ap = radio.apOf(ssid);
      const board = boards.find((candidate) => candidate.guest === ap?.guest);
      if (!ap || !board) throw new Failure('ap-not-found', { ssid });
      if (ap.key !== '' && ap.key !== password) throw new Failure('ap-wrong-password', { ssid });
      await present?.stay.leave();
      const isThere = () => radio.apOf(ssid)?.guest === board.guest;
      const end = radio.visit(board.guest, ssid);
      const forward: Forward = await openForward(
        (stream) => isThere() && board.acceptFromAir(stream, CLIENT_ADDRESS),
      );
      const stay: Stay = {
        ssid,
        portal: forward.address,
        async leave() {
          if (present?.stay === stay) present = null;
          end();
          await forward.close();
        },
      };
      present = { stay, isThere };
      return stay;
    },
  };
  return laptop;
}
