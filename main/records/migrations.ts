/**
 * How the tables came to be, oldest first. A migration that has been released is never changed:
 * the next change is a new one at the end, and its key sorts after all before it.
 */
import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

// A migration describes the tables of its own time, so it knows nothing of today's `Schema`.
type Db = Kysely<unknown>;

const strict = sql`strict`;

const first: Migration = {
  async up(db: Db) {
    await db.schema
      .createTable('devices')
      .addColumn('device_id', 'text', (c) => c.primaryKey().notNull())
      .addColumn('mac', 'text', (c) => c.notNull())
      .addColumn('app_type', 'text')
      .addColumn('assigned_type', 'text')
      .addColumn('drop_overlay', 'integer', (c) => c.notNull().defaultTo(0))
      .addColumn('device_type', 'text')
      .addColumn('address', 'text')
      .addColumn('firmware', 'text')
      .addColumn('version', 'text')
      .addColumn('meta', 'text', (c) => c.notNull())
      .addColumn('files', 'text', (c) => c.notNull())
      .addColumn('overlay', 'text', (c) => c.notNull())
      .addColumn('set_hash', 'text')
      .addColumn('telemetry', 'text', (c) => c.notNull())
      .addColumn('boot_at', 'integer')
      .addColumn('registered_at', 'integer')
      .addColumn('heartbeat_at', 'integer')
      .modifyEnd(strict)
      .execute();
    // No foreign key to devices: what a board proved outlives the device being forgotten.
    await db.schema
      .createTable('passports')
      .addColumn('id', 'text', (c) => c.primaryKey().notNull())
      .addColumn('device_id', 'text', (c) => c.notNull())
      .addColumn('mac', 'text', (c) => c.notNull())
      .addColumn('kind', 'text', (c) => c.notNull())
      .addColumn('unique_id', 'text', (c) => c.notNull())
      .addColumn('runtime', 'text', (c) => c.notNull())
      .addColumn('app_type', 'text', (c) => c.notNull())
      .addColumn('set_hash', 'text', (c) => c.notNull())
      .addColumn('recipe', 'text', (c) => c.notNull())
      .addColumn('started_at', 'integer', (c) => c.notNull())
      .addColumn('finished_at', 'integer', (c) => c.notNull())
      .addColumn('proofs', 'text', (c) => c.notNull())
      .modifyEnd(strict)
      .execute();
    await db.schema
      .createIndex('passports_by_device')
      .on('passports')
      .columns(['device_id', 'finished_at'])
      .execute();
    await db.schema
      .createTable('events')
      .addColumn('id', 'integer', (c) => c.primaryKey().autoIncrement())
      .addColumn('device_id', 'text', (c) => c.notNull())
      .addColumn('at', 'integer', (c) => c.notNull())
      .addColumn('kind', 'text', (c) => c.notNull())
      .addColumn('detail', 'text', (c) => c.notNull())
      .modifyEnd(strict)
      .execute();
    await db.schema.createIndex('events_by_device').on('events').columns(['device_id', 'id']).execute();
    await db.schema
      .createTable('sequences')
      .addColumn('scope', 'text', (c) => c.primaryKey().notNull())
      .addColumn('seq', 'integer', (c) => c.notNull())
      .addColumn('set_hash', 'text', (c) => c.notNull())
      .modifyEnd(strict)
      .execute();
    await db.schema
      .createTable('offered_names')
      .addColumn('app_type', 'text', (c) => c.notNull())
      .addColumn('name', 'text', (c) => c.notNull())
      .addPrimaryKeyConstraint('offered_names_key', ['app_type', 'name'])
      .modifyEnd(strict)
      .execute();
  },
};

const settings: Migration = {
  async up(db: Db) {
    await db.schema
      .createTable('settings')
      .addColumn('key', 'text', (c) => c.primaryKey().notNull())
      .addColumn('value', 'text', (c) => c.notNull())
      .modifyEnd(strict)
      .execute();
  },
};

const signing: Migration = {
  async up(db: Db) {
    await db.schema.alterTable('devices').addColumn('updates', 'text').execute();
    await db.schema.alterTable('sequences').addColumn('since', 'integer').execute();
    await db.schema
      .createTable('downgrades')
      .addColumn('scope', 'text', (c) => c.notNull())
      .addColumn('seq', 'integer', (c) => c.notNull())
      .addPrimaryKeyConstraint('downgrades_key', ['scope', 'seq'])
      .modifyEnd(strict)
      .execute();
    await db.schema
      .createTable('pins')
      .addColumn('mac', 'text', (c) => c.primaryKey().notNull())
      .addColumn('key_ids', 'text', (c) => c.notNull())
      .modifyEnd(strict)
      .execute();
  },
};

const bootLog: Migration = {
  async up(db: Db) {
    await db.schema
      .alterTable('passports')
      .addColumn('boot_log', 'text', (c) => c.notNull().defaultTo('[]'))
      .execute();
  },
};

/** All of them, by the key that orders them. In code and not on disk, so that they are there however the app is packed. */
export const migrations: Record<string, Migration> = {
  '2026-11-23-first': first,
  '2026-11-23-settings': settings,
  '2026-11-23-signing': signing,
  '2026-11-27-boot-log': bootLog,
};
