/** Which devices of a type have what the server has, by what they reported themselves. */
import type { Device } from '../../../preload/contract/models.ts';
import type { AppTypeSummary } from '../../../preload/contract/ota.ts';
import { updateViewOf } from '../devices/update-view.ts';

/** How a device stands to its type. */
export type Standing =
  | 'current'
  /** It has what the server has, and that has yet to prove itself. */
  | 'trial'
  | 'older'
  /** It is not offered what the server has, because it refused that. */
  | 'refused'
  | 'hotfixed'
  | 'unknown';

export interface RunningSet {
  readonly standing: Standing;
  readonly version: string | null;
  /** As the devices name it; null when they did not say. */
  readonly set: string | null;
  readonly devices: readonly Device[];
}

export function standingOf(device: Device, type: AppTypeSummary): Standing {
  if (device.set === null) return 'unknown';
  const { status } = updateViewOf(device, type);
  if (status === 'held-back') return 'refused';
  if (Object.keys(device.overlay).length > 0) return 'hotfixed';
  const has = type.files.every(({ name, md5 }) => device.files[name] === md5);
  if (!has) return 'older';
  return status === 'on-trial' ? 'trial' : 'current';
}

const ORDER: readonly Standing[] = ['current', 'trial', 'older', 'refused', 'hotfixed', 'unknown'];

/** What the server has first, then by how many run it. */
export function runningSets(devices: readonly Device[], type: AppTypeSummary): RunningSet[] {
  const groups = new Map<string, { standing: Standing; members: Device[] }>();
  for (const device of devices) {
    const standing = standingOf(device, type);
    const key = `${standing} ${device.set ?? ''}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { standing, members: [device] });
    else group.members.push(device);
  }
  return [...groups.values()]
    .flatMap(({ standing, members }) => {
      const [first] = members;
      return first === undefined
        ? []
        : [{ standing, version: first.version, set: first.set, devices: members }];
    })
    .sort(
      (a, b) => ORDER.indexOf(a.standing) - ORDER.indexOf(b.standing) || b.devices.length - a.devices.length,
    );
}

/** How a type stands with all of its devices, the most pressing first. */
export type TypeStanding =
  | { readonly status: 'incomplete'; readonly missing: readonly string[] }
  | { readonly status: 'no-device' }
  | { readonly status: 'refused'; readonly count: number }
  | { readonly status: 'taking'; readonly count: number }
  | { readonly status: 'trial'; readonly count: number }
  /** What nobody has said is no proof that it is in force. */
  | { readonly status: 'unsaid'; readonly count: number }
  | { readonly status: 'in-force' };

/** `devices`: those of this type. */
export function typeStanding(devices: readonly Device[], type: AppTypeSummary): TypeStanding {
  if (type.missing.length > 0) return { status: 'incomplete', missing: type.missing };
  if (devices.length === 0) return { status: 'no-device' };
  const standings = devices.map((device) => standingOf(device, type));
  const count = (wanted: Standing) => standings.filter((standing) => standing === wanted).length;
  if (count('refused') > 0) return { status: 'refused', count: count('refused') };
  if (count('older') > 0) return { status: 'taking', count: count('older') };
  if (count('trial') > 0) return { status: 'trial', count: count('trial') };
  if (count('unknown') > 0) return { status: 'unsaid', count: count('unknown') };
  return { status: 'in-force' };
}

/** Same as the server's rule for names of app types (docs/protocol.md, section 2). */
export const APP_TYPE_NAME = /^[a-z0-9][a-z0-9_-]{0,31}$/;
