/** For a computer whose Wi-Fi this program does not switch: it says so instead of pretending. A person may still do it. */
import { platform } from 'node:os';
import { Failure } from '../../preload/contract/errors.ts';
import type { Homecoming, OwnInterface, WifiAdapter } from './adapter.ts';
import { hasDefaultRoute, inDeviceSubnet } from './subnet.ts';
import { directRoute, systemInterfaces } from './system.ts';
import { whereIs } from './where.ts';

/** What can be seen of a computer without switching anything; for tests. */
export interface Sight {
  readonly interfaces: () => readonly OwnInterface[];
  readonly hasDefaultRoute: () => Promise<boolean>;
}

const THIS_COMPUTER: Sight = { interfaces: systemInterfaces, hasDefaultRoute };

/** Every call that would switch something rejects with `wifi-unsupported`. */
export function noAdapter(sight: Sight = THIS_COMPUTER): WifiAdapter {
  const refuse = async (): Promise<never> => {
    throw new Failure('wifi-unsupported', { os: platform() });
  };
  return {
    kind: 'none',
    scan: refuse,
    home: refuse,
    join: refuse,
    restore: ({ ifname }) => seen(sight, ifname),
    interfaces: sight.interfaces,
    route: directRoute,
  };
}

/**
 * Nothing can be switched, but where the computer is can be seen. On no network it is not home: a person has to bring it there.
 * By another way than that of the visit, such as a cable, it is on a network, and not known to be on the one of before.
 */
async function seen({ interfaces, hasDefaultRoute }: Sight, ifname: string): Promise<Homecoming> {
  const own = interfaces();
  if (own.some(({ address }) => inDeviceSubnet(address))) return 'away';
  if (whereIs(own, ifname) === 'elsewhere') return 'home';
  return (await hasDefaultRoute()) ? 'moved-on' : 'away';
}
