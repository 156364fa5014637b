/**
 * Writes the registry's changes a moment after they happen, many in one transaction:
 * a thousand devices that boot at once must not wait for a thousand disk writes.
 */
import { CompiledQuery } from 'kysely';
import type { Device } from '../../preload/contract/models.ts';
import { appendEvents, type DeviceEvent, type DevicesTable, type Records } from '../records/index.ts';
import { newDevice, toRow } from './rows.ts';

/** How long a change may wait for company, in milliseconds: all that a power cut can lose. */
const PAUSE_MS = 50;

export interface WriteBehind {
  /** The row of `deviceId` is to be written; `current` says what it is by then (undefined: gone). */
  touch(deviceId: string): void;
  note(event: DeviceEvent): void;
  /** Resolves when everything so far is on disk; rejects with what the database said when it is not. */
  flush(): Promise<void>;
}

export function createWriteBehind(
  records: Records,
  current: (deviceId: string) => Device | undefined,
  onError: (error: unknown) => void,
): WriteBehind {
  let dirty = new Set<string>();
  let events: DeviceEvent[] = [];
  let timer: NodeJS.Timeout | undefined;
  let last: Promise<void> = Promise.resolve();

  const write = async (): Promise<void> => {
    const ids = dirty;
    const lines = events;
    if (ids.size === 0 && lines.length === 0) return;
    dirty = new Set();
    events = [];
    try {
      await writeDevices(records, ids, current);
      await appendEvents(records, lines);
    } catch (error) {
      // Nothing is forgotten: the next write takes these along.
      for (const id of ids) dirty.add(id);
      events = [...lines, ...events];
      throw error;
    }
  };
  const flush = (): Promise<void> => {
    if (timer) clearTimeout(timer);
    timer = undefined;
    last = last.catch(() => undefined).then(write);
    return last;
  };
  const schedule = (): void => {
    timer ??= setTimeout(() => flush().catch(onError), PAUSE_MS).unref();
  };
  return {
    touch: (deviceId) => {
      dirty.add(deviceId);
      schedule();
    },
    note: (event) => {
      events.push(event);
      schedule();
    },
    flush,
  };
}

async function writeDevices(
  records: Records,
  ids: ReadonlySet<string>,
  current: (deviceId: string) => Device | undefined,
): Promise<void> {
  if (ids.size === 0) return;
  await records.db.transaction().execute(async (trx) => {
    // Built once and run for each: the columns are those of any row, in its order.
    const sample = toRow(newDevice('', ''));
    const columns = Object.keys(sample) as (keyof DevicesTable)[];
    const { sql } = trx
      .insertInto('devices')
      .values(sample)
      .onConflict((conflict) =>
        conflict
          .column('device_id')
          .doUpdateSet((e) => Object.fromEntries(columns.map((name) => [name, e.ref(`excluded.${name}`)]))),
      )
      .compile();
    for (const id of ids) {
      const device = current(id);
      if (!device) {
        await trx.deleteFrom('devices').where('device_id', '=', id).execute();
        continue;
      }
      const row = toRow(device);
      await trx.executeQuery(
        CompiledQuery.raw(
          sql,
          columns.map((name) => row[name]),
        ),
      );
    }
  });
}
