import { createHash } from 'node:crypto';
import { rmSync } from 'node:fs';
import { expect, test } from 'vitest';
import { bootOf, ID, MAC, manifestOf, md5, startRig } from './rig.ts';

const METER = { 'app.py': 'FIRMWARE = "1.2.0"\n', 'main.py': 'go()\n', 'platform.py': 'p = 1\n' };

async function rigWithMeter() {
  const rig = await startRig();
  for (const [name, text] of Object.entries(METER)) rig.put(`boot/meter/${name}`, text);
  return rig;
}

test('a blank device gets everything in the plain form, main.py last', async () => {
  const rig = await rigWithMeter();
  const answer = await rig.post('/boot', bootOf({}));
  expect(answer.status).toBe(200);
  expect(answer.json).toMatchObject({ device_id: ID, update: true, files: METER });
  expect(Object.keys(answer.json.files as object)).toEqual(['app.py', 'platform.py', 'main.py']);
  expect(answer.json.md5).toEqual(Object.fromEntries(Object.entries(METER).map(([n, t]) => [n, md5(t)])));
  expect(answer.json.time).toBeTypeOf('number');
  expect(answer.text.indexOf('"md5"')).toBeLessThan(answer.text.indexOf('"files"'));
});

test('a device that has it all is offered nothing', async () => {
  const rig = await rigWithMeter();
  const answer = await rig.post('/boot', bootOf(METER));
  expect(answer.json).toMatchObject({ update: false, files: {} });
  const manifest = await rig.post('/boot', bootOf(METER, { accept: ['manifest'] }));
  expect(manifest.json).toEqual({ device_id: ID, update: false, time: expect.any(Number) });
});

test('only what differs is offered', async () => {
  const rig = await rigWithMeter();
  const answer = await rig.post('/boot', bootOf({ ...METER, 'app.py': 'old' }));
  expect(answer.json.files).toEqual({ 'app.py': METER['app.py'] });
});

test('text of every kind arrives as it is', async () => {
  const rig = await startRig();
  const text = '\ufeff# "quotes" \\ back\r\n# ümläut 🙂 \u2028 \u0000\tend';
  rig.put('boot/meter/app.py', text);
  const answer = await rig.post('/boot', bootOf({}));
  const got = (answer.json.files as Record<string, string>)['app.py'] ?? '';
  expect(got).toBe(text);
  expect(md5(got)).toBe((answer.json.md5 as Record<string, string>)['app.py']);
});

test('the manifest form lists hashes, sizes and addresses that serve those very bytes', async () => {
  const rig = await rigWithMeter();
  const answer = await rig.post('/boot', bootOf({}, { accept: ['manifest'] }));
  expect(answer.json.files).toBeUndefined();
  const manifest = manifestOf(answer);
  expect(manifest.app_type).toBe('meter');
  expect(manifest.version).toBe(`1.2.0+${manifest.set.slice(0, 8)}`);
  const lines = Object.entries(METER).map(([name, text]) => `${name} ${md5(text)}\n`);
  expect(manifest.set).toBe(createHash('sha256').update(lines.sort().join('')).digest('hex'));
  expect(manifest.files.map((f) => f.name)).toEqual(['app.py', 'platform.py', 'main.py']);
  for (const file of manifest.files) {
    expect(file.url).toBe(`files/meter/${file.name}?md5=${file.md5}`);
    const fetched = await rig.get(`/${file.url}`);
    expect(fetched.status).toBe(200);
    expect(fetched.text).toBe(METER[file.name as keyof typeof METER]);
    expect(fetched.text.length).toBe(file.size);
    expect(createHash('sha256').update(fetched.text).digest('hex')).toBe(file.sha256);
  }
});

test('seq stays while the set stays, grows when it changes, and outlives the server', async () => {
  let seconds = 1_800_000_000;
  const database = `${(await startRig()).base}/bench.sqlite`;
  const rig = await startRig({ database, now: () => seconds * 1000 });
  rig.put('boot/meter/app.py', 'one');
  const ask = async (r = rig) => manifestOf(await r.post('/boot', bootOf({}, { accept: ['manifest'] }))).seq;
  expect(await ask()).toBe(seconds);
  seconds += 5;
  expect(await ask()).toBe(seconds - 5);
  rig.put('boot/meter/app.py', 'two');
  seconds -= 1000;
  expect(await ask()).toBe(1_800_000_001);
  await rig.server.stop();
  const later = await startRig({ database, base: rig.base, now: () => 5000 });
  expect(await ask(later)).toBe(1_800_000_001);
});

test('a name that the type once had is removed, what somebody else put there stays', async () => {
  const rig = await rigWithMeter();
  rig.put('boot/meter/old_driver.py', 'x');
  await rig.post('/boot', bootOf({}));
  rmSync(`${rig.base}/boot/meter/old_driver.py`);
  const device = { ...METER, 'old_driver.py': 'x', 'mine.py': 'y' };
  const manifest = manifestOf(await rig.post('/boot', bootOf(device, { accept: ['manifest'] })));
  expect(manifest.files).toEqual([]);
  expect(manifest.remove).toEqual(['old_driver.py']);
  // The plain form cannot say it, and does not send such a device into a loop of empty updates.
  expect((await rig.post('/boot', bootOf(device))).json.update).toBe(false);
});

test('an app type without files empties no device', async () => {
  const rig = await rigWithMeter();
  await rig.post('/boot', bootOf({}));
  for (const name of Object.keys(METER)) rmSync(`${rig.base}/boot/meter/${name}`);
  const answer = await rig.post('/boot', bootOf(METER, { accept: ['manifest'] }));
  expect(answer.json.update).toBe(false);
});

test('an unknown app type is told with the known ones, and the device is known all the same', async () => {
  const rig = await rigWithMeter();
  rig.put('boot/lamp/app.py', '');
  const answer = await rig.post('/boot', bootOf({}, { app_type: 'kettle' }));
  expect(answer.status).toBe(404);
  expect(answer.json).toMatchObject({ error: 'app-type-unknown', known: ['lamp', 'meter'], device_id: ID });
  expect(rig.registry.get(ID)?.appType).toBe('kettle');
});

test.each([[null], [undefined], ['']])(
  'a device without a type (%j) waits until one is assigned',
  async (none) => {
    const rig = await rigWithMeter();
    const waiting = await rig.post('/boot', bootOf({}, { app_type: none }));
    expect(waiting.json).toMatchObject({ device_id: ID, update: false });
    expect('app_type' in waiting.json).toBe(false);
    expect(rig.registry.get(ID)?.appType).toBeNull();
    await rig.registry.assignAppType(ID, 'meter');
    const told = await rig.post('/boot', bootOf({}, { app_type: none, accept: ['manifest'] }));
    expect(told.json).toMatchObject({ app_type: 'meter', update: true });
    expect(manifestOf(told).app_type).toBe('meter');
    const after = await rig.post('/boot', bootOf(METER));
    expect('app_type' in after.json).toBe(false);
    expect(rig.registry.assignedAppType(ID)).toBeNull();
  },
);

test('a set that the device rejected is not offered again; a changed one is', async () => {
  const rig = await rigWithMeter();
  const { set, seq } = manifestOf(await rig.post('/boot', bootOf({}, { accept: ['manifest'] })));
  for (const rejected of [[set], [{ set, reason: 'trial' }], [{ set, seq }]]) {
    const answer = await rig.post('/boot', bootOf({}, { accept: ['manifest'], rejected }));
    expect(answer.json.update).toBe(false);
  }
  expect(
    (await rig.post('/boot', bootOf({}, { accept: ['manifest'], rejected: [{ set, seq: seq - 1 }] }))).json
      .update,
  ).toBe(true);
  rig.put('boot/meter/app.py', 'better');
  expect((await rig.post('/boot', bootOf({}, { accept: ['manifest'], rejected: [set] }))).json.update).toBe(
    true,
  );
});

test('ids: given by MAC, kept when well-formed and its own, not taken from another', async () => {
  const rig = await rigWithMeter();
  const id = async (body: Record<string, unknown>) =>
    (await rig.post('/boot', { ...bootOf({}), ...body })).json.device_id;
  expect(await id({ mac: '28:CD:C1:00:00:02' })).toBe('iot-28cdc1000002');
  expect(await id({ mac: '28cdc1000003', device_id: 'kitchen-7' })).toBe('kitchen-7');
  expect(await id({ mac: '28cdc1000004', device_id: 'kitchen-7' })).toBe('iot-28cdc1000004');
  expect(await id({ mac: '28cdc1000005', device_id: 'iot-28cdc1000003' })).toBe('iot-28cdc1000005');
  for (const bad of ['../x', 'UPPER', '-x', 'a'.repeat(33), 'con', 'a/b', 'a\u0000']) {
    expect(await id({ device_id: bad })).toBe(ID);
  }
});

test('a device that changes its id is one device', async () => {
  const rig = await rigWithMeter();
  await rig.post('/boot', bootOf({}));
  await rig.post('/boot', bootOf({}, { device_id: 'cellar' }));
  expect(rig.registry.list().map((d) => d.deviceId)).toEqual(['cellar']);
  expect(rig.registry.find(MAC).deviceId).toBe('cellar');
});

test('a hotfixed device is offered nothing until the type changes, and that wins', async () => {
  const rig = await rigWithMeter();
  const hotfixed = bootOf(METER, { accept: ['manifest'], overlay: { 'app.py': md5('hot') } });
  expect((await rig.post('/boot', hotfixed)).json.update).toBe(false);
  rig.put('boot/meter/app.py', 'newer');
  expect(manifestOf(await rig.post('/boot', hotfixed)).files.map((f) => f.name)).toEqual(['app.py']);
});

test('drop_overlay gives back the files of the type, until the device has no overlay left', async () => {
  const rig = await rigWithMeter();
  const hotfixed = bootOf(METER, {
    accept: ['manifest'],
    overlay: { 'app.py': md5('hot'), 'extra.py': md5('added by the hotfix') },
  });
  await rig.post('/boot', hotfixed);
  await rig.server.dropOverlay(ID);
  const beat = await rig.post('/heartbeat', { device_id: ID });
  expect(beat.json.restart).toBe(true);
  expect((await rig.post('/heartbeat', { device_id: ID })).json.restart).toBeUndefined();
  const answer = await rig.post('/boot', hotfixed);
  expect(answer.json.drop_overlay).toBe(true);
  const manifest = manifestOf(answer);
  expect(manifest.files.map((f) => f.name)).toEqual(['app.py']);
  expect(manifest.remove).toEqual([]);
  expect((await rig.post('/boot', bootOf(METER))).json.drop_overlay).toBeUndefined();
  expect(rig.registry.dropOverlayRequested(ID)).toBe(false);
  expect((await rig.post('/boot', hotfixed)).json.drop_overlay).toBeUndefined();
});
