/** The addresses of this computer: which of them others can dial. */
import { type NetworkInterfaceInfo, networkInterfaces } from 'node:os';
import type { OwnAddress } from '../../preload/contract/ota.ts';

export type Interfaces = Readonly<Record<string, readonly NetworkInterfaceInfo[] | undefined>>;

/**
 * The IPv4 addresses of this computer's networks, in the order in which the system names them. Boards speak no IPv6,
 * and an address that the computer gave itself (169.254.x.x) leads nowhere.
 */
export function ownAddresses(interfaces: Interfaces = networkInterfaces()): OwnAddress[] {
  return Object.entries(interfaces).flatMap(([network, addresses]) =>
    (addresses ?? [])
      .filter(
        ({ family, internal, address }) => family === 'IPv4' && !internal && !address.startsWith('169.254.'),
      )
      .map(({ address }) => ({ address, network })),
  );
}
