import { describe, expect, it } from 'vitest';
import { Failure } from '../../../preload/contract/errors.ts';
import type { JobSnapshot, JobState } from '../../../preload/contract/jobs.ts';
import type { DeviceStatus } from '../../../preload/contract/models.ts';
import { firstLog, linesOfLog } from '../../../renderer/features/devices/device-log.ts';
import { deviceStateOf } from '../../../renderer/features/devices/device-state.ts';
import { endpointRows, shownAnswer } from '../../../renderer/features/devices/endpoints.ts';
import { figuresOf } from '../../../renderer/features/devices/figures.ts';
import { lightOf } from '../../../renderer/features/devices/light.ts';
import type { Asked } from '../../../renderer/features/devices/poller.ts';
import { resetViewOf } from '../../../renderer/features/devices/reset-view.ts';
import { LATE_MS, restartOf } from '../../../renderer/features/devices/restart.ts';
import { saidOf } from '../../../renderer/features/devices/said.ts';
import { createTurns } from '../../../renderer/features/devices/turns.ts';
import { deviceOf, HOSTILE, NOW } from './rig.ts';

const status = (part: Partial<DeviceStatus> = {}): DeviceStatus => ({
  device_id: 'iot-28cdc10a2c60',
  firmware: '1.4.1',
  version: null,
  uptime_ms: 3 * 3_600_000 + 12 * 60_000,
  free_mem: 120_832,
  rssi: -54,
  ip: '192.168.1.71',
  boot_epoch: null,
  ...part,
});
const live = (answer = status(), at = NOW): Asked<DeviceStatus> => ({ status: 'live', at, answer });
const unreachable = (last: { at: number; answer: DeviceStatus } | null): Asked<DeviceStatus> => ({
  status: 'unreachable',
  since: NOW - 5000,
  failure: new Failure('device-unreachable', { device: 'd', address: '192.0.2.1' }),
  last,
});

describe('what is known of a device', () => {
  it('comes from whichever source is the freshest', () => {
    expect(saidOf(deviceOf(), live())).toMatchObject({ from: 'status', age: 'fresh' });
    const old = { at: NOW - 500, answer: status() };
    expect(saidOf(deviceOf({ heartbeatAt: NOW - 1000 }), unreachable(old))).toMatchObject({ age: 'old' });
    expect(saidOf(deviceOf({ heartbeatAt: NOW }), unreachable(old))).toMatchObject({ from: 'heartbeat' });
    expect(saidOf(deviceOf({ heartbeatAt: null }), unreachable(null)).from).toBe('nobody');
  });

  it('is nothing when another device answers at its address', () => {
    const said = saidOf(deviceOf(), live(status({ device_id: 'iot-000000000001' })));
    expect(said).toEqual({ from: 'another', found: 'iot-000000000001', values: {} });
    // One that does not know its own name yet is not another.
    expect(saidOf(deviceOf(), live(status({ device_id: null }))).from).toBe('status');
  });
});

describe('the state of a device', () => {
  const quiet = {
    address: 'a',
    restart: { status: 'none' },
    reset: { status: 'none' },
    said: saidOf(deviceOf(), live()),
    asked: live(),
  } as const;

  it('is what somebody does to it before what it says', () => {
    expect(deviceStateOf(quiet)).toEqual({ status: 'live', at: NOW });
    expect(deviceStateOf({ ...quiet, restart: { status: 'under-way', ms: 1 } }).status).toBe('restarting');
    expect(deviceStateOf({ ...quiet, reset: { status: 'done', result: null as never } }).status).toBe(
      'reset',
    );
    expect(deviceStateOf({ ...quiet, address: null }).status).toBe('nowhere');
    expect(deviceStateOf({ ...quiet, asked: unreachable(null) })).toEqual({
      status: 'unreachable',
      since: NOW - 5000,
    });
  });

  it('restarts until it is heard again, and is late after a while', () => {
    expect(restartOf(null, [], NOW).status).toBe('none');
    expect(restartOf(NOW - 1000, [NOW - 5000, null], NOW)).toEqual({ status: 'under-way', ms: 1000 });
    expect(restartOf(NOW - 1000, [NOW - 500], NOW).status).toBe('none');
    expect(restartOf(NOW - LATE_MS - 1, [], NOW).status).toBe('late');
  });
});

describe('a factory reset', () => {
  const job = (state: JobState): JobSnapshot => ({
    id: 'j',
    kind: 'factory-reset',
    board: 'iot-28cdc10a2c60',
    order: null,
    details: null,
    startedAt: NOW,
    state,
    log: [],
  });
  const device = deviceOf({ registeredAt: NOW - 1000 });
  const progress = { phase: 'confirm', fraction: 0.2, sentence: 'Looking', at: NOW, transfer: null };
  const result = { deviceId: 'd', ssid: 'IoT-0a2c60', proof: 'gone' };

  it('is shown as its job stands', () => {
    expect(resetViewOf(undefined, device).status).toBe('none');
    expect(resetViewOf({ ...job({ status: 'queued' }), kind: 'provision' }, device).status).toBe('none');
    expect(resetViewOf(job({ status: 'running', progress }), device)).toMatchObject({ fraction: 0.2 });
    expect(resetViewOf(job({ status: 'cancelling', progress }), device)).toMatchObject({
      stopping: 'stopping',
    });
    expect(resetViewOf(job({ status: 'done', result }), device)).toEqual({ status: 'done', result });
    expect(resetViewOf(job({ status: 'done', result: HOSTILE }), device).status).toBe('none');
    expect(resetViewOf(job({ status: 'cancelled', phase: 'ask' }), device).status).toBe('cancelled');
  });

  it('is an old story once the device has registered again', () => {
    const again = deviceOf({ registeredAt: NOW + 1 });
    expect(resetViewOf(job({ status: 'done', result }), again).status).toBe('none');
    expect(resetViewOf(job({ status: 'running', progress }), again).status).toBe('working');
  });
});

describe('figures', () => {
  const figures = (part: Partial<DeviceStatus>, beatMs: number | null = 300_000) =>
    figuresOf({
      said: saidOf(deviceOf(), live(status(part))),
      chosen: undefined,
      leastMemory: 106_496,
      heartbeatAt: NOW - 12_000,
      beatMs,
      now: NOW,
    }).map(({ value, unit, note }) => [value, unit, note]);

  it('read as a person would say them', () => {
    expect(figures({})).toEqual([
      [null, undefined, 'The app reports no number'],
      ['−54', 'dBm', 'Strong'],
      ['118', 'kB', 'least here 104 kB'],
      ['3:12', 'h:min', ''],
      ['12', 's ago', 'every 5 min'],
    ]);
    expect(figures({ uptime_ms: 65_000 })[3]).toEqual(['1:05', 'min:s', '']);
    expect(figures({ uptime_ms: 5 * 86_400_000 })[3]).toEqual(['5', 'days', '']);
  });

  it('take nonsense for nothing or for what it is', () => {
    expect(
      figures({ rssi: null, uptime_ms: -5 })
        .slice(1, 4)
        .map(([value]) => value),
    ).toEqual([null, '118', null]);
    expect(figures({ boot_epoch: -1 }, null)[4]?.[2]).toBe('interval set by the device');
  });
});

describe('endpoints', () => {
  const href = (path: string, address: string | null = '192.168.1.71:80', method = 'GET') =>
    endpointRows([{ method, path, source: null }], address)[0]?.href ?? null;

  it('can be opened only where they lead to this device and change nothing', () => {
    expect(href('/reading')).toBe('http://192.168.1.71/reading');
    expect(href('//evil.example/')).toBe('http://192.168.1.71//evil.example/');
    for (const path of ['@evil.example/', 'javascript:alert(1)', '/names/<name>', '/a b', '/\\evil', HOSTILE])
      expect(href(path)).toBeNull();
    expect(href('/restart', 'x', 'POST')).toBeNull();
    expect(href('/reading', null)).toBeNull();
    expect(href('/reading', 'user@evil.example')).toBeNull();
    expect(href('/reading', 'a/b')).toBeNull();
  });

  it("show the app's own first", () => {
    const rows = endpointRows(
      [
        { method: 'GET', path: '/status', source: null },
        { method: 'GET', path: '/reading', source: null },
        { method: 'GET', path: '/config', source: 'app' },
        { method: 'GET', path: '/logs/<filename>', source: null },
        { method: 'GET', path: '/mine', source: 'platform' },
      ],
      null,
    );
    expect(rows.map(({ path, from }) => [path, from])).toEqual([
      ['/reading', 'app'],
      ['/config', 'app'],
      ['/status', 'platform'],
      ['/logs/<filename>', 'platform'],
      ['/mine', 'platform'],
    ]);
  });
});

describe('an answer', () => {
  it('is set out when it is JSON, unless it is deep or none', () => {
    expect(shownAnswer({ type: 'json', text: '{"a":[1]}' })).toBe('{\n  "a": [\n    1\n  ]\n}');
    expect(shownAnswer({ type: 'text', text: '{"a":1}' })).toBe('{"a":1}');
    const deep = '['.repeat(30_000) + ']'.repeat(30_000);
    expect(shownAnswer({ type: 'json', text: deep })).toBe(deep);
    expect(shownAnswer({ type: 'json', text: '{' })).toBe('{');
    expect(shownAnswer({ type: 'json', text: '"a\\u202eb\\tc"' })).toBe('"a\ufffdb\\tc"');
  });
});

describe('logs', () => {
  it('have their times apart, and errors marked', () => {
    expect(
      linesOfLog('2026-11-23 05:04:55 up to date\n2026-11-23T05:04:56Z ranging\n+3s early\nerror app X\n'),
    ).toEqual([
      { id: 0, time: '05:04:55', text: 'up to date' },
      { id: 1, time: '05:04:56', text: 'ranging' },
      { id: 2, time: '+3s', text: 'early' },
      { id: 3, text: 'error app X', mark: 'bad' },
    ]);
    expect(linesOfLog('')).toEqual([]);
    expect(linesOfLog(HOSTILE).every(({ text }) => text.length <= 500)).toBe(true);
  });

  it('begin with the one that tells most', () => {
    expect(firstLog(['boot_log.txt', 'platform_log.txt'])).toBe('platform_log.txt');
    expect(firstLog(['other.txt'])).toBe('other.txt');
    expect(firstLog([])).toBeUndefined();
  });
});

it('the light is named as far as it is known', () => {
  expect(lightOf({ num_leds: 8, np_pin: 4 })).toBe('its 8 blue NeoPixels');
  expect(lightOf({ num_leds: 0, np_pin: 4 })).toBe('its on-board LED');
  expect(lightOf({})).toBe('its light');
});

it('a small device is asked one thing at a time, whatever becomes of the one before', async () => {
  const inTurn = createTurns();
  const first = Promise.withResolvers<string>();
  const order: string[] = [];
  const a = inTurn('d', () => first.promise);
  const b = inTurn('d', async () => order.push('b'));
  await inTurn('other', async () => order.push('other'));
  expect(order).toEqual(['other']);
  first.reject(new Error('gone'));
  await expect(a).rejects.toThrow('gone');
  await b;
  expect(order).toEqual(['other', 'b']);
});
