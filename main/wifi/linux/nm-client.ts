/** NetworkManager, asked and told over D-Bus: its objects as plain values. Knows nothing of visits. */
import { z } from 'zod';
import { type Bus, BusError, openBus, plainValue, variants } from './bus.ts';
import { AP_PRIVACY, dbmOf, NM, NM_PATH, NOTHING, SETTINGS_PATH } from './nm-names.ts';
import { asSettings, type Sections } from './settings.ts';
import type { BusSignal, SignalQueue } from './signals.ts';

const properties = 'org.freedesktop.DBus.Properties';

export interface Device {
  readonly path: string;
  readonly ifname: string;
  readonly type: number;
  readonly state: number;
  readonly reason: number;
  /** Path of what is active on it; null when nothing is. */
  readonly active: string | null;
}

export interface Active {
  readonly path: string;
  readonly id: string;
  readonly uuid: string;
  readonly state: number;
}

export interface HeardAp {
  readonly ssid: string;
  readonly rssi: number;
  readonly secured: boolean;
}

export interface Manager {
  /** False where a switch, of the case or of the desktop, keeps the radio off. */
  readonly wifiOn: boolean;
  /** It has just begun and may not know all adapters yet. */
  readonly starting: boolean;
}

const deviceProperties = z.object({
  Interface: z.string(),
  DeviceType: z.number(),
  State: z.number(),
  StateReason: z.tuple([z.number(), z.number()]),
  ActiveConnection: z.string(),
});
const activeProperties = z.object({ Id: z.string(), Uuid: z.string(), State: z.number() });
const apProperties = z.object({
  Ssid: z.custom<Uint8Array>((value) => value instanceof Uint8Array),
  Strength: z.number(),
  Flags: z.number(),
  WpaFlags: z.number(),
  RsnFlags: z.number(),
});
const managerProperties = z.object({
  WirelessEnabled: z.boolean(),
  WirelessHardwareEnabled: z.boolean(),
  Startup: z.boolean(),
});
const settingsOfOne = z.object({ connection: z.object({ id: z.string(), uuid: z.string() }) });
const scanTime = z.object({ LastScan: z.coerce.number().optional() });
const path = z.string();

type CallArguments = [
  object: string,
  name: string,
  member: string,
  signal: AbortSignal,
  signature?: string,
  body?: unknown[],
];
const paths = z.array(z.string());

export class NetworkManager {
  readonly #bus: Bus;

  private constructor(bus: Bus) {
    this.#bus = bus;
  }

  /** @throws BusLost when there is no bus */
  static async open(address: string | undefined, signal: AbortSignal): Promise<NetworkManager> {
    return new NetworkManager(await openBus(NM, address, signal));
  }

  close(): void {
    this.#bus.close();
  }

  signals(): SignalQueue {
    return this.#bus.signals();
  }

  untilThere(signal: AbortSignal): Promise<void> {
    return this.#bus.untilThere(signal);
  }

  async manager(signal: AbortSignal): Promise<Manager> {
    // It takes its name on the bus before it shows itself there.
    const all = await this.#unlessGone(this.#all(NM_PATH, NM, managerProperties, signal));
    if (all === null) return { wifiOn: true, starting: true };
    return { wifiOn: all.WirelessEnabled && all.WirelessHardwareEnabled, starting: all.Startup };
  }

  /** In NetworkManager's order, which is that of their appearance. */
  async devices(signal: AbortSignal): Promise<Device[]> {
    const found = paths.parse(await this.#first(NM_PATH, NM, 'GetDevices', signal));
    const devices = await Promise.all(found.map((one) => this.#unlessGone(this.device(one, signal))));
    return devices.filter((one) => one !== null);
  }

  async device(devicePath: string, signal: AbortSignal): Promise<Device> {
    const all = await this.#all(devicePath, `${NM}.Device`, deviceProperties, signal);
    return {
      path: devicePath,
      ifname: all.Interface,
      type: all.DeviceType,
      state: all.State,
      reason: all.StateReason[1],
      active: all.ActiveConnection === NOTHING ? null : all.ActiveConnection,
    };
  }

  /** Null when it is over. */
  active(activePath: string, signal: AbortSignal): Promise<Active | null> {
    return this.#unlessGone(
      this.#all(activePath, `${NM}.Connection.Active`, activeProperties, signal).then((all) => ({
        path: activePath,
        id: all.Id,
        uuid: all.Uuid,
        state: all.State,
      })),
    );
  }

  /** What the adapter heard last, strongest first, each name once. Names that are no UTF-8 are left out: no device has one. */
  async accessPoints(devicePath: string, signal: AbortSignal): Promise<HeardAp[]> {
    const found = paths.parse(
      await this.#first(devicePath, `${NM}.Device.Wireless`, 'GetAllAccessPoints', signal),
    );
    const all = await Promise.all(
      found.map((one) => this.#unlessGone(this.#all(one, `${NM}.AccessPoint`, apProperties, signal))),
    );
    const heard = all
      .filter((one) => one !== null)
      .map((one) => ({
        ssid: utf8(one.Ssid),
        rssi: dbmOf(one.Strength),
        secured: (one.Flags & AP_PRIVACY) !== 0 || one.WpaFlags !== 0 || one.RsnFlags !== 0,
      }))
      .sort((a, b) => b.rssi - a.rssi);
    const named = heard.flatMap(({ ssid, ...rest }) => (ssid ? [{ ssid, ...rest }] : []));
    return named.filter(({ ssid }, at) => named.findIndex((one) => one.ssid === ssid) === at);
  }

  /** When the adapter last listened, in a clock of NetworkManager's own; older ones do not tell. */
  async lastScan(devicePath: string, signal: AbortSignal): Promise<number | undefined> {
    return (await this.#all(devicePath, `${NM}.Device.Wireless`, scanTime, signal)).LastScan;
  }

  /** @throws BusError also when it has listened a moment ago */
  async requestScan(devicePath: string, signal: AbortSignal): Promise<void> {
    await this.#call(devicePath, `${NM}.Device.Wireless`, 'RequestScan', signal, 'a{sv}', [{}]);
  }

  /** A profile that goes with its connection, and a connection that goes with this program: even when it is killed. */
  async addAndActivate(
    sections: Sections,
    devicePath: string,
    signal: AbortSignal,
  ): Promise<{ profile: string; active: string }> {
    const variant = await variants();
    const options = {
      persist: variant('s', 'volatile'),
      'bind-activation': variant('s', 'dbus-client'),
    };
    const [profile, active] = await this.#call(
      NM_PATH,
      NM,
      'AddAndActivateConnection2',
      signal,
      'a{sa{sv}}ooa{sv}',
      [asSettings(sections, variant), devicePath, NOTHING, options],
    );
    return { profile: path.parse(profile), active: path.parse(active) };
  }

  /** @returns the path of the activation. @throws BusError also where there is no such profile any more */
  async activate(uuid: string, devicePath: string, signal: AbortSignal): Promise<string> {
    const profile = path.parse(
      await this.#first(SETTINGS_PATH, `${NM}.Settings`, 'GetConnectionByUuid', signal, 's', [uuid]),
    );
    const args = [profile, devicePath, NOTHING];
    return path.parse(await this.#first(NM_PATH, NM, 'ActivateConnection', signal, 'ooo', args));
  }

  async deactivate(activePath: string, signal: AbortSignal): Promise<void> {
    await this.#call(NM_PATH, NM, 'DeactivateConnection', signal, 'o', [activePath]);
  }

  /** Paths of the profiles of this name, of those that this user may see. */
  async profilesNamed(id: string, signal: AbortSignal): Promise<string[]> {
    const all = paths.parse(await this.#first(SETTINGS_PATH, `${NM}.Settings`, 'ListConnections', signal));
    const ids = await Promise.all(all.map((one) => this.#profileId(one, signal)));
    return all.filter((_, at) => ids[at] === id);
  }

  async removeProfile(profilePath: string, signal: AbortSignal): Promise<void> {
    await this.#unlessGone(this.#call(profilePath, `${NM}.Settings.Connection`, 'Delete', signal));
  }

  // ---- inside ----

  #profileId(profilePath: string, signal: AbortSignal): Promise<string | null> {
    return this.#unlessGone(
      this.#first(profilePath, `${NM}.Settings.Connection`, 'GetSettings', signal).then(
        (answer) => settingsOfOne.parse(answer).connection.id,
      ),
    );
  }

  #call(...[object, name, member, signal, signature, body]: CallArguments): Promise<readonly unknown[]> {
    const call = { path: object, interface: name, member };
    return this.#bus.call(signature === undefined ? call : { ...call, signature, body: body ?? [] }, signal);
  }

  async #first(...call: CallArguments): Promise<unknown> {
    return plainValue((await this.#call(...call))[0]);
  }

  async #all<T>(object: string, name: string, as: z.ZodType<T>, signal: AbortSignal): Promise<T> {
    return as.parse(await this.#first(object, properties, 'GetAll', signal, 's', [name]));
  }

  /** Objects come and go while they are asked about: null for one that went. */
  async #unlessGone<T>(work: Promise<T>): Promise<T | null> {
    try {
      return await work;
    } catch (error) {
      if (error instanceof BusError && isGone(error)) return null;
      throw error;
    }
  }
}

/** A device changed its state. */
export function deviceChange(
  signal: BusSignal,
  devicePath: string,
): { to: number; reason: number } | undefined {
  if (signal.path !== devicePath || signal.interface !== `${NM}.Device` || signal.member !== 'StateChanged')
    return undefined;
  const [to, , reason] = signal.body;
  return typeof to === 'number' && typeof reason === 'number' ? { to, reason } : undefined;
}

const GONE = /\.(UnknownObject|UnknownMethod|UnknownInterface|NotFound|UnknownConnection)$/;

function isGone({ name }: BusError): boolean {
  return GONE.test(name);
}

function utf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
