/**
 * A laptop at home, and a device's access point within reach, as network namespaces:
 *
 *     laptop                                  air
 *     wlan0 ──── (a wire) ─────────────────── air0   10.20.0.1 home, 10.30.0.1 guests, 192.168.4.1 the device
 *     eth0  ──── (with an office) ── office   192.168.4.1, somebody else's router
 *
 * NetworkManager is the real one, and runs in the laptop. Nothing of it reaches the machine's own network.
 */
import { addNamespace, inside, ipIn, removeNamespace, sweep, wire } from './namespaces.ts';
import { type NmDaemon, startNetworkManager } from './nm-daemon.ts';
import { openPrivateBus, type PrivateBus } from './private-bus.ts';
import { heard, startTied, stop } from './processes.ts';

export const WLAN = 'wlan0';
export const HOME = {
  id: 'Home',
  uuid: '11111111-aaaa-4bbb-8ccc-000000000001',
  address: '10.20.0.2',
} as const;
export const GUESTS = {
  id: 'Guests',
  uuid: '11111111-aaaa-4bbb-8ccc-000000000002',
  address: '10.30.0.2',
} as const;

export interface Lab {
  readonly bus: PrivateBus;
  readonly nm: NmDaemon;
  readonly laptop: string;
  readonly air: string;
  /** The device's DHCP server: there from the start. */
  readonly dhcp: { start(): Promise<void>; stop(): Promise<void> };
  /** An office router on the device's very address, by cable. @returns its namespace */
  addOffice(): Promise<string>;
  /** The same address behind a route, as a VPN makes it. */
  addVpnRoute(): Promise<void>;
  close(): Promise<void>;
}

export async function openLab(): Promise<Lab> {
  await sweep();
  const bus = await openPrivateBus();
  const laptop = await addNamespace('laptop');
  const air = await addNamespace('air');
  await wire({ namespace: laptop, ifname: WLAN }, { namespace: air, ifname: 'air0' });
  for (const address of ['10.20.0.1/24', '10.30.0.1/24', '192.168.4.1/24'])
    await ipIn(air, 'addr', 'add', address, 'dev', 'air0');
  const dhcp = dhcpServer(air, bus.folder);
  await dhcp.start();
  const nm = await startNetworkManager(bus, laptop, [
    { ...HOME, ifname: WLAN, autoconnect: true, address: `${HOME.address}/24,10.20.0.1` },
    { ...GUESTS, ifname: WLAN, autoconnect: false, address: `${GUESTS.address}/24,10.30.0.1` },
  ]);
  const addCable = async (address: string) => {
    const office = await addNamespace('office');
    await wire({ namespace: laptop, ifname: 'eth0' }, { namespace: office, ifname: 'lan0' });
    await ipIn(office, 'addr', 'add', '192.168.4.1/24', 'dev', 'lan0');
    await ipIn(laptop, 'addr', 'add', address, 'dev', 'eth0');
    return office;
  };
  return {
    bus,
    nm,
    laptop,
    air,
    dhcp,
    addOffice: () => addCable('192.168.4.77/24'),
    async addVpnRoute() {
      await addCable('10.99.0.2/24');
      await ipIn(laptop, 'route', 'add', '192.168.4.0/25', 'dev', 'eth0');
    },
    async close() {
      await dhcp.stop();
      await nm.stop();
      await bus.close();
      for (const one of [laptop, air, `${laptop.slice(0, -'laptop'.length)}office`])
        await removeNamespace(one);
    },
  };
}

function dhcpServer(namespace: string, folder: string): Lab['dhcp'] {
  let child: ReturnType<typeof startTied> | undefined;
  return {
    async start() {
      child = startTied([
        ...inside(namespace),
        'dnsmasq',
        // As a daemon it would change its user, and with that the kernel forgets whom it is tied to.
        '--no-daemon',
        '--log-facility=-',
        '--conf-file=/dev/null',
        '--no-resolv',
        '--no-hosts',
        '--port=0',
        '--interface=air0',
        '--bind-interfaces',
        '--dhcp-authoritative',
        // It would ping an address for three seconds before it offers it; a board does not.
        '--no-ping',
        '--dhcp-range=192.168.4.16,192.168.4.40,255.255.255.0,1h',
        // As the boards do: the device is the way out and the name server, and is neither.
        '--dhcp-option=option:router,192.168.4.1',
        '--dhcp-option=option:dns-server,192.168.4.1',
        `--dhcp-leasefile=${folder}/leases`,
      ]);
      await heard(child).includes('DHCP, IP range');
    },
    stop: async () => child && stop(child),
  };
}

/** The interfaces that a default route of the laptop leaves by. */
export async function defaultRoutes(lab: Lab): Promise<string[]> {
  const out = await ipIn(lab.laptop, 'route', 'show', 'default');
  return [...out.matchAll(/ dev (\S+)/g)].map(([, ifname]) => `${ifname}`);
}

/** IPv4 addresses of the laptop's `wlan0`. */
export async function addresses(lab: Lab): Promise<string[]> {
  const out = await ipIn(lab.laptop, '-4', 'addr', 'show', 'dev', WLAN);
  return [...out.matchAll(/inet (\S+)\//g)].map(([, address]) => `${address}`);
}
