/** What nmcli answers, read: its terse tables (`-t`), and its exit codes with the C locale's sentences. nmcli(1), "Exit status". */
import { platform } from 'node:os';
import { Failure } from '../../../preload/contract/errors.ts';
import type { AccessPoint } from '../adapter.ts';
import { dbmOf } from './nm-names.ts';

/** One line of a terse table: fields with `:` between them, a `:` or `\` of a value behind a `\`. */
export function terseFields(line: string): string[] {
  const fields = [''];
  for (let at = 0; at < line.length; at++) {
    const character = line[at] ?? '';
    if (character === ':') fields.push('');
    else fields[fields.length - 1] += character === '\\' ? (line[++at] ?? '') : character;
  }
  return fields;
}

export function terseTable(text: string): string[][] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map(terseFields);
}

/** The fields to ask for, in the order in which `devicesOf` reads them. */
export const DEVICE_FIELDS = 'DEVICE,TYPE,STATE,CONNECTION,CON-UUID';

export interface NmcliDevice {
  readonly ifname: string;
  readonly type: string;
  /** `connected`, `connecting (…)`, `disconnected`, `unavailable`, `unmanaged`, … */
  readonly state: string;
  /** What is active on it. */
  readonly active: { readonly id: string; readonly uuid: string } | null;
}

export function devicesOf(text: string): NmcliDevice[] {
  return terseTable(text).map(([ifname = '', type = '', state = '', id = '', uuid = '']) => ({
    ifname,
    type,
    state,
    active: uuid === '' ? null : { id, uuid },
  }));
}

/** The fields to ask for, in the order in which `accessPointsOf` reads them. The name in hex, because it may be of any bytes. */
export const AP_FIELDS = 'SSID-HEX,SIGNAL,SECURITY';

/** Strongest first, each name once; names that are no UTF-8 left out. */
export function accessPointsOf(text: string): AccessPoint[] {
  const heard = terseTable(text)
    .flatMap(([hex = '', signal = '', security = '']) => {
      const ssid = textOf(hex);
      const secured = security !== '' && security !== '--';
      return ssid ? [{ ssid, rssi: dbmOf(Number(signal)), secured }] : [];
    })
    .sort((a, b) => b.rssi - a.rssi);
  return heard.filter(({ ssid }, at) => heard.findIndex((one) => one.ssid === ssid) === at);
}

function textOf(hex: string): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(hex, 'hex'));
  } catch {
    return undefined;
  }
}

const EXIT = { timeout: 3, activation: 4, notRunning: 8 } as const;

const SENTENCES: readonly (readonly [
  RegExp,
  'ap-wrong-password' | 'ap-no-address' | 'ap-not-found' | 'wifi-moved-on' | 'wifi-denied',
])[] = [
  [/not authorized|insufficient privileges|permission denied/i, 'wifi-denied'],
  [/secrets were required|no secrets/i, 'ap-wrong-password'],
  [/ip configuration could not be reserved|dhcp/i, 'ap-no-address'],
  [/network could not be found|no network with ssid/i, 'ap-not-found'],
  [/disconnected by user|new connection activation was enqueued/i, 'wifi-moved-on'],
];

/** Why nmcli failed while it joined `ssid`. */
export function nmcliFailure(code: number | null, text: string, ssid: string): Failure {
  const why = text.trim();
  const cause = new Error(`nmcli ended with ${code}: ${why}`);
  if (code === EXIT.notRunning) return new Failure('wifi-unsupported', { os: platform() }, cause);
  const found = SENTENCES.find(([sentence]) => sentence.test(why))?.[1];
  if (found === 'wifi-denied') return new Failure(found, { os: platform(), why }, cause);
  if (found !== undefined) return new Failure(found, { ssid }, cause);
  if (code === EXIT.timeout || code === EXIT.activation) return new Failure('ap-not-found', { ssid }, cause);
  return new Failure('unexpected', { detail: cause.message }, cause);
}
