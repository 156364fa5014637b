/** What a person has told the bench once, by key, as JSON. Never a secret but a sealed one. */
import type { Records } from './database.ts';

export interface Settings {
  /** All keys that begin so, with their values, ordered by key. */
  list(prefix: string): Promise<{ key: string; value: unknown }[]>;
  save(key: string, value: unknown): Promise<void>;
  remove(key: string): Promise<void>;
}

export function openSettings({ db }: Records): Settings {
  return {
    async list(prefix) {
      const rows = await db.selectFrom('settings').selectAll().orderBy('key').execute();
      return rows
        .filter(({ key }) => key.startsWith(prefix))
        .map(({ key, value }) => ({ key, value: JSON.parse(value) as unknown }));
    },
    async save(key, value) {
      const text = JSON.stringify(value);
      await db
        .insertInto('settings')
        .values({ key, value: text })
        .onConflict((conflict) => conflict.column('key').doUpdateSet({ value: text }))
        .execute();
    },
    async remove(key) {
      await db.deleteFrom('settings').where('key', '=', key).execute();
    },
  };
}
