/**
 * `node:sqlite` behind kysely's own SQLite dialect, which asks for the face of another driver.
 * The dialect stays kysely's; only the statements are adapted here.
 */
import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import { SqliteAdapter, type SqliteDatabase, SqliteDialect } from 'kysely';

/** Prepared statements kept by their text; the bench has a few dozen. */
const KEPT_STATEMENTS = 128;

class Adapter extends SqliteAdapter {
  /** SQLite can roll back a CREATE TABLE: a migration that fails leaves nothing behind. */
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

export class NodeSqliteDialect extends SqliteDialect {
  constructor(database: DatabaseSync) {
    super({ database: asKyselyDatabase(database) });
  }

  override createAdapter(): SqliteAdapter {
    return new Adapter();
  }
}

function asKyselyDatabase(database: DatabaseSync): SqliteDatabase {
  const kept = new Map<string, StatementSync>();
  const prepare = (sql: string): StatementSync => {
    const known = kept.get(sql);
    if (known) return known;
    if (kept.size >= KEPT_STATEMENTS) kept.clear();
    const statement = database.prepare(sql);
    kept.set(sql, statement);
    return statement;
  };
  return {
    close: () => database.close(),
    prepare: (sql) => {
      const statement = prepare(sql);
      return {
        reader: statement.columns().length > 0,
        all: (parameters) => statement.all(...bindable(parameters)).map((row) => ({ ...row })),
        run: (parameters) => statement.run(...bindable(parameters)),
        // A statement that is being walked must not be walked a second time: this one is not kept.
        iterate: (parameters) => database.prepare(sql).iterate(...bindable(parameters)),
      };
    },
  };
}

function bindable(parameters: readonly unknown[]): SQLInputValue[] {
  return parameters.map((value) => {
    if (typeof value === 'boolean') return value ? 1 : 0;
    return value as SQLInputValue;
  });
}
