/** Where an adapter is, told by its own addresses: on systems that hide the name of a network from programs nothing else tells. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { OwnInterface } from './adapter.ts';
import { inDeviceSubnet } from './subnet.ts';

/** `device`: an address of the devices' subnet. `nowhere`: none, or one that the computer gave itself. */
export type Where = 'device' | 'elsewhere' | 'nowhere';

/** Node has no event for an address that comes or goes. */
const LOOK_EVERY_MS = 200;

export function whereIs(interfaces: readonly OwnInterface[], ifname: string): Where {
  const own = interfaces.filter((one) => one.ifname === ifname && !isSelfGiven(one.address));
  if (own.some(({ address }) => inDeviceSubnet(address))) return 'device';
  return own.length > 0 ? 'elsewhere' : 'nowhere';
}

/** True as soon as `there` is; false when `limit` is over first. @throws the signal's reason */
export async function untilTrue(
  there: () => boolean | Promise<boolean>,
  limitMs: number,
  signal: AbortSignal,
): Promise<boolean> {
  const until = performance.now() + limitMs;
  for (;;) {
    if (await there()) return true;
    if (performance.now() >= until) return false;
    await sleep(LOOK_EVERY_MS, undefined, { signal }).catch(() => signal.throwIfAborted());
  }
}

/** 169.254.0.0/16: what a computer takes when nobody gives it an address (RFC 3927). */
export function isSelfGiven(address: string): boolean {
  return address.startsWith('169.254.');
}
