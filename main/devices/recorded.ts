/** What another program on the same data folder has heard: of one device, as the database has it now. */
import type { Device } from '../../preload/contract/models.ts';
import type { Records } from '../records/index.ts';
import { fromRow } from './rows.ts';

export async function recordedDevice(records: Records, mac: string): Promise<Device | undefined> {
  const row = await records.db
    .selectFrom('devices')
    .selectAll()
    .where('mac', '=', mac)
    .orderBy('heartbeat_at', 'desc')
    .executeTakeFirst();
  return row === undefined ? undefined : fromRow(row);
}
