import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Worker } from 'node:worker_threads';
import { Kysely } from 'kysely';
import { Migrator } from 'kysely/migration';
import { expect, onTestFinished, test } from 'vitest';
import { NodeSqliteDialect } from '../../main/records/dialect.ts';
import {
  allowDowngrade,
  appendEvents,
  endSequence,
  KEPT_EVENTS,
  latestPassport,
  listEvents,
  listPassports,
  openRecords,
  pinsFor,
  rememberOffered,
  savePassport,
  savePins,
  sequenceFor,
} from '../../main/records/index.ts';
import type { Passport } from '../../preload/contract/models.ts';

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'bench-records-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

async function inMemory() {
  const records = await openRecords(':memory:');
  onTestFinished(() => records.close());
  return records;
}

const PASSPORT: Passport = {
  id: 'p1',
  deviceId: 'iot-28cdc1000001',
  mac: '28cdc1000001',
  kind: 'pico',
  uniqueId: 'e6614c311b7e6f35',
  runtime: '1.27.0',
  appType: 'meter',
  set: 'a'.repeat(64),
  recipe: 'Bench',
  startedAt: 1_800_000_000_000,
  finishedAt: 1_800_000_060_000,
  proofs: [{ step: 'boot', evidence: '“all” \u{1f642} seen', at: 1_800_000_001_000, ms: 12.5 }],
  bootLog: ['boot: start', 'boot: \u{1f642}'],
};

test('passports come back as they were saved, newest first, and a saved one is replaced', async () => {
  const records = await inMemory();
  await savePassport(records, PASSPORT);
  const second = { ...PASSPORT, id: 'p2', finishedAt: PASSPORT.finishedAt + 1, proofs: [] };
  const other = { ...PASSPORT, id: 'p3', deviceId: 'cellar', kind: 'esp32' as const, finishedAt: 5 };
  await savePassport(records, second);
  await savePassport(records, other);
  expect(await listPassports(records)).toStrictEqual([second, PASSPORT, other]);
  expect(await listPassports(records, { limit: 1 })).toStrictEqual([second]);
  expect(await listPassports(records, { deviceId: 'cellar' })).toStrictEqual([other]);
  expect(await latestPassport(records, PASSPORT.deviceId)).toStrictEqual(second);
  expect(await latestPassport(records, 'nobody')).toBeUndefined();
  await savePassport(records, { ...second, recipe: 'Other' });
  expect((await latestPassport(records, PASSPORT.deviceId))?.recipe).toBe('Other');
});

test('a file is made with its folder, keeps what was written, and is in WAL mode with strict tables', async () => {
  const path = join(temporaryFolder(), 'data', 'bench.sqlite');
  const first = await openRecords(path);
  await savePassport(first, PASSPORT);
  await first.close();
  await first.close();
  const second = await openRecords(path);
  expect(await listPassports(second)).toStrictEqual([PASSPORT]);
  await second.close();
  const raw = new DatabaseSync(path);
  expect({ ...raw.prepare('PRAGMA journal_mode').get() }).toEqual({ journal_mode: 'wal' });
  const tables = raw
    .prepare("SELECT name, strict FROM pragma_table_list WHERE name NOT LIKE 'sqlite_%'")
    .all();
  const ours = tables.filter(({ name }) => !String(name).startsWith('kysely_'));
  expect(ours.map(({ name }) => name).sort()).toEqual([
    'devices',
    'downgrades',
    'events',
    'offered_names',
    'passports',
    'pins',
    'sequences',
    'settings',
  ]);
  expect(ours.every(({ strict }) => strict === 1)).toBe(true);
  raw.close();
});

test('programs that open a new database at once all get it', async () => {
  const path = join(temporaryFolder(), 'bench.sqlite');
  const opening = Array.from(
    { length: 3 },
    () =>
      new Promise((resolve, reject) => {
        const worker = new Worker(new URL('./open-worker.ts', import.meta.url), { workerData: path });
        worker.once('message', resolve);
        worker.once('error', reject);
      }),
  );
  expect(await Promise.all(opening)).toEqual(['opened', 'opened', 'opened']);
  const records = await openRecords(path);
  expect(await listPassports(records)).toEqual([]);
  await records.close();
});

test('what is no database, a folder, and one of a later version are typed failures', async () => {
  const folder = temporaryFolder();
  const text = join(folder, 'text.sqlite');
  writeFileSync(text, 'this is no database '.repeat(100));
  await expect(openRecords(text)).rejects.toMatchObject({ code: 'data-folder', params: { path: text } });
  await expect(openRecords(folder)).rejects.toMatchObject({ code: 'data-folder' });
  await expect(openRecords(join(text, 'below'))).rejects.toMatchObject({ code: 'data-folder' });

  const later = join(folder, 'later.sqlite');
  await (await openRecords(later)).close();
  const raw = new DatabaseSync(later);
  raw.exec("INSERT INTO kysely_migration VALUES ('9999-later', '2099-01-01')");
  raw.close();
  await expect(openRecords(later)).rejects.toMatchObject({
    code: 'data-folder',
    params: { problem: 'it was written by a later version of Bootbench' },
  });
});

test('a migration that fails leaves nothing behind', async () => {
  const db = new Kysely<unknown>({ dialect: new NodeSqliteDialect(new DatabaseSync(':memory:')) });
  const migrator = new Migrator({
    db,
    provider: {
      getMigrations: async () => ({
        broken: {
          up: async (inner: Kysely<unknown>) => {
            await inner.schema.createTable('half').addColumn('id', 'integer').execute();
            throw new Error('power cut');
          },
        },
      }),
    },
  });
  expect((await migrator.migrateToLatest()).error).toBeInstanceOf(Error);
  expect((await db.introspection.getTables()).map((t) => t.name)).not.toContain('half');
  await db.destroy();
});

test('events are kept in order, by device, and bounded', async () => {
  const records = await inMemory();
  const event = (n: number) => ({
    deviceId: n % 2 ? 'odd' : 'even',
    at: n,
    kind: 'boot' as const,
    detail: { n },
  });
  await appendEvents(records, []);
  await appendEvents(
    records,
    Array.from({ length: KEPT_EVENTS + 10 }, (_, n) => event(n)),
  );
  const { count } = await records.db
    .selectFrom('events')
    .select((e) => e.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  expect(count).toBe(KEPT_EVENTS);
  const last = await listEvents(records, { deviceId: 'odd', limit: 2 });
  expect(last.map((e) => e.at)).toEqual([KEPT_EVENTS + 9, KEPT_EVENTS + 7]);
  expect(last[0]).toStrictEqual(event(KEPT_EVENTS + 9));
});

test('a sequence number grows with the clock, never backwards, and stays with its set', async () => {
  const records = await inMemory();
  const next = async (...args: [scope: string, set: string, now: number]) =>
    (await sequenceFor(records, ...args)).seq;
  expect(await next('type:a', 's1', 1000.9)).toBe(1000);
  expect(await next('type:a', 's1', 2000)).toBe(1000);
  expect(await next('type:a', 's2', 500)).toBe(1001);
  expect(await next('type:a', 's1', 3000)).toBe(3000);
  expect(await next('type:b', 's1', 10)).toBe(10);
  const both = await Promise.all([1, 2].map((n) => next('type:c', `s${n}`, 7)));
  expect(both.sort()).toEqual([7, 8]);
  await endSequence(records, 'type:b');
  expect(await next('type:b', 's1', 10)).toBe(11);
});

test('a set gets a new number above a device, and keeps the one that it came with', async () => {
  const records = await inMemory();
  const at = (above: number, now: number) => sequenceFor(records, 'type:a', 's1', now, above);
  expect(await at(-1, 1000)).toEqual({ seq: 1000, since: 1000 });
  expect(await at(999, 2000)).toEqual({ seq: 1000, since: 1000 });
  expect(await at(1500, 2000)).toEqual({ seq: 2000, since: 1000 });
  expect(await at(2000, 1500)).toEqual({ seq: 2001, since: 1000 });
  // What lies ahead of the clock is not followed there.
  expect(await at(9000, 3000)).toEqual({ seq: 2001, since: 1000 });
  expect(await sequenceFor(records, 'type:a', 's2', 3000, 9000)).toEqual({ seq: 3000, since: 3000 });
});

test('a number named in a downgrade is never given out, and only so many can be named', async () => {
  const records = await inMemory();
  const next = async (set: string, now: number) => (await sequenceFor(records, 'type:a', set, now)).seq;
  expect(await next('s1', 100)).toBe(100);
  for (let n = 200; n < 208; n += 1) expect(await allowDowngrade(records, 'type:a', n, 100)).toBe(true);
  expect(await allowDowngrade(records, 'type:a', 208, 100)).toBe(false);
  expect(await allowDowngrade(records, 'type:a', 203, 100)).toBe(true);
  expect(await allowDowngrade(records, 'type:b', 208, 100)).toBe(true);
  expect(await next('s2', 202)).toBe(208);
  expect(await allowDowngrade(records, 'type:a', 300, 208)).toBe(true);
  expect(await next('s3', 300)).toBe(301);
});

test('what was pinned on a board is the last that was', async () => {
  const records = await inMemory();
  expect(await pinsFor(records, '28cdc1000001')).toBeUndefined();
  await savePins(records, '28cdc1000001', ['a', 'b']);
  await savePins(records, '28cdc1000001', ['b']);
  await savePins(records, '28cdc1000002', []);
  expect(await pinsFor(records, '28cdc1000001')).toEqual(['b']);
  expect(await pinsFor(records, '28cdc1000002')).toEqual([]);
});

test('offered names add up', async () => {
  const records = await inMemory();
  expect([...(await rememberOffered(records, 'a', []))]).toEqual([]);
  await rememberOffered(records, 'a', ['app.py', 'main.py']);
  await rememberOffered(records, 'b', ['other.py']);
  expect([...(await rememberOffered(records, 'a', ['main.py', 'new.py']))].sort()).toEqual([
    'app.py',
    'main.py',
    'new.py',
  ]);
});
