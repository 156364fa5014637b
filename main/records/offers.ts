/** What the OTA server must remember of its offers across restarts: sequence numbers and the names it ever offered. */
import type { Records } from './database.ts';

/**
 * The `seq` of the set `set` in `scope` (`type:<app type>` or `device:<id>`): the one it had when it is the set in force,
 * else max(last + 1, `nowSeconds`), kept before it is returned.
 *
 * @param nowSeconds Unix time in seconds
 */
export async function sequenceFor(
  records: Records,
  scope: string,
  set: string,
  nowSeconds: number,
): Promise<number> {
  return records.db.transaction().execute(async (trx) => {
    const row = await trx.selectFrom('sequences').selectAll().where('scope', '=', scope).executeTakeFirst();
    if (row?.set_hash === set) return row.seq;
    const seq = Math.max((row?.seq ?? 0) + 1, Math.floor(nowSeconds));
    await trx
      .insertInto('sequences')
      .values({ scope, seq, set_hash: set })
      .onConflict((conflict) => conflict.column('scope').doUpdateSet({ seq, set_hash: set }))
      .execute();
    return seq;
  });
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
