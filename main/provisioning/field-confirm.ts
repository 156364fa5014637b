/** Is a device alive on the network that it was given? Whoever hears it first says so. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { FieldResult } from '../../preload/contract/field.ts';
import type { Device } from '../../preload/contract/models.ts';
import { createDeviceClient, normaliseMac, type Registry, recordedDevice } from '../devices/index.ts';
import type { Records } from '../records/index.ts';
import type { WifiAdapter } from '../wifi/index.ts';

export type FieldOutcome = FieldResult['outcome'];

export interface ConfirmOrder {
  readonly mac: string;
  /** The device's own network. */
  readonly ssid: string;
  /** Unix milliseconds: what was heard before does not count. */
  readonly since: number;
  readonly signal: AbortSignal;
}

export interface ConfirmDeps {
  readonly registry: Registry;
  /** Other programs on the same data folder write there what they hear. */
  readonly records: Records;
  readonly wifi: WifiAdapter;
  readonly patience?: ConfirmPatience | undefined;
}

/** Milliseconds. */
export interface ConfirmPatience {
  /** A restart, up to three tries to join, a boot request, and a heartbeat or two. */
  readonly all: number;
  /** The network of before is in the adapter's list for a while; a device that failed to join opens it anew later than this. */
  readonly apBackAfter: number;
}

const PATIENCE: ConfirmPatience = { all: 75_000, apBackAfter: 20_000 };
/** Seconds that a device is listened for at most. */
export const CONFIRM_SECONDS = PATIENCE.all / 1000;

const ASK_EVERY_MS = 2000;
const ASK_TIMEOUT_MS = 1500;
const SCAN_EVERY_MS = 4000;

/** Never a failure: a device that is not heard may be on a network that this computer cannot reach. @throws the signal's reason */
export async function confirmAlive(order: ConfirmOrder, deps: ConfirmDeps): Promise<FieldOutcome> {
  const limit = AbortSignal.timeout((deps.patience ?? PATIENCE).all);
  const done = new AbortController();
  const signal = AbortSignal.any([order.signal, limit, done.signal]);
  const ways = [heardByServer, heardByAnother, answersItself, standsInAp].map((way) =>
    way({ ...order, signal }, deps),
  );
  try {
    return await Promise.any(ways);
  } catch {
    order.signal.throwIfAborted();
    return { is: 'unheard' };
  } finally {
    done.abort();
  }
}

async function heardByServer(order: ConfirmOrder, { registry }: ConfirmDeps): Promise<FieldOutcome> {
  return calledServer(await registry.waitFor((device) => hasCalled(device, order), { signal: order.signal }));
}

/** A server in another program of this computer, such as the app beside a terminal: nobody tells of what it writes. */
async function heardByAnother(order: ConfirmOrder, { records }: ConfirmDeps): Promise<FieldOutcome> {
  for (;;) {
    const device = await recordedDevice(records, order.mac);
    if (device !== undefined && hasCalled(device, order)) return calledServer(device);
    await sleep(ASK_EVERY_MS, undefined, { signal: order.signal });
  }
}

const hasCalled = (device: Device, { mac, since }: ConfirmOrder): boolean =>
  device.mac === mac &&
  device.address !== null &&
  Math.max(device.registeredAt ?? 0, device.heartbeatAt ?? 0) >= since;

const calledServer = ({ deviceId, address }: Device): FieldOutcome => ({
  is: 'alive',
  deviceId,
  address: address ?? '',
  heardBy: 'server',
});

/** The name under which a device answers on its network. @param tail the last six hex digits of its MAC, or more */
export const localName = (tail: string): string => `iot-${tail.slice(-6).toLowerCase()}.local`;

/** Under the address that it had, and under its own name (docs/protocol.md, section 6), which not every system can look up. */
async function answersItself(
  { mac, signal }: ConfirmOrder,
  { registry }: ConfirmDeps,
): Promise<FieldOutcome> {
  const known = registry.list().find((device) => device.mac === mac)?.address ?? null;
  const candidates = [
    { address: localName(mac), heardBy: 'name' as const },
    ...(known === null ? [] : [{ address: known, heardBy: 'address' as const }]),
  ];
  for (;;) {
    for (const { address, heardBy } of candidates) {
      const client = createDeviceClient({ address, name: mac });
      const info = await client.info({ signal, timeoutMs: ASK_TIMEOUT_MS }).catch(() => null);
      signal.throwIfAborted();
      // Another device may have got the address.
      const its = normaliseMac(info?.mac ?? '');
      if (its === mac) return { is: 'alive', deviceId: info?.deviceId ?? `iot-${mac}`, address, heardBy };
    }
    await sleep(ASK_EVERY_MS, undefined, { signal });
  }
}

async function standsInAp(
  { ssid, signal }: ConfirmOrder,
  { wifi, patience = PATIENCE }: ConfirmDeps,
): Promise<FieldOutcome> {
  await sleep(patience.apBackAfter, undefined, { signal });
  for (;;) {
    // A computer that cannot listen leaves this to the others.
    const heard = await wifi.scan({ signal });
    if (heard.some((ap) => ap.ssid === ssid)) return { is: 'back-in-ap' };
    await sleep(SCAN_EVERY_MS, undefined, { signal });
  }
}
