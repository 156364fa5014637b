import { expect, onTestFinished, test } from 'vitest';
import {
  createRegistry,
  isAddress,
  isWellFormedId,
  normaliseMac,
  type RegistryChange,
  recordedDevice,
} from '../../main/devices/index.ts';
import { listEvents, openRecords } from '../../main/records/index.ts';
import { device as deviceShape } from '../../preload/contract/models.ts';

const MAC = '28cdc1000001';
const ID = `iot-${MAC}`;

async function rig(now = () => 1000) {
  const records = await openRecords(':memory:');
  const errors: unknown[] = [];
  const registry = await createRegistry(records, { now, onError: (error) => errors.push(error) });
  onTestFinished(() => records.close());
  const boot = (more: Partial<Parameters<typeof registry.onBoot>[0]> = {}) =>
    registry.onBoot({
      deviceId: ID,
      mac: MAC,
      appType: 'meter',
      deviceType: 'pico',
      files: { 'app.py': '0'.repeat(32) },
      overlay: {},
      set: 'a'.repeat(64),
      ...more,
    });
  return { records, registry, boot, errors };
}

test('boot, register and heartbeat fill in a device, each what it knows', async () => {
  let now = 1;
  const { registry, boot } = await rig(() => now);
  expect(deviceShape.strict().parse(boot())).toMatchObject({ bootAt: 1, registeredAt: null, address: null });
  now = 2;
  registry.onRegister({ deviceId: ID, address: '10.0.0.2', firmware: '1.0.0', version: '1', meta: { a: 1 } });
  now = 3;
  const device = registry.onHeartbeat({ deviceId: ID, telemetry: { level: 4 } });
  expect(device).toStrictEqual({
    deviceId: ID,
    mac: MAC,
    appType: 'meter',
    assignedType: null,
    deviceType: 'pico',
    address: '10.0.0.2',
    firmware: '1.0.0',
    version: '1',
    meta: { a: 1 },
    files: { 'app.py': '0'.repeat(32) },
    overlay: {},
    overlayWish: 'keep',
    set: 'a'.repeat(64),
    telemetry: { level: 4 },
    bootAt: 1,
    registeredAt: 2,
    heartbeatAt: 3,
  });
  expect(registry.get(ID)).toBe(device);
});

test('what was read is never changed afterwards', async () => {
  const { registry, boot } = await rig();
  const before = boot();
  const copy = structuredClone(before);
  registry.onHeartbeat({ deviceId: ID, telemetry: { x: 1 } });
  await registry.setAddress(ID, '10.0.0.3:81');
  expect(before).toEqual(copy);
});

test('a second registry on the same records has the same devices, and forgotten ones stay forgotten', async () => {
  const { records, registry, boot } = await rig();
  boot();
  boot({ deviceId: 'cellar', mac: '28cdc1000002' });
  await registry.forget('cellar');
  await registry.flush();
  const again = await createRegistry(records);
  expect(again.list()).toStrictEqual(registry.list());
  expect(again.list()).toHaveLength(1);
});

test('a write that fails is told, kept, and done with the next', async () => {
  const { records, registry, boot } = await rig();
  await records.db.schema.alterTable('devices').renameTo('elsewhere').execute();
  boot();
  registry.note('boot', ID, {});
  await expect(registry.flush()).rejects.toThrow();
  await records.db.schema.alterTable('elsewhere').renameTo('devices').execute();
  await registry.flush();
  expect((await createRegistry(records)).get(ID)?.appType).toBe('meter');
  expect(await listEvents(records)).toHaveLength(1);
});

test('listeners hear each change, and one that throws harms nobody', async () => {
  const { registry, boot, errors } = await rig();
  const heard: string[] = [];
  registry.subscribe(() => {
    throw new Error('listener');
  });
  const end = registry.subscribe((change: RegistryChange) => heard.push(change.type));
  boot();
  registry.onRegister({ deviceId: ID });
  registry.onHeartbeat({ deviceId: ID, telemetry: {} });
  await registry.setAddress(ID, '10.0.0.3');
  await registry.forget(ID);
  end();
  boot();
  expect(heard).toEqual(['boot', 'register', 'heartbeat', 'edited', 'forgotten']);
  expect(errors).toHaveLength(6);
});

test('waitFor: one that is there, one that comes, one that is given up', async () => {
  const { registry, boot } = await rig();
  const coming = registry.waitFor((device) => device.deviceId === ID);
  boot();
  expect((await coming).deviceId).toBe(ID);
  expect((await registry.waitFor((device) => device.appType === 'meter')).deviceId).toBe(ID);
  const stop = new AbortController();
  const never = registry.waitFor((device) => device.registeredAt !== null, { signal: stop.signal });
  boot();
  stop.abort(new Error('enough'));
  await expect(never).rejects.toThrow('enough');
  await expect(registry.waitFor(() => false, { signal: stop.signal })).rejects.toThrow('enough');
});

test('find: by whatever a person has at hand', async () => {
  const { registry, boot } = await rig();
  boot();
  boot({ deviceId: 'cellar', mac: '28cdc1ffff02' });
  await registry.setAddress(ID, '10.0.0.3:8081');
  await registry.setAddress('cellar', '10.0.0.4:8081');
  for (const text of [
    ID,
    MAC,
    '28:CD:C1:00:00:01',
    '28-cd-c1-00-00-01',
    '10.0.0.3:8081',
    '10.0.0.3',
    ' IOT-28cdc1 ',
    '28cdc10',
    '28:cd:c1:00',
  ]) {
    expect(registry.find(text).deviceId, text).toBe(ID);
  }
  expect(registry.find('cell').deviceId).toBe('cellar');
  for (const text of ['', ' ', 'x', '10.0.0', '2', '%', '../x']) {
    expect(() => registry.find(text), text).toThrow(expect.objectContaining({ code: 'device-unknown' }));
  }
  expect(() => registry.find('28cd')).toThrow(
    expect.objectContaining({
      code: 'bad-input',
      params: { field: 'device', problem: `“28cd” fits cellar, ${ID}` },
    }),
  );
});

test('edits of what is not there, or not possible, are typed failures', async () => {
  const { registry, boot } = await rig();
  await expect(registry.forget('x')).rejects.toMatchObject({ code: 'device-unknown' });
  await expect(registry.setAddress('x', '10.0.0.1')).rejects.toMatchObject({ code: 'device-unknown' });
  await expect(registry.assignAppType('x', 'meter')).rejects.toMatchObject({ code: 'device-unknown' });
  await expect(registry.requestDropOverlay('x', true)).rejects.toMatchObject({ code: 'device-unknown' });
  boot();
  await expect(registry.setAddress(ID, 'http://x/')).rejects.toMatchObject({ code: 'bad-input' });
  await expect(registry.assignAppType(ID, '../x')).rejects.toMatchObject({ code: 'app-type-invalid' });
  await expect(registry.assignAppType(ID, 'lamp')).rejects.toMatchObject({ code: 'bad-input' });
  await registry.assignAppType(ID, 'meter');
  expect(registry.assignedAppType(ID)).toBeNull();
});

test('a device carries what was chosen for it, until it has taken it; over a restart too', async () => {
  const { registry, boot, records } = await rig();
  boot({ appType: null });
  const told: (string | null)[] = [];
  registry.subscribe((change) => {
    if (change.type !== 'forgotten') told.push(change.device.assignedType);
  });
  await registry.assignAppType(ID, 'meter');
  await registry.requestDropOverlay(ID, true);
  expect(registry.find(ID)).toMatchObject({ appType: null, assignedType: 'meter', overlayWish: 'drop' });
  await registry.flush();
  const later = await createRegistry(records);
  expect(later.find(ID)).toMatchObject({ assignedType: 'meter', overlayWish: 'drop' });
  boot({ appType: null });
  boot({ appType: 'meter' });
  expect(told).toEqual(['meter', 'meter', 'meter', null]);
});

test('MAC addresses, ids and addresses in every spelling (SEED printed on failure)', () => {
  const seed = Number(process.env.SEED ?? 7);
  let state = seed;
  const random = () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
  for (let n = 0; n < 500; n += 1) {
    const bytes = Array.from({ length: 6 }, () =>
      Math.floor(random() * 256)
        .toString(16)
        .padStart(2, '0'),
    );
    for (const join of [':', '-', '']) {
      const text = bytes.join(join);
      expect(normaliseMac(random() < 0.5 ? text.toUpperCase() : text), `SEED=${seed}`).toBe(bytes.join(''));
      const cut = Math.floor(random() * text.length);
      const broken = `${text.slice(0, cut)}g${text.slice(cut + 1)}`;
      expect(normaliseMac(broken), `SEED=${seed} ${broken}`).toBeNull();
    }
  }
  for (const good of ['10.0.0.1', '10.0.0.1:80', 'iot-1.local', '[fe80::1]', '[::1]:8080'])
    expect(isAddress(good)).toBe(true);
  for (const bad of [
    '',
    ':80',
    'a:0',
    'a:65536',
    'a/b',
    'a b',
    'a@b',
    'http://a',
    '[::1',
    'a:80:90',
    '-a',
    'a?b',
    'a#b',
  ]) {
    expect(isAddress(bad), bad).toBe(false);
  }
  for (const good of ['a', 'iot-28cdc1000001', '0_0', 'a'.repeat(32)])
    expect(isWellFormedId(good)).toBe(true);
  for (const bad of ['', '-a', '_a', 'A', 'a.b', 'a'.repeat(33), 'nul', 'com1', 'ä', 'a\n'])
    expect(isWellFormedId(bad)).toBe(false);
});

test('what another program has heard of a board is what it did last, under whatever id', async () => {
  let now = 1000;
  const { records, registry, boot } = await rig(() => now);
  expect(await recordedDevice(records, MAC)).toBeUndefined();
  boot();
  registry.onHeartbeat({ deviceId: ID, telemetry: {} });
  now = 2000;
  boot({ deviceId: 'hall-7' });
  registry.onRegister({ deviceId: 'hall-7', address: '10.0.0.2', firmware: '1', version: '1', meta: {} });
  await registry.flush();
  expect(await recordedDevice(records, MAC)).toMatchObject({ deviceId: 'hall-7', registeredAt: 2000 });
  now = 3000;
  registry.onHeartbeat({ deviceId: ID, telemetry: {} });
  await registry.flush();
  expect(await recordedDevice(records, MAC)).toMatchObject({ deviceId: ID, heartbeatAt: 3000 });
});
