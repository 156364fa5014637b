/** A device's own network, beside what the bench knows of the device. */
import type { AccessPoint } from '../../../preload/contract/field.ts';
import type { Device } from '../../../preload/contract/models.ts';

/** `IoT-` and the last six hex digits of the MAC (docs/protocol.md, section 1). */
const NAME = /^IoT-([0-9a-f]{6})$/i;

export const isDeviceName = (ssid: string): boolean => NAME.test(ssid);

/** Null when none or more than one has these digits. */
export function deviceOf(ssid: string, devices: ReadonlyMap<string, Device>): Device | null {
  const tail = NAME.exec(ssid)?.[1]?.toLowerCase();
  if (tail === undefined) return null;
  const fits = [...devices.values()].filter(({ mac }) => mac.endsWith(tail));
  return fits.length === 1 ? (fits[0] ?? null) : null;
}

/** As it is written on labels: `IoT-0A77C4`; the name on the air stays as it is. */
const sameName = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

/** Those that are heard, and the one that was typed. `secured` null: nobody knows. */
export interface Listed {
  readonly ssid: string;
  readonly rssi: number | null;
  readonly secured: boolean | null;
}

export function listed(heard: readonly AccessPoint[], typed: string | null): readonly Listed[] {
  if (typed === null || heard.some(({ ssid }) => sameName(ssid, typed))) return heard;
  return [...heard, { ssid: typed, rssi: null, secured: null }];
}
