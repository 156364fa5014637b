/** Which devices of a type have what the server has, by what they reported themselves. */
import type { Device } from '../../../preload/contract/models.ts';
import type { AppTypeSummary } from '../../../preload/contract/ota.ts';

/** How a device stands to its type. */
export type Standing = 'current' | 'older' | 'hotfixed' | 'unknown';

export interface RunningSet {
  readonly standing: Standing;
  readonly version: string | null;
  /** As the devices name it; null when they did not say. */
  readonly set: string | null;
  readonly devices: readonly Device[];
}

export function standingOf(device: Device, type: AppTypeSummary): Standing {
  if (device.set === null) return 'unknown';
  if (Object.keys(device.overlay).length > 0) return 'hotfixed';
  const has = type.files.every(({ name, md5 }) => device.files[name] === md5);
  return has ? 'current' : 'older';
}

const ORDER: readonly Standing[] = ['current', 'older', 'hotfixed', 'unknown'];

/** What the server has first, then by how many run it. */
export function runningSets(devices: readonly Device[], type: AppTypeSummary): RunningSet[] {
  const groups = new Map<string, Device[]>();
  for (const device of devices) {
    const key = `${standingOf(device, type)} ${device.set ?? ''}`;
    groups.set(key, [...(groups.get(key) ?? []), device]);
  }
  return [...groups.values()]
    .flatMap((members) => {
      const [first] = members;
      if (first === undefined) return [];
      const { version, set } = first;
      return [{ standing: standingOf(first, type), version, set, devices: members }];
    })
    .sort(
      (a, b) => ORDER.indexOf(a.standing) - ORDER.indexOf(b.standing) || b.devices.length - a.devices.length,
    );
}

/** Same as the server's rule for names of app types (docs/protocol.md, section 2). */
export const APP_TYPE_NAME = /^[a-z0-9][a-z0-9_-]{0,31}$/;
