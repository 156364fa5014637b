/**
 * This computer's Wi-Fi by NetworkManager over D-Bus. A visit's profile is volatile and bound to this program's place on the bus,
 * which is held from `join` to `restore`: when the program is killed, NetworkManager takes the profile away by itself and goes
 * back to a network that it knows.
 */
import { platform } from 'node:os';
import { Failure } from '../../../preload/contract/errors.ts';
import type { HomeNetwork, VisitId, WifiAdapter } from '../adapter.ts';
import { directRoute, systemInterfaces } from '../system.ts';
import { followActivation } from './activation.ts';
import { overRestarts, untilStarted } from './daemon.ts';
import { bringHome, isVisit } from './homecoming.ts';
import { type Device, NetworkManager } from './nm-client.ts';
import { DEVICE } from './nm-names.ts';
import { joinFailure, nmFailure } from './reasons.ts';
import { type ApSecurity, type Medium, visitSections, wifiMedium } from './settings.ts';
import { BusLost, ServiceLeft } from './signals.ts';

export interface NetworkManagerOptions {
  /** As in `DBUS_SYSTEM_BUS_ADDRESS`; the system's bus without it. */
  readonly busAddress?: string | undefined;
  /** What kind of adapter is switched; Wi-Fi without it. */
  readonly medium?: Medium | undefined;
}

/** A scan of all channels of both bands takes 3 to 6 s; after this what was heard before has to do. */
const SCAN_MS = 10_000;
/** For taking back what was begun when the order was cancelled. */
const CLEAN_UP_MS = 5000;

/** A call without a signal takes as long as it takes. */
const never = () => new AbortController().signal;

export function networkManagerAdapter({
  busAddress,
  medium = wifiMedium,
}: NetworkManagerOptions = {}): WifiAdapter {
  /** By session: the connection to the bus that a profile is bound to. */
  const held = new Map<string, NetworkManager>();

  const withManager = async <T>(
    signal: AbortSignal,
    work: (nm: NetworkManager) => Promise<T>,
  ): Promise<T> => {
    const nm = await NetworkManager.open(busAddress, signal);
    try {
      return await overRestarts(nm, signal, () => work(nm));
    } finally {
      nm.close();
    }
  };

  return {
    kind: 'networkmanager',

    scan: ({ signal = never() } = {}) =>
      spoken(() =>
        withManager(signal, async (nm) => {
          const { path } = await usableDevice(nm, medium, signal);
          await listen(nm, path, signal);
          return nm.accessPoints(path, signal);
        }),
      ),

    home: ({ signal = never() } = {}) =>
      spoken(() => withManager(signal, (nm) => homeOf(nm, medium, signal))),

    join: (visit, { signal = never() } = {}) =>
      spoken(async () => {
        const nm = held.get(visit.session) ?? (await NetworkManager.open(busAddress, signal));
        held.set(visit.session, nm);
        try {
          await overRestarts(nm, signal, () => join(nm, medium, visit, signal));
        } catch (error) {
          held.delete(visit.session);
          nm.close();
          throw error;
        }
      }),

    async restore(visit, home, { signal = never() } = {}) {
      const mine = held.get(visit.session);
      held.delete(visit.session);
      // The bus itself may have gone since the join: once more over a new connection, then.
      for (const connection of mine === undefined ? [undefined] : [mine, undefined]) {
        try {
          const nm = connection ?? (await NetworkManager.open(busAddress, signal));
          try {
            return await overRestarts(nm, signal, () => bringHome(nm, visit, home, signal));
          } finally {
            nm.close();
          }
        } catch (error) {
          signal.throwIfAborted();
          if (!(error instanceof BusLost) || error instanceof ServiceLeft) break;
        }
      }
      return 'away';
    },

    interfaces: systemInterfaces,
    route: directRoute,
  };
}

/** True where NetworkManager answers on this bus and switches an adapter of this kind. @throws the signal's reason */
export async function hasNetworkManager(
  { busAddress, medium = wifiMedium }: NetworkManagerOptions,
  signal: AbortSignal,
): Promise<boolean> {
  try {
    const nm = await NetworkManager.open(busAddress, signal);
    try {
      // A daemon that has just begun has adapters in a moment.
      await untilStarted(nm, signal);
      const devices = await nm.devices(signal);
      return devices.some(({ type }) => type === medium.deviceType);
    } finally {
      nm.close();
    }
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof Error) return false;
    throw error;
  }
}

/** @throws Failure `wifi-unsupported`, `wifi-off` */
async function usableDevice(nm: NetworkManager, medium: Medium, signal: AbortSignal): Promise<Device> {
  await untilStarted(nm, signal);
  const devices = (await nm.devices(signal)).filter(({ type }) => type === medium.deviceType);
  const managed = devices.filter(({ state }) => state > DEVICE.unmanaged);
  const isOff = !(await nm.manager(signal)).wifiOn;
  if (devices.length > 0 && isOff) throw new Failure('wifi-off', {});
  const [first] = managed;
  if (first === undefined) throw new Failure('wifi-unsupported', { os: platform() });
  const usable = managed.find(({ state }) => state > DEVICE.unavailable);
  if (usable === undefined) throw new Failure('wifi-off', {});
  return usable;
}

async function homeOf(nm: NetworkManager, medium: Medium, signal: AbortSignal): Promise<HomeNetwork> {
  const { ifname, active } = await usableDevice(nm, medium, signal);
  const on = active === null ? null : await nm.active(active, signal);
  // What an earlier start left behind is nobody's home.
  if (on === null || isVisit(on.id)) return { ifname, id: null, name: null };
  return { ifname, id: on.uuid, name: on.id };
}

/** Has the adapter listen, and waits until it did. One that listened a moment ago refuses, and what it heard then will do. */
async function listen(nm: NetworkManager, device: string, signal: AbortSignal): Promise<void> {
  const limit = AbortSignal.timeout(SCAN_MS);
  const stop = AbortSignal.any([signal, limit]);
  const signals = nm.signals();
  try {
    const before = await nm.lastScan(device, stop);
    await nm.requestScan(device, stop);
    while ((await nm.lastScan(device, stop)) === before) {
      const event = () => signals.next(stop);
      for (let one = await event(); one.path !== device; ) one = await event();
    }
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof BusLost) throw error;
  } finally {
    signals.close();
  }
}

/** @throws Failure as `WifiAdapter.join` */
async function join(
  nm: NetworkManager,
  medium: Medium,
  visit: VisitId & { readonly password?: string | undefined },
  signal: AbortSignal,
): Promise<void> {
  await untilStarted(nm, signal);
  const device = (await nm.devices(signal)).find(({ ifname }) => ifname === visit.ifname);
  if (device === undefined) throw new Failure('wifi-unsupported', { os: platform() });
  const security = await securityOf(nm, medium, device.path, visit, signal);
  const sections = { ...visitSections(visit, medium), ...medium.sections(visit.ssid, security) };
  const signals = nm.signals();
  let begun: { profile: string; active: string } | undefined;
  try {
    begun = await nm.addAndActivate(sections, device.path, signal);
    const at = { device: device.path, active: begun.active };
    const outcome = await followActivation(nm, signals, at, signal);
    if (outcome.kind === 'ended') throw joinFailure(outcome.reason, visit.ssid);
  } catch (error) {
    if (!(error instanceof BusLost)) await takeBack(nm, visit, begun?.active);
    throw error;
  } finally {
    signals.close();
  }
}

/** Nothing stays of a join that failed or was called off. What cannot be taken back goes with the connection to the bus. */
async function takeBack(nm: NetworkManager, visit: VisitId, active: string | undefined): Promise<void> {
  const signal = AbortSignal.timeout(CLEAN_UP_MS);
  try {
    if (active !== undefined && (await nm.active(active, signal)) !== null)
      await nm.deactivate(active, signal);
  } catch {
    // It may have ended by itself; its profile goes all the same.
  }
  try {
    for (const one of await nm.profilesNamed(visit.session, signal)) await nm.removeProfile(one, signal);
  } catch {
    // The profile is volatile, and why the join failed is what is told.
  }
}

/** As it was heard; where it was not, by whether a password is known. @throws Failure `ap-wrong-password` */
async function securityOf(
  nm: NetworkManager,
  medium: Medium,
  device: string,
  { ssid, password }: { readonly ssid: string; readonly password?: string | undefined },
  signal: AbortSignal,
): Promise<ApSecurity> {
  const hear = async () => (await nm.accessPoints(device, signal)).find((one) => one.ssid === ssid);
  let heard: { secured: boolean } | undefined;
  if (medium.hears) {
    heard = await hear();
    if (heard === undefined) {
      await listen(nm, device, signal);
      heard = await hear();
    }
  }
  const secured = heard?.secured ?? (password !== undefined && password !== '');
  if (!secured) return { kind: 'open' };
  if (password === undefined || password === '') throw new Failure('ap-wrong-password', { ssid });
  return { kind: 'wpa-psk', password };
}

/** Throws what the interface says. */
async function spoken<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof BusLost) throw new Failure('wifi-unsupported', { os: platform() }, error);
    throw nmFailure(error);
  }
}
