import { expect, test } from 'vitest';
import type { Device } from '../../../preload/contract/models.ts';
import type { AppTypeSummary, OtaEvent, RefusedSet } from '../../../preload/contract/ota.ts';
import { ticksOf } from '../../../renderer/features/shell/ticks.ts';
import { createHeld } from '../../../renderer/features/updates/held-devices.ts';
import { lastHotfix } from '../../../renderer/features/updates/hotfix.ts';
import { refusalsOf } from '../../../renderer/features/updates/refused.ts';
import { requestLines } from '../../../renderer/features/updates/request-lines.ts';
import { runningSets, typeStanding } from '../../../renderer/features/updates/sets.ts';
import { deviceCalled } from '../stores/samples.ts';

const md5 = (digit: string) => digit.repeat(32);
const type: AppTypeSummary = {
  name: 'meter',
  version: '1.0.0+aaaaaaaa',
  set: 'a'.repeat(64),
  files: [{ name: 'app.py', size: 10, md5: md5('1') }],
  skipped: [],
  missing: [],
};
const device = (deviceId: string, changes: Partial<Device>): Device =>
  deviceCalled(deviceId, { mac: '28cdc1000001', appType: 'meter', deviceType: 'pico', ...changes });

test('devices are gathered by what they report, the server’s own set first', () => {
  const current = { set: 'a'.repeat(64), files: { 'app.py': md5('1'), 'extra.py': md5('9') } };
  const sets = runningSets(
    [
      device('iot-1', { set: 'b'.repeat(64), files: { 'app.py': md5('2') } }),
      device('iot-2', current),
      device('iot-3', {}),
      device('iot-4', { ...current, overlay: { 'app.py': md5('3') }, set: 'c'.repeat(64) }),
      device('iot-5', current),
    ],
    type,
  );
  expect(sets.map(({ standing, devices }) => [standing, devices.length])).toEqual([
    ['current', 2],
    ['older', 1],
    ['hotfixed', 1],
    ['unknown', 1],
  ]);
});

test('what nobody has said is not in force, and what has to be taken goes first', () => {
  const current = device('iot-1', { set: 'a'.repeat(64), files: { 'app.py': md5('1') } });
  const older = device('iot-2', { set: 'b'.repeat(64), files: { 'app.py': md5('2') } });
  const silent = device('iot-3', {});
  const hotfixed = device('iot-4', { set: 'c'.repeat(64), overlay: { 'app.py': md5('3') } });
  expect(typeStanding([current], type)).toEqual({ status: 'in-force' });
  expect(typeStanding([current, hotfixed], type)).toEqual({ status: 'in-force' });
  expect(typeStanding([silent], type)).toEqual({ status: 'unsaid', count: 1 });
  expect(typeStanding([current, silent], type)).toEqual({ status: 'unsaid', count: 1 });
  expect(typeStanding([current, silent, older], type)).toEqual({ status: 'taking', count: 1 });
  expect(typeStanding([], type)).toEqual({ status: 'no-device' });
  const incomplete = { ...type, missing: ['main.py'] };
  expect(typeStanding([current], incomplete)).toEqual({ status: 'incomplete', missing: ['main.py'] });
});

test('a heartbeat leaves the list as it was, a boot with other files does not', () => {
  const held = createHeld();
  const map = (...devices: Device[]) => new Map(devices.map((one) => [one.deviceId, one]));
  const one = device('iot-1', { files: { 'app.py': md5('1') } });
  const two = device('iot-2', {});
  const first = held(map(one, two));
  const beat = { ...structuredClone(one), heartbeatAt: 5, telemetry: { rssi: -50 } };
  expect(held(map(beat, two))).toBe(first);
  const booted = { ...beat, files: { 'app.py': md5('2') } };
  const second = held(map(booted, two));
  expect(second).toEqual([booted, two]);
  expect(second[1]).toBe(two);
  const laid = { ...booted, overlay: { 'app.py': md5('3') } };
  expect(held(map(laid, two))[0]).toBe(laid);
  const ending = { ...laid, overlayWish: 'drop' } as const;
  expect(held(map(ending, two))[0]).toBe(ending);
  const tries = { ...ending, updates: onTrial };
  expect(held(map(tries, two))[0]).toBe(tries);
  const beats = { ...tries, updates: structuredClone(onTrial) };
  expect(held(map(beats, two))[0]).toBe(tries);
  const refuses = { ...tries, updates: refused() };
  expect(held(map(refuses, two))[0]).toBe(refuses);
  expect(held(map({ ...laid, appType: null }, two))[0]?.appType).toBeNull();
  expect(held(map(two))).toEqual([two]);
  expect(held(map())).toEqual([]);
});

const refused = (part: Partial<RefusedSet> = {}, seq = 5): Device['updates'] => ({
  seq,
  hotfixSeq: null,
  keyIds: null,
  trial: { state: 'rolled-back', set: type.set, at: 0 },
  rejected: [{ set: type.set, seq: 7, reason: 'not confirmed', ...part }],
});
const onTrial: Device['updates'] = {
  seq: 7,
  hotfixSeq: null,
  keyIds: null,
  trial: { state: 'open', set: type.set, at: 0 },
  rejected: [],
};

test('who refused the present set, by reason, as their records say', () => {
  const older = { set: 'b'.repeat(64), files: { 'app.py': md5('2') } };
  const devices = [
    device('iot-1', { ...older, updates: refused() }),
    device('iot-2', { ...older, updates: refused({ reason: 'no space' }) }),
    device('iot-3', { ...older, updates: refused() }),
    device('iot-4', { ...older, updates: refused({ set: 'of before' }) }),
    device('iot-5', { ...older, updates: refused({}, 8) }),
    device('iot-6', older),
  ];
  expect(refusalsOf(devices, type)).toEqual([
    { reason: 'not confirmed', deviceIds: ['iot-1', 'iot-3'] },
    { reason: 'no space', deviceIds: ['iot-2'] },
  ]);
  expect(runningSets(devices, type).map(({ standing, devices }) => [standing, devices.length])).toEqual([
    ['older', 3],
    ['refused', 3],
  ]);
  expect(typeStanding(devices, type)).toEqual({ status: 'refused', count: 3 });
});

test('a set on trial is not in force yet', () => {
  const current = { set: type.set, files: { 'app.py': md5('1') } };
  const devices = [device('iot-1', current), device('iot-2', { ...current, updates: onTrial })];
  expect(runningSets(devices, type).map(({ standing }) => standing)).toEqual(['current', 'trial']);
  expect(typeStanding(devices, type)).toEqual({ status: 'trial', count: 1 });
});

test('the last word about a hotfix of a device', () => {
  const hotfix = (deviceId: string, outcome: 'offered' | 'delivered'): OtaEvent => ({
    id: 1,
    at: 0,
    type: 'hotfix',
    deviceId,
    outcome,
    names: ['app.py'],
  });
  const events = [hotfix('iot-1', 'offered'), hotfix('iot-1', 'delivered'), hotfix('iot-2', 'offered')];
  expect(lastHotfix(events, 'iot-1')?.outcome).toBe('delivered');
  expect(lastHotfix(events, 'iot-3')).toBeUndefined();
});

test('a request says what its answer meant, where the server said so', () => {
  const request = (id: number, path: string): OtaEvent => ({
    id,
    at: 0,
    type: 'request',
    method: 'POST',
    path,
    status: 200,
    ms: 1,
    source: '127.0.0.1',
    deviceId: 'iot-28cdc1009e37',
  });
  const boot: OtaEvent = {
    id: 1,
    at: 0,
    type: 'boot',
    deviceId: 'iot-28cdc1009e37',
    appType: 'meter',
    outcome: 'offered',
    names: ['app.py', 'main.py'],
    removed: [],
    set: null,
  };
  const events = [boot, request(2, '/iot/boot'), request(3, '/iot/register')];
  expect(requestLines(events).map(({ text }) => text)).toEqual([
    '9e37 POST /boot      200 2 files',
    '9e37 POST /register  200',
  ]);
  expect(requestLines(events)[0]).toBe(requestLines(events)[0]);
});

test('requests become lines, those that failed marked, text of devices bounded', () => {
  const event: OtaEvent = {
    id: 7,
    at: 0,
    type: 'request',
    method: 'POST',
    path: `/iot/boot?${'x'.repeat(500)}`,
    status: 404,
    ms: 1,
    source: '127.0.0.1',
    deviceId: 'iot-28cdc1009e37',
  };
  const [line] = requestLines([event, { id: 8, at: 0, type: 'heartbeat', deviceId: 'iot-1' }]);
  expect(line).toMatchObject({ id: 7, mark: 'bad' });
  expect(line?.text).toMatch(/^9e37 POST \/boot +404$/);
});

test('the last minute in 24 ticks, a boot above a heartbeat', () => {
  const at = (ms: number, kind: 'boot' | 'heartbeat'): OtaEvent =>
    kind === 'heartbeat'
      ? { id: 1, at: ms, type: 'heartbeat', deviceId: 'iot-1' }
      : {
          id: 1,
          at: ms,
          type: 'boot',
          deviceId: 'iot-1',
          appType: null,
          outcome: 'current',
          names: [],
          removed: [],
          set: null,
        };
  const ticks = ticksOf(
    [at(0, 'boot'), at(40_100, 'heartbeat'), at(59_000, 'boot'), at(59_500, 'heartbeat')],
    60_000,
    2500,
  );
  expect(ticks).toHaveLength(24);
  expect(ticks.at(-1)).toBe('boot');
  expect(ticks.at(-8)).toBe('heartbeat');
  expect(ticks.filter((tick) => tick !== 'none')).toHaveLength(2);
});
