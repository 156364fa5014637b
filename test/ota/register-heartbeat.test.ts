import { expect, test } from 'vitest';
import { listEvents } from '../../main/records/index.ts';
import { ID, MAC, md5, startRig } from './rig.ts';

test('register: the device is known with everything it said', async () => {
  const rig = await startRig({ heartbeatIntervalMs: 5000 });
  const answer = await rig.post('/register', {
    device_id: ID,
    mac: '28:CD:C1:00:00:01',
    ip: '10.1.2.3',
    device_type: 'pico',
    app_type: 'meter',
    firmware: '1.2.0',
    version: '1.2.0+abc',
    meta: { sensor: 'vl53l0x', capabilities: ['distance'] },
  });
  expect(answer.json).toEqual({ device_id: ID, interval_ms: 5000, time: expect.any(Number) });
  expect(rig.registry.get(ID)).toMatchObject({
    deviceId: ID,
    mac: MAC,
    address: '10.1.2.3',
    deviceType: 'pico',
    appType: 'meter',
    firmware: '1.2.0',
    version: '1.2.0+abc',
    meta: { sensor: 'vl53l0x', capabilities: ['distance'] },
    registeredAt: expect.any(Number),
    bootAt: null,
  });
});

test('register: with a MAC alone it gets its id', async () => {
  const rig = await startRig();
  expect((await rig.post('/register', { mac: MAC })).json.device_id).toBe(ID);
  expect((await rig.post('/register', { mac: MAC, device_id: '../x' })).json.device_id).toBe(ID);
});

test.each([
  ['10.1.2.3', '10.1.2.3'],
  ['10.1.2.3:8080', '10.1.2.3:8080'],
  ['not an address', null],
  ['http://evil/', null],
  ['10.1.2.3:99999', null],
  [undefined, null],
])('register from this very computer: claimed %j is kept as %j', async (ip, address) => {
  const rig = await startRig();
  await rig.post('/register', { mac: MAC, ip });
  expect(rig.registry.get(ID)?.address).toBe(address);
});

test('resolveAddress decides where a device is reached, and null keeps what is known', async () => {
  const asked: unknown[] = [];
  const rig = await startRig({
    resolveAddress: (seen) => {
      asked.push(seen);
      return seen.claimed === null ? null : `127.0.0.1:${8000 + asked.length}`;
    },
  });
  await rig.post('/register', { mac: MAC, ip: '192.168.1.7' });
  await rig.post('/heartbeat', { device_id: ID, uptime_ms: 1 });
  expect(asked).toEqual([
    { deviceId: ID, mac: MAC, source: '127.0.0.1', claimed: '192.168.1.7' },
    { deviceId: ID, mac: MAC, source: '127.0.0.1', claimed: null },
  ]);
  expect(rig.registry.get(ID)?.address).toBe('127.0.0.1:8001');
});

test('heartbeat: telemetry is all but the protocol, and replaces what was', async () => {
  const rig = await startRig({ heartbeatIntervalMs: 1000 });
  await rig.post('/heartbeat', { device_id: ID, app_type: 'meter', uptime_ms: 1, old: true });
  const overlay = { 'app.py': md5('x') };
  const answer = await rig.post('/heartbeat', {
    device_id: ID,
    mac: MAC,
    app_type: 'meter',
    accept: ['manifest'],
    set: 'a'.repeat(64),
    overlay,
    uptime_ms: 5,
    free_mem: 6,
    rssi: -50,
    distance_mm: 812.5,
    nested: { a: [1, null] },
  });
  expect(answer.json).toEqual({ device_id: ID, update: false, interval_ms: 1000, time: expect.any(Number) });
  expect(rig.registry.get(ID)).toMatchObject({ mac: MAC, appType: 'meter', set: 'a'.repeat(64), overlay });
  expect(rig.registry.get(ID)?.telemetry).toEqual({
    uptime_ms: 5,
    free_mem: 6,
    rssi: -50,
    distance_mm: 812.5,
    nested: { a: [1, null] },
  });
});

test('heartbeat: an app that reports under a name of the protocol is not turned away', async () => {
  const rig = await startRig();
  const answer = await rig.post('/heartbeat', {
    device_id: ID,
    set: 21.5,
    accept: 3,
    overlay: 'none',
    ip: null,
    mac: 5,
  });
  expect(answer.status).toBe(200);
  expect(rig.registry.get(ID)?.telemetry).toEqual({ set: 21.5, accept: 3, overlay: 'none', mac: 5 });
});

test('heartbeat: of a device that nobody knew, its MAC is in its id', async () => {
  const rig = await startRig();
  await rig.post('/heartbeat', { device_id: ID });
  expect(rig.registry.get(ID)?.mac).toBe(MAC);
  await rig.post('/heartbeat', { device_id: 'cellar' });
  expect(rig.registry.get('cellar')?.mac).toBe('');
});

test('restart is asked for once', async () => {
  const rig = await startRig();
  rig.server.requestRestart(ID);
  expect((await rig.post('/heartbeat', { device_id: ID })).json.restart).toBe(true);
  expect('restart' in (await rig.post('/heartbeat', { device_id: ID })).json).toBe(false);
});

test('what a device did is kept line by line', async () => {
  const rig = await startRig();
  rig.put('boot/meter/app.py', 'x');
  await rig.post('/boot', { mac: MAC, app_type: 'meter', files: {} });
  await rig.post('/register', { mac: MAC, firmware: '1.0.0' });
  await rig.post('/heartbeat', { device_id: ID });
  await rig.registry.flush();
  const events = await listEvents(rig.records, { deviceId: ID });
  expect(events.map((e) => e.kind)).toEqual(['register', 'update']);
  expect(events[1]?.detail).toMatchObject({ appType: 'meter', names: ['app.py'] });
});

test('live events come in order, to late comers the last of them', async () => {
  const rig = await startRig();
  const seen: string[] = [];
  const over = rig.next((e) => e.type === 'request' && e.path === '/iot/heartbeat');
  rig.server.requests.subscribe((e) => seen.push(e.type));
  await rig.post('/heartbeat', { device_id: ID });
  expect(await over).toMatchObject({
    method: 'POST',
    status: 200,
    complete: true,
    source: '127.0.0.1',
    deviceId: ID,
  });
  expect(seen).toEqual(['heartbeat', 'request']);
  expect(rig.server.requests.recent().map((e) => e.type)).toEqual(seen);
});
