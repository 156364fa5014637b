/** The one database of the bench: opened, brought to today's schema, closed. */
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Kysely } from 'kysely';
import { Migrator } from 'kysely/migration';
import { Failure } from '../../preload/contract/errors.ts';
import { NodeSqliteDialect } from './dialect.ts';
import { migrations } from './migrations.ts';
import type { Schema } from './schema.ts';

export interface Records {
  readonly db: Kysely<Schema>;
  /** Ends the connection; waits for what is being written. Closing twice is allowed. */
  close(): Promise<void>;
}

/**
 * Opens the database at `path` (or `':memory:'`), making the file, its folder and its tables when they are not there.
 *
 * @throws Failure `data-folder` when the file cannot be opened, is no database, or was made by a later Bootbench.
 */
export async function openRecords(path: string): Promise<Records> {
  let database: DatabaseSync | undefined;
  try {
    if (path !== ':memory:') mkdirSync(dirname(path), { recursive: true });
    database = new DatabaseSync(path, { timeout: 5000, enableForeignKeyConstraints: true });
    database.exec('PRAGMA journal_mode = WAL');
    database.exec('PRAGMA synchronous = NORMAL');
    const db = new Kysely<Schema>({ dialect: new NodeSqliteDialect(database) });
    await migrate(db);
    let closing: Promise<void> | undefined;
    return {
      db,
      close: () => {
        closing ??= db.destroy();
        return closing;
      },
    };
  } catch (error) {
    if (database?.isOpen) database.close();
    throw new Failure('data-folder', { path, problem: reasonOf(error) }, error);
  }
}

async function migrate(db: Kysely<Schema>): Promise<void> {
  const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations } });
  const { error } = await migrator.migrateToLatest();
  if (error === undefined) return;
  // Two programs may open a new database at once; the one that came second finds the work done.
  const again = await migrator.migrateToLatest();
  if (again.error !== undefined) throw again.error;
}

function reasonOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.includes('corrupted migrations') ? 'it was written by a later version of Bootbench' : text;
}
