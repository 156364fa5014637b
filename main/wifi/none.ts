/** For a computer whose Wi-Fi this program does not switch: it says so instead of pretending. A person may still do it. */
import { platform } from 'node:os';
import { Failure } from '../../preload/contract/errors.ts';
import type { WifiAdapter } from './adapter.ts';
import { inDeviceSubnet } from './subnet.ts';
import { directRoute, systemInterfaces } from './system.ts';

/** Every call that would switch something rejects with `wifi-unsupported`. */
export function noAdapter(): WifiAdapter {
  const refuse = async (): Promise<never> => {
    throw new Failure('wifi-unsupported', { os: platform() });
  };
  return {
    kind: 'none',
    scan: refuse,
    home: refuse,
    join: refuse,
    // Nothing can be switched, but that the computer is on no device's network can be seen.
    restore: async () =>
      systemInterfaces().some(({ address }) => inDeviceSubnet(address)) ? 'away' : 'home',
    interfaces: systemInterfaces,
    route: directRoute,
  };
}
