/** What another program on the same data folder has heard: of one device, as the database has it now. */
import type { Device } from '../../preload/contract/models.ts';
import type { Records } from '../records/index.ts';
import { fromRow } from './rows.ts';

export async function recordedDevice(records: Records, mac: string): Promise<Device | undefined> {
  const rows = await records.db.selectFrom('devices').selectAll().where('mac', '=', mac).execute();
  // Under a new id it has registered and not been heard since; its old row stays.
  return rows.map(fromRow).toSorted((a, b) => heardAt(b) - heardAt(a))[0];
}

const heardAt = ({ registeredAt, heartbeatAt }: Device): number =>
  Math.max(registeredAt ?? 0, heartbeatAt ?? 0);
