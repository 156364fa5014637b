/**
 * Every device that ever spoke to the bench's server, as it last described itself.
 * In memory for reading, in the database for the next start.
 */
import { Failure } from '../../preload/contract/errors.ts';
import type { Device, HashMap } from '../../preload/contract/models.ts';
import type { DeviceEvent, Records } from '../records/index.ts';
import { findDevice } from './find.ts';
import { chooseDeviceId, isAddress, isWellFormedId, macOfId } from './ids.ts';
import { fromRow, newDevice } from './rows.ts';
import { createWriteBehind } from './write-behind.ts';

/** What a device said in `POST /boot`. */
export interface BootReport {
  deviceId: string;
  mac: string;
  appType: string | null;
  deviceType: string | null;
  files: HashMap;
  overlay: HashMap;
  set: string | null;
  updates?: Device['updates'];
}

/** What a device said in `POST /register`. Left out means: not said, keep what is known. */
export interface RegisterReport {
  deviceId: string;
  mac?: string | undefined;
  appType?: string | null | undefined;
  deviceType?: string | null | undefined;
  address?: string | null | undefined;
  firmware?: string | null | undefined;
  version?: string | null | undefined;
  meta?: Record<string, unknown> | undefined;
}

/** What a device said in `POST /heartbeat`. Left out means: not said, keep what is known. */
export interface HeartbeatReport {
  deviceId: string;
  mac?: string | undefined;
  appType?: string | null | undefined;
  address?: string | null | undefined;
  set?: string | null | undefined;
  overlay?: HashMap | undefined;
  telemetry: Record<string, unknown>;
  updates?: Device['updates'];
}

export type RegistryChange =
  | { type: 'boot' | 'register' | 'heartbeat' | 'edited'; device: Device }
  | { type: 'forgotten'; deviceId: string };

export interface RegistryOptions {
  /** Unix milliseconds; for tests. */
  now?: () => number;
  /** Told when the database refuses a write (it is tried again with the next one) or a listener throws. */
  onError?: (error: unknown) => void;
}

export interface Registry {
  onBoot(report: BootReport): Device;
  onRegister(report: RegisterReport): Device;
  onHeartbeat(report: HeartbeatReport): Device;
  /** Adds a line to what the device did. */
  note(kind: DeviceEvent['kind'], deviceId: string, detail: Record<string, unknown>): void;
  /** All devices, ordered by id. */
  list(): Device[];
  get(deviceId: string): Device | undefined;
  /**
   * The device a person means: by id, MAC address in any spelling, address with or without port, or the beginning of an id or MAC.
   * @throws Failure `device-unknown`, or `bad-input` when more than one begins so
   */
  find(text: string): Device;
  /** The id by which a device with this MAC goes: its own when it may keep it, else `iot-<mac>`. */
  idFor(mac: string, claimed?: string | null): string;
  /** Removes the device from the registry; its passports stay. @throws Failure `device-unknown` */
  forget(deviceId: string): Promise<void>;
  /** Sets where the device answers, until it says otherwise. @throws Failure `device-unknown`, `bad-input` */
  setAddress(deviceId: string, address: string): Promise<Device>;
  /**
   * Chooses the app type of a device that reports none; told to the device at its next boot.
   * @throws Failure `device-unknown`, `app-type-invalid`, `bad-input` when the device has a type of its own
   */
  assignAppType(deviceId: string, appType: string): Promise<void>;
  /** What was chosen for the device and not yet taken by it. */
  assignedAppType(deviceId: string): string | null;
  /** Asks for the device's hotfix to be ended (or no longer) at its next boot. @throws Failure `device-unknown` */
  requestDropOverlay(deviceId: string, wanted: boolean): Promise<void>;
  dropOverlayRequested(deviceId: string): boolean;
  /** Calls `listener` after each change; returns what ends it. */
  subscribe(listener: (change: RegistryChange) => void): () => void;
  /** The first device that matches: now, or after some change to come. @throws the signal's reason */
  waitFor(match: (device: Device) => boolean, options?: { signal?: AbortSignal }): Promise<Device>;
  /** Resolves when everything so far is on disk. */
  flush(): Promise<void>;
}

/** The registry as it was left in `records`. The caller flushes it before it closes the records. */
export async function createRegistry(records: Records, options: RegistryOptions = {}): Promise<Registry> {
  const now = options.now ?? Date.now;
  const onError = options.onError ?? ((error: unknown) => console.error('registry:', error));
  const devices = new Map<string, Device>();
  const listeners = new Set<(change: RegistryChange) => void>();
  const behind = createWriteBehind(records, (id) => devices.get(id), onError);
  for (const row of await records.db.selectFrom('devices').selectAll().execute()) {
    devices.set(row.device_id, fromRow(row));
  }

  const tell = (change: RegistryChange): void => {
    for (const listener of [...listeners]) {
      try {
        listener(change);
      } catch (error) {
        onError(error);
      }
    }
  };
  const deviceOf = (deviceId: string): Device => {
    const device = devices.get(deviceId);
    if (!device) throw new Failure('device-unknown', { device: deviceId });
    return device;
  };
  const store = (device: Device): void => {
    devices.set(device.deviceId, device);
    behind.touch(device.deviceId);
  };
  /** Takes what a device said about itself; whatever is undefined stays as it was. */
  const take = (
    type: 'boot' | 'register' | 'heartbeat',
    deviceId: string,
    mac: string | undefined,
    said: { [K in keyof Device]?: Device[K] | undefined },
  ): Device => {
    const known = devices.get(deviceId) ?? newDevice(deviceId, macOfId(deviceId) ?? '');
    const device = { ...known, ...withoutUndefined(said) };
    if (mac) device.mac = mac;
    if (device.appType !== null) device.assignedType = null;
    // One board, one entry: what it was called before is gone.
    if (device.mac !== '' && !devices.has(deviceId)) dropOthers(device.mac, deviceId);
    store(device);
    tell({ type, device });
    return device;
  };
  const remove = (deviceId: string): void => {
    devices.delete(deviceId);
    behind.touch(deviceId);
    tell({ type: 'forgotten', deviceId });
  };
  const dropOthers = (mac: string, deviceId: string): void => {
    for (const device of [...devices.values()]) {
      if (device.mac === mac && device.deviceId !== deviceId) remove(device.deviceId);
    }
  };
  const edit = async (device: Device): Promise<void> => {
    store(device);
    tell({ type: 'edited', device });
    await behind.flush();
  };
  const list = (): Device[] => [...devices.values()].sort((a, b) => (a.deviceId < b.deviceId ? -1 : 1));

  return {
    onBoot: ({ deviceId, mac, ...said }) => take('boot', deviceId, mac, { ...said, bootAt: now() }),
    onRegister: ({ deviceId, mac, address, ...said }) =>
      take('register', deviceId, mac, {
        ...said,
        address: address ?? undefined,
        registeredAt: now(),
      }),
    onHeartbeat: ({ deviceId, mac, address, ...said }) =>
      take('heartbeat', deviceId, mac, {
        ...said,
        address: address ?? undefined,
        heartbeatAt: now(),
      }),
    note: (kind, deviceId, detail) => behind.note({ kind, deviceId, at: now(), detail }),
    list,
    get: (deviceId) => devices.get(deviceId),
    find: (text) => findDevice(list(), text),
    idFor: (mac, claimed) => chooseDeviceId(mac, claimed, (id) => devices.get(id)),
    forget: async (deviceId) => {
      deviceOf(deviceId);
      remove(deviceId);
      await behind.flush();
    },
    setAddress: async (deviceId, address) => {
      const known = deviceOf(deviceId);
      if (!isAddress(address))
        throw new Failure('bad-input', { field: 'address', problem: 'not host or host:port' });
      const device = { ...known, address };
      await edit(device);
      return device;
    },
    assignAppType: async (deviceId, appType) => {
      const device = deviceOf(deviceId);
      if (!isWellFormedId(appType)) throw new Failure('app-type-invalid', { appType });
      const own = device.appType;
      if (own !== null && own !== appType) {
        throw new Failure('bad-input', { field: 'appType', problem: `the device already is of type ${own}` });
      }
      if (own === appType) return;
      behind.note({ kind: 'assigned', deviceId, at: now(), detail: { appType } });
      await edit({ ...device, assignedType: appType });
    },
    assignedAppType: (deviceId) => devices.get(deviceId)?.assignedType ?? null,
    requestDropOverlay: async (deviceId, wanted) => {
      const device = deviceOf(deviceId);
      const overlayWish = wanted ? 'drop' : 'keep';
      if (device.overlayWish !== overlayWish) await edit({ ...device, overlayWish });
    },
    dropOverlayRequested: (deviceId) => devices.get(deviceId)?.overlayWish === 'drop',
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    waitFor: (match, { signal } = {}) => waitFor({ list, listeners }, match, signal),
    flush: () => behind.flush(),
  };
}

function waitFor(
  registry: { list: () => Device[]; listeners: Set<(change: RegistryChange) => void> },
  match: (device: Device) => boolean,
  signal: AbortSignal | undefined,
): Promise<Device> {
  return new Promise((resolve, reject) => {
    const present = registry.list().find(match);
    if (present) return resolve(present);
    if (signal?.aborted) return reject(signal.reason);
    const end = (): void => {
      registry.listeners.delete(listener);
      signal?.removeEventListener('abort', stop);
    };
    const stop = (): void => {
      end();
      reject(signal?.reason);
    };
    const listener = (change: RegistryChange): void => {
      if (change.type === 'forgotten' || !match(change.device)) return;
      end();
      resolve(change.device);
    };
    registry.listeners.add(listener);
    signal?.addEventListener('abort', stop, { once: true });
  });
}

function withoutUndefined<T extends object>(said: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}
