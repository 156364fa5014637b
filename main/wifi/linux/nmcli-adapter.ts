/**
 * This computer's Wi-Fi by nmcli, where D-Bus itself cannot be had. Its profile lives in memory, and is not bound to this program:
 * after a kill the next start brings the computer home.
 */
import { platform } from 'node:os';
import { Failure } from '../../../preload/contract/errors.ts';
import type { Homecoming, HomeNetwork, VisitId, WifiAdapter } from '../adapter.ts';
import { sweepSecretFiles, withSecretFile } from '../secret-file.ts';
import { directRoute, systemInterfaces } from '../system.ts';
import { isVisit } from './homecoming.ts';
import { createNmcli, type Nmcli, type NmcliOptions } from './nmcli.ts';
import {
  AP_FIELDS,
  accessPointsOf,
  DEVICE_FIELDS,
  devicesOf,
  type NmcliDevice,
  nmcliFailure,
  terseTable,
} from './nmcli-text.ts';
import { pskOf } from './psk.ts';
import { DHCP_SECONDS, onlyMe } from './settings.ts';

/** What a network is made of, in nmcli's words: for the product Wi-Fi. */
export interface NmcliMedium {
  /** Of a device, as `nmcli device` calls it. */
  readonly type: string;
  readonly hears: boolean;
  /** For `nmcli connection add`. */
  args(ssid: string): readonly string[];
}

const wifi: NmcliMedium = { type: 'wifi', hears: true, args: (ssid) => ['type', 'wifi', 'ssid', ssid] };

/** Seconds: as long as a join may take at all; who orders it gives less. */
const JOIN_SECONDS = 60;
const HOME_SECONDS = 20;
const HOME_TRIES = 3;
const CLEAN_UP_MS = 5000;

const never = () => new AbortController().signal;

export function nmcliAdapter({
  medium = wifi,
  ...options
}: NmcliOptions & { readonly medium?: NmcliMedium | undefined } = {}): WifiAdapter {
  const nmcli = createNmcli(options);

  return {
    kind: 'nmcli',

    async scan({ signal = never() } = {}) {
      const { ifname } = await usableDevice(nmcli, medium, signal);
      return accessPointsOf(await listAps(nmcli, ifname, 'yes', signal));
    },

    async home({ signal = never() } = {}): Promise<HomeNetwork> {
      const { ifname, active } = await usableDevice(nmcli, medium, signal);
      // What an earlier start left behind is nobody's home.
      if (active === null || isVisit(active.id)) return { ifname, id: null, name: null };
      return { ifname, id: active.uuid, name: active.id };
    },

    async join(visit, { signal = never() } = {}) {
      const psk = await pskFor(nmcli, medium, visit, signal);
      try {
        await said(nmcli, ['connection', 'add', ...profile(visit, medium, psk)], visit.ssid, signal);
        const up = ['-w', `${JOIN_SECONDS}`, 'connection', 'up', 'id', visit.session, 'ifname', visit.ifname];
        if (psk === undefined) await said(nmcli, up, visit.ssid, signal);
        else
          await withSecretFile(
            visit.session,
            { name: 'secrets', text: `802-11-wireless-security.psk:${psk}\n` },
            (file) => said(nmcli, [...up, 'passwd-file', file], visit.ssid, signal),
          );
      } catch (error) {
        await removeProfile(nmcli, visit);
        throw error;
      }
    },

    async restore(visit, home, { signal = never() } = {}): Promise<Homecoming> {
      await sweepSecretFiles(visit.session);
      try {
        return await bringHome(nmcli, visit, home, signal);
      } finally {
        await removeProfile(nmcli, visit);
      }
    },

    interfaces: systemInterfaces,
    route: directRoute,
  };
}

/** True where nmcli is installed, reaches NetworkManager, and that switches an adapter of this kind. @throws the signal's reason */
export async function hasNmcli(
  { medium = wifi, ...options }: NmcliOptions & { readonly medium?: NmcliMedium | undefined },
  signal: AbortSignal,
): Promise<boolean> {
  const devices = await listDevices(createNmcli(options), signal);
  return devices?.some(({ type }) => type === medium.type) ?? false;
}

/** Null when nmcli is not there, or NetworkManager does not run. */
async function listDevices(nmcli: Nmcli, signal: AbortSignal): Promise<NmcliDevice[] | null> {
  const { code, out } = await nmcli(['-t', '-f', DEVICE_FIELDS, 'device', 'status'], signal);
  return code === 0 ? devicesOf(out) : null;
}

/** @throws Failure `wifi-unsupported`, `wifi-off` */
async function usableDevice(nmcli: Nmcli, medium: NmcliMedium, signal: AbortSignal): Promise<NmcliDevice> {
  const all = await listDevices(nmcli, signal);
  const devices = (all ?? []).filter(({ type, state }) => type === medium.type && state !== 'unmanaged');
  if (devices.length === 0) throw new Failure('wifi-unsupported', { os: platform() });
  const radio = await nmcli(['-t', '-f', 'WIFI-HW,WIFI', 'radio'], signal);
  const isOff = terseTable(radio.out).some((switches) => switches.includes('disabled'));
  const usable = devices.find(({ state }) => state !== 'unavailable');
  if (isOff || usable === undefined) throw new Failure('wifi-off', {});
  return usable;
}

async function listAps(
  nmcli: Nmcli,
  ifname: string,
  rescan: 'yes' | 'no',
  signal: AbortSignal,
): Promise<string> {
  const list = ['-t', '-f', AP_FIELDS, 'device', 'wifi', 'list', 'ifname', ifname, '--rescan', rescan];
  return said(nmcli, list, '', signal);
}

/** As `visitSections` in `settings.ts`, in nmcli's words. `psk-flags 2`: the key is never stored, and asked of nmcli itself. */
function profile({ session, ifname, ssid }: VisitId, medium: NmcliMedium, psk: string | undefined): string[] {
  return [
    ...['save', 'no', ...medium.args(ssid), 'con-name', session, 'ifname', ifname, 'autoconnect', 'no'],
    ...['connection.permissions', onlyMe()],
    ...['ipv4.method', 'auto', 'ipv4.never-default', 'yes', 'ipv4.may-fail', 'no'],
    ...['ipv4.ignore-auto-dns', 'yes', 'ipv4.ignore-auto-routes', 'yes'],
    ...['ipv4.dhcp-timeout', `${DHCP_SECONDS}`, 'ipv6.method', 'disabled'],
    ...(psk === undefined ? [] : ['wifi-sec.key-mgmt', 'wpa-psk', 'wifi-sec.psk-flags', '2']),
  ];
}

/**
 * The key of a protected network, in the form that has no character which a file of secrets could mistake; undefined for an
 * open one. As it was heard; where it was not, by whether a password is known.
 * @throws Failure `ap-wrong-password`
 */
async function pskFor(
  nmcli: Nmcli,
  medium: NmcliMedium,
  { ssid, password = '', ifname }: VisitId & { readonly password?: string | undefined },
  signal: AbortSignal,
): Promise<string | undefined> {
  if (!medium.hears) return undefined;
  let heard = accessPointsOf(await listAps(nmcli, ifname, 'no', signal)).find((one) => one.ssid === ssid);
  heard ??= accessPointsOf(await listAps(nmcli, ifname, 'yes', signal)).find((one) => one.ssid === ssid);
  const secured = heard?.secured ?? password !== '';
  if (!secured) return undefined;
  if (password === '') throw new Failure('ap-wrong-password', { ssid });
  return pskOf(ssid, password);
}

/** What it printed. @throws Failure as `nmcliFailure` has it */
async function said(
  nmcli: Nmcli,
  args: readonly string[],
  ssid: string,
  signal: AbortSignal,
): Promise<string> {
  const { code, out, error } = await nmcli(args, signal);
  if (code !== 0) throw nmcliFailure(code, `${error}${out}`, ssid);
  return out;
}

/** As `bringHome` in `homecoming.ts`. Each `connection up` ends when the connection is up. */
async function bringHome(
  nmcli: Nmcli,
  { session, ifname }: VisitId,
  home: HomeNetwork,
  signal: AbortSignal,
): Promise<Homecoming> {
  for (let tries = 0; ; tries++) {
    const devices = await listDevices(nmcli, signal);
    const device = devices?.find((one) => one.ifname === ifname);
    if (device === undefined) return 'away';
    const { active } = device;
    const isOurs = active?.id === session;
    if (!isOurs && home.id === null) return 'home';
    if (active?.uuid === home.id && device.state.startsWith('connected')) return 'home';
    if (active !== null && !isOurs && active.uuid !== home.id) return 'moved-on';
    if (tries === HOME_TRIES) return 'away';
    const up = ['-w', `${HOME_SECONDS}`, 'connection', 'up', 'uuid', home.id ?? '', 'ifname', ifname];
    const came = home.id !== null && (await nmcli(up, signal)).code === 0;
    if (!came && isOurs) await nmcli(['connection', 'down', 'id', session], signal);
  }
}

/** Also when the order was called off. */
async function removeProfile(nmcli: Nmcli, { session }: VisitId): Promise<void> {
  await nmcli(['connection', 'delete', 'id', session], AbortSignal.timeout(CLEAN_UP_MS)).catch(() => {});
}
