import { expect, test } from 'vitest';
import { createRegistry } from '../../main/devices/index.ts';
import { standingOf } from '../../main/ota/standing.ts';
import { listEvents } from '../../main/records/index.ts';
import { bootOf, ID, MAC, type Rig, startRig } from './rig.ts';

const A = 'a'.repeat(64);
const B = 'b'.repeat(64);

const boots = (rig: Rig, more: Record<string, unknown>) => rig.post('/boot', bootOf({}, more));
const beats = (rig: Rig, more: Record<string, unknown>) => rig.post('/heartbeat', { device_id: ID, ...more });
const trialOf = (rig: Rig) => rig.registry.get(ID)?.updates?.trial;
const told = (rig: Rig) =>
  rig.server.requests
    .recent()
    .flatMap((event) => (event.type === 'trial' ? [[event.outcome, event.set]] : []));

async function meterRig() {
  const rig = await startRig();
  rig.put('boot/meter/app.py', 'one');
  return rig;
}

test('on trial, then good by the next report without one', async () => {
  const rig = await meterRig();
  await boots(rig, { trial: true, set: A });
  expect(trialOf(rig)).toEqual({ state: 'open', set: A, at: expect.any(Number) });
  await beats(rig, { trial: true, set: A });
  await boots(rig, { trial: true, set: A });
  expect(told(rig)).toEqual([['open', A]]);
  await beats(rig, { trial: false, set: A });
  expect(trialOf(rig)).toMatchObject({ state: 'good', set: A });
  await boots(rig, { trial: false, set: A });
  expect(told(rig)).toEqual([
    ['open', A],
    ['good', A],
  ]);
});

test('a heartbeat that says nothing of a trial proves nothing; a boot that says nothing does', async () => {
  const rig = await meterRig();
  await boots(rig, { trial: true, set: A });
  await beats(rig, {});
  await beats(rig, { trial: 'on', set: 21.5 });
  expect(trialOf(rig)).toMatchObject({ state: 'open', set: A });
  await boots(rig, { set: A });
  expect(trialOf(rig)).toMatchObject({ state: 'good' });
});

test('rolled back: another set runs, and the refused one is named with its reason', async () => {
  const rig = await meterRig();
  await boots(rig, { trial: true, set: B, seq: 9 });
  const refused = rig.next((event) => event.type === 'refused');
  const rejected = [{ set: B, md5: null, seq: 9, reason: 'not confirmed' }];
  await boots(rig, { trial: false, set: A, seq: 8, rejected });
  expect(await refused).toMatchObject({ deviceId: ID, set: B, seq: 9, reason: 'not confirmed' });
  expect(rig.registry.get(ID)?.updates).toEqual({
    seq: 8,
    hotfixSeq: null,
    keyIds: null,
    trial: { state: 'rolled-back', set: B, at: expect.any(Number) },
    rejected: [{ set: B, seq: 9, reason: 'not confirmed' }],
  });
  await boots(rig, { set: A, rejected });
  await beats(rig, { trial: false, set: A, rejected });
  expect(told(rig)).toEqual([
    ['open', B],
    ['rolled-back', B],
  ]);
  expect(rig.server.requests.recent().filter(({ type }) => type === 'refused')).toHaveLength(1);
  await rig.registry.flush();
  const kinds = (await listEvents(rig.records, { deviceId: ID })).map(({ kind }) => kind);
  expect(kinds.filter((kind) => kind === 'trial' || kind === 'refused').sort()).toEqual([
    'refused',
    'trial',
    'trial',
  ]);
});

test('a trial after a trial, and a trial of another set', async () => {
  const rig = await meterRig();
  await boots(rig, { trial: true, set: A });
  await boots(rig, { trial: true, set: B });
  await boots(rig, { trial: false, set: B });
  await boots(rig, { trial: true, set: A });
  expect(told(rig)).toEqual([
    ['open', A],
    ['open', B],
    ['good', B],
    ['open', A],
  ]);
});

test('changes of it are told to whoever watches the registry, and it is there after a restart', async () => {
  const rig = await meterRig();
  const states: unknown[] = [];
  rig.registry.subscribe((change) => {
    if (change.type !== 'forgotten') states.push(change.device.updates?.trial.state);
  });
  await boots(rig, { trial: true, set: A, seq: 5, hotfix_seq: 3, key_ids: ['0'.repeat(16)] });
  await boots(rig, { set: A });
  expect(states).toEqual(['open', 'good']);
  await rig.registry.flush();
  expect((await createRegistry(rig.records)).get(ID)).toEqual(rig.registry.get(ID));
  expect(rig.registry.get(ID)?.updates).toMatchObject({ seq: 5, hotfixSeq: 3, keyIds: ['0'.repeat(16)] });
});

test('a device of old says nothing of it, and nothing is made up', async () => {
  const rig = await meterRig();
  await boots(rig, {});
  await beats(rig, {});
  expect(rig.registry.get(ID)).not.toHaveProperty('updates');
});

test('what hostile devices tell is bounded', async () => {
  const rig = await meterRig();
  const rejected = Array.from({ length: 64 }, (_, n) => ({ set: `s${n}`, seq: n, reason: 'x'.repeat(900) }));
  await boots(rig, { rejected });
  const kept = rig.registry.get(ID)?.updates?.rejected ?? [];
  expect(kept.map(({ set }) => set)).toEqual(['s60', 's61', 's62', 's63']);
  expect(kept[0]?.reason).toHaveLength(200);
  expect((await boots(rig, { rejected: [...rejected, 'one more'] })).status).toBe(400);
  await boots(rig, { rejected: [{ set: A, reason: { deep: 1 } }, { set: '__proto__', seq: 1 }, A] });
  expect(rig.registry.get(ID)?.updates?.rejected.map(({ reason }) => reason)).toEqual([null, null, null]);
  expect(rig.registry.get(ID)?.mac).toBe(MAC);
});

test('an unchanged trial is the same object: nobody is told twice', () => {
  const open = standingOf(undefined, { from: 'boot', trial: true, set: A }, 1);
  const again = standingOf({ set: A, updates: open.updates }, { from: 'heartbeat', trial: true }, 2);
  expect(again.updates?.trial).toBe(open.updates?.trial);
  expect(again.news).toEqual([]);
});
