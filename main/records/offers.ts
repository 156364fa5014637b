/** What the OTA server must remember of its offers across restarts: sequence numbers, names it ever offered, keys it pinned. */
import type { Records } from './database.ts';

export interface Sequence {
  readonly seq: number;
  /** The `seq` with which the set came: what was refused since then is this very set. */
  readonly since: number;
}

/**
 * The sequence number of the set `set` in `scope` (`type:<app type>` or `device:<id>`): the one it has when it is the set in force,
 * else max(last + 1, `nowSeconds`). Where a device is at `above` already, that rule is applied once more to the same set, if it gives a
 * higher number than that. Kept before it is returned.
 *
 * @param nowSeconds Unix time in seconds
 */
export async function sequenceFor(
  records: Records,
  scope: string,
  set: string,
  nowSeconds: number,
  above = -1,
): Promise<Sequence> {
  return records.db.transaction().execute(async (trx) => {
    const row = await trx.selectFrom('sequences').selectAll().where('scope', '=', scope).executeTakeFirst();
    const present = row && row.set_hash === set ? { seq: row.seq, since: row.since ?? row.seq } : undefined;
    if (present && present.seq > above) return present;
    const named = await trx.selectFrom('downgrades').select('seq').where('scope', '=', scope).execute();
    let seq = Math.max((row?.seq ?? 0) + 1, Math.floor(nowSeconds));
    while (named.some((each) => each.seq === seq)) seq += 1;
    if (present && seq <= above) return present;
    const since = present?.since ?? seq;
    await trx
      .insertInto('sequences')
      .values({ scope, seq, set_hash: set, since })
      .onConflict((conflict) => conflict.column('scope').doUpdateSet({ seq, set_hash: set, since }))
      .execute();
    return { seq, since };
  });
}

/** What the scope's number belonged to is over: the same set coming again gets a new number. */
export async function endSequence(records: Records, scope: string): Promise<void> {
  await records.db.updateTable('sequences').set({ set_hash: '' }).where('scope', '=', scope).execute();
}

/** Numbers still to come that one scope may name: anybody can ask for them, and each is one that no set can have. */
const DOWNGRADES = 8;

/**
 * Keeps that a manifest of this scope names `from` in `downgrade_from`, so that no set is ever given that number.
 *
 * @param last the scope's present number
 * @returns false when there are too many already
 */
export async function allowDowngrade(
  records: Records,
  scope: string,
  from: number,
  last: number,
): Promise<boolean> {
  return records.db.transaction().execute(async (trx) => {
    // Numbers only grow: what lies behind is never given out anyway.
    await trx.deleteFrom('downgrades').where('scope', '=', scope).where('seq', '<=', last).execute();
    const named = await trx.selectFrom('downgrades').select('seq').where('scope', '=', scope).execute();
    if (named.some(({ seq }) => seq === from)) return true;
    if (named.length >= DOWNGRADES) return false;
    await trx.insertInto('downgrades').values({ scope, seq: from }).execute();
    return true;
  });
}

/** Keeps which keys were pinned on the board with this MAC. */
export async function savePins(records: Records, mac: string, keyIds: readonly string[]): Promise<void> {
  const row = { mac, key_ids: JSON.stringify(keyIds) };
  await records.db
    .insertInto('pins')
    .values(row)
    .onConflict((conflict) => conflict.column('mac').doUpdateSet(row))
    .execute();
}

/** The keys that were last pinned on the board, undefined when nobody here ever wrote to it. */
export async function pinsFor(records: Records, mac: string): Promise<string[] | undefined> {
  const row = await records.db.selectFrom('pins').select('key_ids').where('mac', '=', mac).executeTakeFirst();
  return row && (JSON.parse(row.key_ids) as string[]);
}

/** Keeps that these names were offered for the app type, and returns all names that ever were. */
export async function rememberOffered(
  records: Records,
  appType: string,
  names: readonly string[],
): Promise<ReadonlySet<string>> {
  if (names.length > 0) {
    await records.db
      .insertInto('offered_names')
      .values(names.map((name) => ({ app_type: appType, name })))
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }
  const rows = await records.db
    .selectFrom('offered_names')
    .select('name')
    .where('app_type', '=', appType)
    .execute();
  return new Set(rows.map((row) => row.name));
}
