import { writeFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { connect } from 'node:net';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createRegistry } from '../../main/devices/index.ts';
import { createOtaServer, type OtaState } from '../../main/ota/index.ts';
import { openRecords } from '../../main/records/index.ts';
import { bootOf, ID, rawRequest, startRig, temporaryFolder } from './rig.ts';

test('a port in use is a typed failure, and the server can be started again', async () => {
  const first = await startRig();
  const { port } = first.server.address();
  const states: OtaState['status'][] = [];
  const registry = await createRegistry(first.records);
  const second = createOtaServer({
    base: first.base,
    registry,
    records: first.records,
    host: '127.0.0.1',
    port,
    watch: false,
  });
  second.subscribeState((state) => states.push(state.status));
  await expect(second.start()).rejects.toMatchObject({
    code: 'address-in-use',
    params: { host: '127.0.0.1', port },
  });
  expect(second.state).toMatchObject({ status: 'failed', failure: { code: 'address-in-use' } });
  expect(() => second.url).toThrow('ota-server-off');
  await first.server.stop();
  await second.start();
  expect(second.address()).toEqual({ host: '127.0.0.1', port });
  await second.stop();
  expect(states).toEqual(['starting', 'failed', 'starting', 'on', 'off']);
});

test('an address that is not ours, and a tree that cannot be made', async () => {
  const rig = await startRig();
  const { registry, records } = rig;
  const foreign = createOtaServer({
    base: rig.base,
    registry,
    records,
    host: '203.0.113.7',
    port: 0,
    watch: false,
  });
  await expect(foreign.start()).rejects.toMatchObject({ code: 'address-unavailable' });
  const file = join(rig.base, 'file');
  writeFileSync(file, '');
  const nowhere = createOtaServer({
    base: file,
    registry,
    records,
    host: '127.0.0.1',
    port: 0,
    watch: false,
  });
  await expect(nowhere.start()).rejects.toMatchObject({ code: 'data-folder' });
});

test('stopping closes idle connections at once, and what hangs after its grace', async () => {
  const rig = await startRig({ limits: { graceMs: 30 } });
  const { port } = rig.server.address();
  const agent = new Agent({ keepAlive: true });
  await new Promise<void>((resolve) => {
    request({ port, host: '127.0.0.1', path: '/iot/', agent }, (response) => {
      response.resume().on('end', resolve);
    }).end();
  });
  const hanging = connect(port, '127.0.0.1');
  hanging.on('error', () => undefined);
  const closed = new Promise((resolve) => hanging.on('close', resolve));
  await new Promise<void>((resolve) => {
    hanging.write('POST /iot/boot HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n{', () => resolve());
  });
  // Its head has been read once the server answers something that came after it.
  await rawRequest(port, 'GET', '/iot/');
  const before = performance.now();
  await rig.server.stop();
  expect(performance.now() - before).toBeLessThan(500);
  await closed;
  agent.destroy();
  expect(rig.server.state).toEqual({ status: 'off' });
  await rig.server.stop();
});

test('starting twice, stopping while it starts, and starting again on the same tree', async () => {
  const rig = await startRig();
  const on = await rig.server.start();
  expect(on).toEqual(rig.server.state);
  const [again] = await Promise.all([rig.server.stop().then(() => rig.server.start()), rig.server.stop()]);
  expect(again.status).toBe('on');
  await rig.server.start();
  rig.put('boot/meter/app.py', 'x');
  expect((await rig.post('/boot', bootOf({}))).status).toBe(200);
});

test('a restart keeps every device, its assignments and its wishes', async () => {
  const database = join(temporaryFolder(), 'data', 'bench.sqlite');
  const first = await startRig({ database });
  first.put('boot/meter/app.py', 'x');
  await first.post(
    '/boot',
    bootOf({ 'app.py': 'x' }, { app_type: null, overlay: { 'app.py': '0'.repeat(32) } }),
  );
  await first.post('/register', { device_id: ID, ip: '10.0.0.9', meta: { place: 'cellar' } });
  await first.registry.assignAppType(ID, 'meter');
  await first.registry.requestDropOverlay(ID, true);
  await first.post('/heartbeat', { device_id: ID, level: 3 });
  const before = first.registry.get(ID);
  await first.server.stop();
  await first.records.close();

  const records = await openRecords(database);
  const registry = await createRegistry(records);
  expect(registry.get(ID)).toEqual(before);
  expect(before).toMatchObject({ address: '10.0.0.9', meta: { place: 'cellar' }, telemetry: { level: 3 } });
  expect(registry.assignedAppType(ID)).toBe('meter');
  expect(registry.dropOverlayRequested(ID)).toBe(true);
  await records.close();
});

test('urls: what a device can dial', async () => {
  const rig = await startRig({ basePath: 'iot/' });
  const { port } = rig.server.address();
  expect(rig.server.url).toBe(`http://127.0.0.1:${port}/iot`);
  expect(rig.server.urls()).toEqual([rig.server.url]);
  const all = await startRig({ host: '0.0.0.0', basePath: '/' });
  expect(all.server.url).toMatch(/^http:\/\/\d+\.\d+\.\d+\.\d+:\d+$/);
  expect(all.server.url).not.toContain('0.0.0.0');
  expect((await rawRequest(all.server.address().port, 'GET', '/')).json.server).toBe('bootbench');
});
