/** What boards proved about themselves, kept for good. */
import { z } from 'zod';
import { boardKind, type Passport, proof } from '../../preload/contract/models.ts';
import type { Records } from './database.ts';
import type { PassportsTable } from './schema.ts';

/** Keeps a passport; one with the same `id` is replaced. */
export async function savePassport(records: Records, passport: Passport): Promise<void> {
  const row = toRow(passport);
  await records.db
    .insertInto('passports')
    .values(row)
    .onConflict((conflict) => conflict.column('id').doUpdateSet(row))
    .execute();
}

/** Passports, newest first; of one device when `deviceId` is given, at most `limit` of them (1000 when not given). */
export async function listPassports(
  records: Records,
  options: { deviceId?: string; limit?: number } = {},
): Promise<Passport[]> {
  let query = records.db.selectFrom('passports').selectAll();
  if (options.deviceId !== undefined) query = query.where('device_id', '=', options.deviceId);
  const rows = await query
    .orderBy('finished_at', 'desc')
    .orderBy('id', 'desc')
    .limit(options.limit ?? 1000)
    .execute();
  return rows.map(fromRow);
}

/** The newest passport of a device, undefined when it has none. */
export async function latestPassport(records: Records, deviceId: string): Promise<Passport | undefined> {
  return (await listPassports(records, { deviceId, limit: 1 }))[0];
}

function toRow(passport: Passport): PassportsTable {
  return {
    id: passport.id,
    device_id: passport.deviceId,
    mac: passport.mac,
    kind: passport.kind,
    unique_id: passport.uniqueId,
    runtime: passport.runtime,
    app_type: passport.appType,
    set_hash: passport.set,
    recipe: passport.recipe,
    started_at: passport.startedAt,
    finished_at: passport.finishedAt,
    proofs: JSON.stringify(passport.proofs),
    boot_log: JSON.stringify(passport.bootLog),
  };
}

function fromRow(row: PassportsTable): Passport {
  return {
    id: row.id,
    deviceId: row.device_id,
    mac: row.mac,
    kind: boardKind.parse(row.kind),
    uniqueId: row.unique_id,
    runtime: row.runtime,
    appType: row.app_type,
    set: row.set_hash,
    recipe: row.recipe,
    startedAt: row.started_at,
    finishedAt: row.finished_at,
    proofs: z.array(proof).parse(JSON.parse(row.proofs)),
    bootLog: z.array(z.string()).parse(JSON.parse(row.boot_log)),
  };
}
