/** The fleet as rows: what each column shows and what it is sorted and searched by. */
import type { Device } from '../../../preload/contract/models.ts';
import type { AppTypeSummary } from '../../../preload/contract/ota.ts';
import { appText } from '../../text/app.ts';
import { devicesText } from '../../text/devices.ts';
import { type Heard, heardOf, lastHeard } from './heard.ts';
import { plain } from './plain.ts';
import { updateViewOf } from './update-view.ts';

export const COLUMNS = ['state', 'device', 'kind', 'type', 'version', 'address', 'signal', 'heard'] as const;
export type ColumnId = (typeof COLUMNS)[number];

export interface FleetRow {
  readonly id: string;
  readonly heard: Heard['status'];
  /** "Live", "Silent 14 min". */
  readonly word: string;
  /** "2 s ago". */
  readonly ago: string;
  /** `waiting`: it has no app type, and somebody has to choose one. */
  readonly typed: 'waiting' | 'typed';
  /** What is not usual about what it runs, the most pressing. */
  readonly sign: 'held-back' | 'on-trial' | 'hotfixed' | 'none';
  readonly kind: string;
  readonly appType: string;
  readonly version: string;
  readonly set: string | null;
  readonly address: string;
  /** dBm as it last said. */
  readonly signal: number | null;
  readonly heardAt: number | null;
}

/** `type`: that of the device, where this server has it. */
export function rowOf(
  device: Device,
  now: number,
  beatMs: number | null,
  type: AppTypeSummary | undefined,
): FleetRow {
  const { rssi } = device.telemetry;
  const heard = heardOf(device, now, beatMs);
  const heardAt = lastHeard(device);
  return {
    id: device.deviceId,
    heard: heard.status,
    word: wordOf(heard),
    ago: heardAt === null ? devicesText.never : devicesText.ago(now - heardAt),
    typed: device.appType === null ? 'waiting' : 'typed',
    sign: signOf(device, type),
    kind: kindOf(device.deviceType),
    appType: plain(device.appType ?? '', 32),
    version: plain((device.version ?? '').split('+')[0] ?? '', 24),
    set: device.set === null ? null : plain(device.set, 64),
    address: plain(device.address ?? '', 64),
    signal: typeof rssi === 'number' && Number.isFinite(rssi) ? rssi : null,
    heardAt,
  };
}

function signOf(device: Device, type: AppTypeSummary | undefined): FleetRow['sign'] {
  const { status } = updateViewOf(device, type);
  if (status !== 'settled') return status;
  return Object.keys(device.overlay).length > 0 ? 'hotfixed' : 'none';
}

function wordOf(heard: Heard): string {
  const { live, silent, unheard } = devicesText.state;
  if (heard.status === 'silent') return silent(heard.ms);
  return heard.status === 'live' ? live : unheard;
}

/** Whether two rows look alike; when exactly a device was heard is not seen. */
export function looksAlike(a: FleetRow, b: FleetRow): boolean {
  return (Object.keys(a) as (keyof FleetRow)[]).every((key) => key === 'heardAt' || a[key] === b[key]);
}

export function kindOf(deviceType: string | null): string {
  if (deviceType === 'pico' || deviceType === 'esp32') return appText.kinds[deviceType];
  return plain(deviceType ?? '', 24);
}

/** Every word of the search is somewhere in the row, or in its MAC, however that is written. */
export function matches(row: FleetRow, mac: string, search: string): boolean {
  if (search.trim() === '') return true;
  const colons = mac.replace(/..(?=.)/g, '$&:');
  const text = [row.id, mac, colons, row.kind, row.appType, row.version, row.set ?? '', row.address, row.word]
    .join('\n')
    .toLowerCase();
  return search
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

export interface Sorting {
  readonly column: ColumnId;
  readonly direction: 'ascending' | 'descending';
}

/** Another column begins ascending; the same one turns round. */
export function turned(sorting: Sorting, column: ColumnId): Sorting {
  if (sorting.column !== column) return { column, direction: 'ascending' };
  return { column, direction: sorting.direction === 'ascending' ? 'descending' : 'ascending' };
}

/** The ids in this order. Rows that say nothing in the column come last, whichever way round. */
export function sortedIds(rows: readonly FleetRow[], { column, direction }: Sorting): string[] {
  const sign = direction === 'ascending' ? 1 : -1;
  const keyed = rows.map((row) => ({ id: row.id, key: keyOf(row, column) }));
  keyed.sort((a, b) => {
    if (a.key === null || b.key === null) {
      return a.key === b.key ? compare(a.id, b.id) : a.key === null ? 1 : -1;
    }
    return sign * compare(a.key, b.key) || compare(a.id, b.id);
  });
  return keyed.map(({ id }) => id);
}

/**
 * The order that was there, without what is gone and with what is new at the end: rows never change places while
 * somebody reads, whatever comes in.
 */
export function heldOrder(order: readonly string[], ids: ReadonlySet<string>): readonly string[] {
  const known = new Set(order);
  const added = [...ids].filter((id) => !known.has(id));
  if (added.length === 0 && order.every((id) => ids.has(id))) return order;
  return [...order.filter((id) => ids.has(id)), ...added];
}

function keyOf(row: FleetRow, column: ColumnId): string | number | null {
  switch (column) {
    case 'state':
      return urgencyOf(row);
    case 'device':
      return row.id;
    case 'kind':
      return row.kind || null;
    case 'type':
      return row.appType || null;
    case 'version':
      return row.version || row.set;
    case 'address':
      return row.address || null;
    case 'signal':
      return row.signal;
    case 'heard':
      return row.heardAt;
  }
}

/** What a person should see to first. */
function urgencyOf({ typed, heard, sign }: FleetRow): number {
  if (typed === 'waiting') return 0;
  if (heard !== 'live') return heard === 'silent' ? 1 : 2;
  return SIGN_URGENCY[sign];
}

const SIGN_URGENCY: Readonly<Record<FleetRow['sign'], number>> = {
  'held-back': 3,
  'on-trial': 4,
  hotfixed: 5,
  none: 6,
};

function compare(a: string | number, b: string | number): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return String(a).localeCompare(String(b), 'en', { numeric: true });
}
