import { join } from 'node:path';
import { expect, test } from 'vitest';
import {
  bootOf,
  ID,
  MAC,
  type Manifest,
  manifestOf,
  md5,
  type Rig,
  startRig,
  temporaryFolder,
} from './rig.ts';

const NOW = 1_800_000_000;

/** A server with a clock of its own. */
async function clockRig() {
  let seconds = NOW;
  const rig = await startRig({ now: () => seconds * 1000 });
  rig.put('boot/meter/app.py', 'one');
  const boot = async (more: Record<string, unknown> = {}): Promise<Manifest> =>
    manifestOf(await rig.post('/boot', bootOf({}, { accept: ['manifest'], ...more })));
  const beat = async (more: Record<string, unknown> = {}): Promise<Manifest> =>
    manifestOf(await rig.post('/heartbeat', { device_id: ID, mac: MAC, accept: ['manifest'], ...more }));
  return { rig, boot, beat, set: (to: number) => (seconds = to), pass: (by: number) => (seconds += by) };
}

test('a device that is further, but not ahead of the clock, lifts the number for all', async () => {
  const { boot, pass } = await clockRig();
  expect((await boot()).seq).toBe(NOW);
  pass(100);
  expect((await boot({ seq: NOW - 1 })).seq).toBe(NOW);
  const lifted = await boot({ seq: NOW + 50 });
  expect(lifted.seq).toBe(NOW + 100);
  expect(lifted.downgrade_from).toBeUndefined();
  expect((await boot()).seq).toBe(NOW + 100);
  // As far as the server itself: a number above it all the same, so that no other set of that number is met.
  expect((await boot({ seq: NOW + 100 })).seq).toBe(NOW + 101);
});

test('a device ahead of the clock is allowed down from exactly where it is', async () => {
  const { boot, pass, rig } = await clockRig();
  const ahead = await boot({ seq: NOW + 500 });
  expect(ahead).toMatchObject({ seq: NOW, downgrade_from: NOW + 500 });
  expect((await boot()).downgrade_from).toBeUndefined();
  // A set that comes later never has the number that this manifest names: it cannot be played back against it.
  pass(500);
  rig.put('boot/meter/app.py', 'two');
  expect((await boot()).seq).toBe(NOW + 501);
});

test('numbers cannot be burnt without end', async () => {
  const { boot, rig } = await clockRig();
  const allowed: number[] = [];
  for (let n = 1; n <= 20; n += 1) {
    const { downgrade_from: from } = await boot({ seq: NOW + n * 10 });
    if (from !== undefined) allowed.push(from);
  }
  expect(allowed).toHaveLength(8);
  expect(rig.log.join()).toContain('too many downgrades');
});

test('hotfixes have numbers of their own, compared with hotfix_seq', async () => {
  const { rig, beat, boot, pass } = await clockRig();
  rig.put(`heartbeat/${ID}/app.py`, 'hot');
  expect((await beat()).seq).toBe(NOW);
  pass(10);
  expect((await beat({ seq: NOW + 5 })).seq).toBe(NOW);
  expect((await beat({ hotfix_seq: NOW + 5 })).seq).toBe(NOW + 10);
  expect(await beat({ hotfix_seq: NOW + 500 })).toMatchObject({ seq: NOW + 10, downgrade_from: NOW + 500 });
  expect((await boot({ hotfix_seq: NOW + 500 })).downgrade_from).toBeUndefined();
});

test('a hotfix that was settled and comes again has a higher number', async () => {
  const { rig, beat, pass } = await clockRig();
  rig.put(`heartbeat/${ID}/app.py`, 'hot');
  const first = await beat();
  const rejected = [{ set: first.set, seq: first.seq, reason: 'not confirmed' }];
  const refused = await rig.post('/heartbeat', { device_id: ID, accept: ['manifest'], rejected });
  expect(refused.json.update).toBe(false);
  expect(rig.list(`heartbeat/${ID}/served`)[0]).toMatch(/-rejected$/);
  pass(1);
  rig.put(`heartbeat/${ID}/app.py`, 'hot');
  const second = await beat({ rejected });
  expect(second.set).toBe(first.set);
  expect(second.seq).toBe(first.seq + 1);
  const again = [...rejected, { set: second.set, seq: second.seq }];
  expect(
    (await rig.post('/heartbeat', { device_id: ID, accept: ['manifest'], rejected: again })).json.update,
  ).toBe(false);
});

test('a refused set stays held back when another device lifts its number; it is offered when it comes anew', async () => {
  const { rig, boot, pass } = await clockRig();
  const { set, seq } = await boot();
  const rejected = [{ set, seq, reason: 'not confirmed' }];
  const held = async () =>
    (await rig.post('/boot', bootOf({}, { accept: ['manifest'], rejected }))).json.update;
  expect(await held()).toBe(false);
  pass(100);
  expect((await boot({ mac: '28cdc1000002', seq: seq + 50 })).seq).toBe(seq + 100);
  expect(await held()).toBe(false);
  pass(100);
  rig.put('boot/meter/app.py', 'two');
  expect(await held()).toBe(true);
  rig.put('boot/meter/app.py', 'one');
  expect(await held()).toBe(true);
});

test('numbers, what was refused and what may not be given out outlive the server', async () => {
  const database = join(temporaryFolder(), 'bench.sqlite');
  const first = await startRig({ database, now: () => NOW * 1000 });
  first.put('boot/meter/app.py', 'one');
  const ask = async (rig: Rig, more: Record<string, unknown>) =>
    rig.post('/boot', bootOf({}, { accept: ['manifest'], ...more }));
  const { set, seq } = manifestOf(await ask(first, { seq: NOW - 100 }));
  expect(manifestOf(await ask(first, { seq })).seq).toBe(seq + 1);
  await ask(first, { seq: NOW + 500 });
  await first.server.stop();
  await first.records.close();
  const later = await startRig({ database, base: first.base, now: () => (NOW + 500) * 1000 });
  expect((await ask(later, { rejected: [{ set, seq }] })).json.update).toBe(false);
  expect(manifestOf(await ask(later, {})).seq).toBe(seq + 1);
  later.put('boot/meter/app.py', 'two');
  expect(manifestOf(await ask(later, {})).seq).toBe(NOW + 501);
});

test.each([
  [{ seq: '7' }, 'seq'],
  [{ seq: -1 }, 'seq'],
  [{ seq: 1.5 }, 'seq'],
  [{ seq: 1e300 }, 'seq'],
  [{ hotfix_seq: {} }, 'hotfix_seq'],
  [{ trial: 'yes' }, 'trial'],
  [{ key_ids: 'abc' }, 'key_ids'],
  [{ key_ids: ['../keys.json'] }, 'key_ids.0'],
  [{ key_ids: Array.from({ length: 9 }, () => '0'.repeat(16)) }, 'key_ids'],
  [{ rejected: [{ set: 5 }] }, 'rejected.0'],
  [{ rejected: [{ set: 'x', seq: 'y' }] }, 'rejected.0'],
])('POST /boot with %j names the field; a heartbeat takes it for telemetry', async (more, field) => {
  const { rig } = await clockRig();
  const answer = await rig.post('/boot', bootOf({}, more));
  expect(answer.status).toBe(400);
  expect(String(answer.json.message)).toContain(`${field}`);
  expect(rig.registry.list()).toEqual([]);
  expect((await rig.post('/heartbeat', { device_id: ID, ...more })).status).toBe(200);
  expect(rig.registry.get(ID)?.telemetry).toEqual(more);
  expect(rig.registry.get(ID)?.updates).toBeUndefined();
});

test('null says nothing, wherever it is said', async () => {
  const { rig } = await clockRig();
  const silent = { seq: null, hotfix_seq: null, trial: null, key_ids: null, rejected: null };
  expect((await rig.post('/boot', bootOf({ 'app.py': 'one' }, silent))).status).toBe(200);
  expect((await rig.post('/heartbeat', { device_id: ID, ...silent })).status).toBe(200);
  expect(rig.registry.get(ID)).not.toHaveProperty('updates');
  expect(rig.registry.get(ID)?.telemetry).toEqual({});
  expect(md5('one')).toBe(rig.registry.get(ID)?.files['app.py']);
});
