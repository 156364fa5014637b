/** What each device did, line by line: the last `KEPT_EVENTS` of all devices together. */
import { CompiledQuery } from 'kysely';
import type { Records } from './database.ts';

/** Older events are dropped as new ones come. */
export const KEPT_EVENTS = 20_000;

/**
 * `boot` it asked what to run · `register` it came up · `update` it was offered files ·
 * `hotfix` it was offered a hotfix · `delivered` it has the hotfix · `rejected` it refused one ·
 * `refused` it refused a set, and said why · `trial` it tries a set, found it good, or rolled it back ·
 * `warning` it will not take what it is answered · `assigned` the operator chose its app type. Heartbeats are not kept line by line: `Device.heartbeatAt` holds the last.
 */
export type EventKind =
  | 'boot'
  | 'register'
  | 'update'
  | 'hotfix'
  | 'delivered'
  | 'rejected'
  | 'refused'
  | 'trial'
  | 'warning'
  | 'assigned';

export interface DeviceEvent {
  deviceId: string;
  /** Unix milliseconds. */
  at: number;
  kind: EventKind;
  detail: Record<string, unknown>;
}

/** Keeps events in the order given. */
export async function appendEvents(records: Records, events: readonly DeviceEvent[]): Promise<void> {
  if (events.length === 0) return;
  await records.db.transaction().execute(async (trx) => {
    // Built once and run for each: a thousand devices may boot at once.
    const row = { device_id: '', at: 0, kind: '', detail: '' };
    const { sql } = trx.insertInto('events').values(row).compile();
    let last = 0n;
    for (const { deviceId, at, kind, detail } of events) {
      const values = [deviceId, at, kind, JSON.stringify(detail)];
      last = (await trx.executeQuery(CompiledQuery.raw(sql, values))).insertId ?? last;
    }
    await trx
      .deleteFrom('events')
      .where('id', '<=', Number(last) - KEPT_EVENTS)
      .execute();
  });
}

/** Events, newest first; of one device when `deviceId` is given, at most `limit` of them (200 when not given). */
export async function listEvents(
  records: Records,
  options: { deviceId?: string; limit?: number } = {},
): Promise<DeviceEvent[]> {
  let query = records.db.selectFrom('events').selectAll();
  if (options.deviceId !== undefined) query = query.where('device_id', '=', options.deviceId);
  const rows = await query
    .orderBy('id', 'desc')
    .limit(options.limit ?? 200)
    .execute();
  return rows.map((row) => ({
    deviceId: row.device_id,
    at: row.at,
    kind: row.kind as EventKind,
    detail: JSON.parse(row.detail) as Record<string, unknown>,
  }));
}
