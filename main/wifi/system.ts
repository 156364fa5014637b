/** What all systems have in common: their addresses, and the way to a device's portal. */
import { networkInterfaces } from 'node:os';
import type { OwnInterface, PortalRoute } from './adapter.ts';

/** Where every device in AP fallback answers (docs/protocol.md, section 1). */
export const PORTAL_ADDRESS = '192.168.4.1';

export function systemInterfaces(): readonly OwnInterface[] {
  return Object.entries(networkInterfaces()).flatMap(([ifname, addresses]) =>
    (addresses ?? [])
      .filter(({ family, internal }) => family === 'IPv4' && !internal)
      .map(({ address, netmask }) => ({ ifname, address, netmask })),
  );
}

/** Bound to the address on the device's network: when that goes, so does the connection, instead of going elsewhere. */
export function directRoute(localAddress: string): PortalRoute {
  return { address: PORTAL_ADDRESS, localAddress };
}
