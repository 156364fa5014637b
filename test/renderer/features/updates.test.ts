import { expect, test } from 'vitest';
import type { Device } from '../../../preload/contract/models.ts';
import type { AppTypeSummary, OtaEvent } from '../../../preload/contract/ota.ts';
import { ticksOf } from '../../../renderer/features/shell/ticks.ts';
import { requestLines } from '../../../renderer/features/updates/request-lines.ts';
import { runningSets } from '../../../renderer/features/updates/sets.ts';

const md5 = (digit: string) => digit.repeat(32);
const type: AppTypeSummary = {
  name: 'meter',
  version: '1.0.0+aaaaaaaa',
  set: 'a'.repeat(64),
  files: [{ name: 'app.py', size: 10, md5: md5('1') }],
  skipped: [],
  missing: [],
};
const device = (deviceId: string, changes: Partial<Device>): Device => ({
  deviceId,
  mac: '28cdc1000001',
  appType: 'meter',
  deviceType: 'pico',
  address: null,
  firmware: null,
  version: null,
  meta: {},
  files: {},
  overlay: {},
  set: null,
  telemetry: {},
  bootAt: null,
  registeredAt: null,
  heartbeatAt: null,
  ...changes,
});

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
  expect(line?.text).toMatch(/^9e37 POST \/iot\/boot +404$/);
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
