/** The suite's rig over the real NetworkManager, and the person at the laptop, who uses nmcli. */
import { spawnSync } from 'node:child_process';
import type { OwnInterface, WifiAdapter } from '../../../main/wifi/index.ts';
import { networkManagerAdapter, nmcliAdapter } from '../../../main/wifi/linux/index.ts';
import type { WifiRig } from '../../suites/wifi-suite.ts';
import { ethernet } from '../rig/ethernet.ts';
import { addresses, GUESTS, HOME, type Lab, openLab, WLAN } from '../rig/lab.ts';
import { run } from '../rig/processes.ts';

/** As the person at the laptop, not as the program. */
export const person = (lab: Lab, ...args: string[]) =>
  run(['nmcli', ...args], { env: { ...process.env, LC_ALL: 'C', DBUS_SYSTEM_BUS_ADDRESS: lab.bus.address } });

export const goTo = (lab: Lab, network: { readonly uuid: string }) =>
  person(lab, 'connection', 'up', 'uuid', network.uuid);

/** The names of the profiles of visits that NetworkManager knows. */
export async function profilesOfVisits(lab: Lab): Promise<string[]> {
  const names = (await person(lab, '-t', '-f', 'NAME', 'connection', 'show')).split('\n');
  return names.filter((name) => name.startsWith('bootbench-'));
}

/** By the address that the kernel has. */
export async function whereabouts(lab: Lab): Promise<'home' | 'guests' | 'device' | 'nowhere'> {
  const [address = ''] = await addresses(lab);
  if (address === '') return 'nowhere';
  if (address === HOME.address) return 'home';
  return address === GUESTS.address ? 'guests' : 'device';
}

/** The adapter as it is in the laptop: it runs in this process, and its addresses are those of the namespace. */
export function adapterIn(lab: Lab, kind: 'networkmanager' | 'nmcli'): WifiAdapter {
  const busAddress = lab.bus.address;
  const adapter =
    kind === 'networkmanager'
      ? networkManagerAdapter({ busAddress, medium: ethernet })
      : nmcliAdapter({
          busAddress,
          medium: { type: 'ethernet', hears: false, args: () => ['type', 'ethernet'] },
        });
  return { ...adapter, interfaces: () => interfacesIn(lab.laptop) };
}

function interfacesIn(namespace: string): OwnInterface[] {
  const { stdout } = spawnSync('ip', ['-n', namespace, '-4', '-o', 'addr', 'show'], { encoding: 'utf8' });
  return [...stdout.matchAll(/^\d+: (\S+) +inet (\S+)\/24 /gm)].map(([, ifname = '', address = '']) => ({
    ifname,
    address,
    netmask: '255.255.255.0',
  }));
}

export async function openDaemonRig(kind: 'networkmanager' | 'nmcli'): Promise<WifiRig> {
  const lab = await openLab();
  await lab.dhcp.stop();
  let ap: string | null = null;
  return {
    home: HOME.id,
    adapter: () => adapterIn(lab, kind),
    async addAp({ ssid, dhcp = 'works' }) {
      ap = ssid;
      if (dhcp === 'works') await lab.dhcp.start();
    },
    async choose(network) {
      if (network === 'another') await goTo(lab, GUESTS);
      else await person(lab, 'device', 'disconnect', WLAN);
    },
    async on() {
      const names = { home: HOME.id, guests: GUESTS.id, device: ap, nowhere: null } as const;
      return names[await whereabouts(lab)];
    },
    leftovers: async (session) => (await profilesOfVisits(lab)).filter((name) => name === session),
    close: () => lab.close(),
  };
}
