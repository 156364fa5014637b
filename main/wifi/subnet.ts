/**
 * The subnet of every device in AP fallback, and who else claims it. A local address does not choose the way of a connection:
 * with a second interface or a route in this subnet the Wi-Fi password could be told to an office router (measured on Linux).
 */
import { readFile } from 'node:fs/promises';
import type { OwnInterface, WifiAdapter } from './adapter.ts';

/** 192.168.4.0/24. */
const DEVICE_NETWORK = ipNumber('192.168.4.0');
const DEVICE_MASK = ipNumber('255.255.255.0');

/** What stands in the way: an interface or a route, by the name of its interface and its address. */
export interface Overlap {
  readonly ifname: string;
  readonly address: string;
}

export function inDeviceSubnet(address: string): boolean {
  return (ipNumber(address) & DEVICE_MASK) >>> 0 === DEVICE_NETWORK;
}

/** What of this computer, interfaces and routes, claims addresses of the devices' subnet beside `ifname`. */
export async function overlapBeside(
  adapter: WifiAdapter,
  ifname: string | null,
): Promise<Overlap | undefined> {
  // The virtual radio is not reached by this computer's routes.
  const route = adapter.kind === 'virtual' ? undefined : await routeOverlap(ifname);
  return overlapOf(adapter.interfaces(), ifname) ?? route;
}

/** The first interface but `ifname` whose own network and that of the devices have addresses in common. */
function overlapOf(interfaces: readonly OwnInterface[], ifname: string | null): Overlap | undefined {
  return interfaces.find((one) => one.ifname !== ifname && meets(one.address, one.netmask));
}

/** Whether there is a way to everywhere, as Linux tells it. False on other systems, which are not asked. */
export async function hasDefaultRoute(): Promise<boolean> {
  // A route that says "unreachable" has no interface, which is written as a star.
  return (await ownRoutes()).some(
    ({ ifname, address, netmask }) => ifname !== '*' && address === '0.0.0.0' && netmask === '0.0.0.0',
  );
}

/** The same of Linux's routes, a VPN's among them, which no interface's address shows. Undefined on other systems. */
async function routeOverlap(ifname: string | null): Promise<Overlap | undefined> {
  return (await ownRoutes()).find(
    (route) => route.ifname !== ifname && route.netmask !== '0.0.0.0' && meets(route.address, route.netmask),
  );
}

async function ownRoutes(): Promise<OwnInterface[]> {
  return routesOf(await readFile('/proc/net/route', 'utf8').catch(() => ''));
}

/** Destination and mask are little-endian hex (proc(5), /proc/net/route). */
function routesOf(text: string): OwnInterface[] {
  return text
    .split('\n')
    .slice(1)
    .flatMap((line) => {
      const [ifname, destination, , , , , , mask] = line.split('\t').map((field) => field.trim());
      if (!ifname || !destination || !mask) return [];
      return [{ ifname, address: dotted(destination), netmask: dotted(mask) }];
    });
}

function dotted(hex: string): string {
  return [...Buffer.from(hex, 'hex')].reverse().join('.');
}

/** Two networks meet where the shorter of both masks makes them one. */
function meets(address: string, netmask: string): boolean {
  const mask = (ipNumber(netmask) & DEVICE_MASK) >>> 0;
  return (ipNumber(address) & mask) >>> 0 === (DEVICE_NETWORK & mask) >>> 0;
}

function ipNumber(address: string): number {
  return address.split('.').reduce((number, part) => ((number << 8) | Number(part)) >>> 0, 0);
}
