import { describe, expect, it } from 'vitest';
import type { Device } from '../../../preload/contract/models.ts';
import type { AppTypeSummary } from '../../../preload/contract/ota.ts';
import {
  COLUMNS,
  heldOrder,
  looksAlike,
  matches,
  rowOf,
  sortedIds,
  turned,
} from '../../../renderer/features/devices/fleet.ts';
import { heardOf, lastHeard } from '../../../renderer/features/devices/heard.ts';
import { deviceOf, HOSTILE, NOW, refusing, trying, typeOf } from './rig.ts';

const row = (part: Partial<Device>, type?: AppTypeSummary) => rowOf(deviceOf(part), NOW, 10_000, type);

describe('when a device was heard', () => {
  const at = (heartbeatAt: number | null) => ({ bootAt: null, registeredAt: null, heartbeatAt });

  it('is the latest of all its signs', () => {
    expect(lastHeard({ bootAt: 3, registeredAt: 7, heartbeatAt: 5 })).toBe(7);
    expect(lastHeard(at(null))).toBeNull();
  });

  it('is live until a heartbeat is missed, then silent', () => {
    expect(heardOf(at(NOW - 24_000), NOW, 10_000)).toEqual({ status: 'live', at: NOW - 24_000 });
    expect(heardOf(at(NOW - 26_000), NOW, 10_000)).toMatchObject({ status: 'silent', ms: 26_000 });
    expect(heardOf(at(null), NOW, 10_000)).toEqual({ status: 'unheard' });
  });

  it('goes by the usual five minutes where nobody said another pace', () => {
    expect(heardOf(at(NOW - 400_000), NOW, null).status).toBe('live');
    expect(heardOf(at(NOW - 500_000), NOW, null).status).toBe('silent');
  });
});

describe('rows', () => {
  it('say what a person needs to know', () => {
    expect(row({ heartbeatAt: NOW - 2000 })).toMatchObject({ word: 'Live', ago: '2 s ago', typed: 'typed' });
    expect(row({ appType: null, overlay: { 'app.py': 'a'.repeat(32) } })).toMatchObject({
      typed: 'waiting',
      sign: 'hotfixed',
    });
    const quiet = { bootAt: null, registeredAt: null, heartbeatAt: NOW - 14 * 60_000 };
    expect(row(quiet).word).toBe('Silent 14 min');
  });

  it('sign a set on trial and one that was refused before a hotfix', () => {
    const overlay = { 'app.py': 'a'.repeat(32) };
    expect(row({}).sign).toBe('none');
    expect(row({ overlay, updates: trying('x') }).sign).toBe('on-trial');
    const refused = { overlay, updates: refusing('b'.repeat(64)) };
    expect(row(refused, typeOf('b'.repeat(64))).sign).toBe('held-back');
    expect(row(refused, typeOf('c'.repeat(64))).sign).toBe('hotfixed');
  });

  it('look alike when only the moment differs in which a device was heard', () => {
    const [a, b] = [row({ heartbeatAt: NOW - 100 }), row({ heartbeatAt: NOW - 200 })];
    expect(looksAlike(a, b)).toBe(true);
    expect(looksAlike(a, { ...b, word: 'Silent 1 min' })).toBe(false);
  });

  it('stay short whatever a device says', () => {
    const hostile = row({ appType: HOSTILE, deviceType: HOSTILE, version: HOSTILE, address: HOSTILE });
    for (const text of [hostile.kind, hostile.appType, hostile.version, hostile.address]) {
      expect(text.length).toBeLessThanOrEqual(64);
      expect(text).not.toMatch(/[\u0000-\u001f\u202e]/);
    }
    expect(row({ telemetry: { rssi: 'loud' } }).signal).toBeNull();
    expect(row({ telemetry: { rssi: Number.NaN } }).signal).toBeNull();
  });

  it('are found by every word of the search, and by a MAC with colons', () => {
    const found = row({ appType: 'distance-meter' });
    expect(matches(found, '28cdc10a2c60', 'distance pico')).toBe(true);
    expect(matches(found, '28cdc10a2c60', '28:CD:c1')).toBe(true);
    expect(matches(found, '28cdc10a2c60', 'distance esp')).toBe(false);
    expect(matches(found, '', '  ')).toBe(true);
  });
});

describe('the order', () => {
  const rows = [
    row({ deviceId: 'b-2', telemetry: { rssi: -40 } }),
    row({ deviceId: 'b-10', telemetry: {} }),
    row({ deviceId: 'a-1', telemetry: { rssi: -80 }, appType: null }),
  ];

  it('counts digits as numbers, and puts who says nothing last, either way', () => {
    expect(sortedIds(rows, { column: 'device', direction: 'ascending' })).toEqual(['a-1', 'b-2', 'b-10']);
    expect(sortedIds(rows, { column: 'signal', direction: 'ascending' })).toEqual(['a-1', 'b-2', 'b-10']);
    expect(sortedIds(rows, { column: 'signal', direction: 'descending' })).toEqual(['b-2', 'a-1', 'b-10']);
    expect(sortedIds(rows, { column: 'state', direction: 'ascending' })[0]).toBe('a-1');
  });

  it('by state puts who refused an update before who only tries one', () => {
    const set = 'b'.repeat(64);
    const all = [
      row({ deviceId: 'c' }),
      row({ deviceId: 'b', updates: trying(set) }),
      row({ deviceId: 'a', updates: refusing(set) }, typeOf(set)),
    ];
    expect(sortedIds(all, { column: 'state', direction: 'ascending' })).toEqual(['a', 'b', 'c']);
    expect(sortedIds(all, { column: 'state', direction: 'descending' })).toEqual(['c', 'b', 'a']);
  });

  it('is there for each column', () => {
    for (const column of COLUMNS) expect(sortedIds(rows, { column, direction: 'ascending' })).toHaveLength(3);
  });

  it('turns round on the second click only', () => {
    const first = turned({ column: 'kind', direction: 'descending' }, 'device');
    expect(first).toEqual({ column: 'device', direction: 'ascending' });
    expect(turned(first, 'device').direction).toBe('descending');
  });

  it('is held while somebody reads: new ones come last, gone ones leave', () => {
    const order = ['b', 'a', 'c'];
    expect(heldOrder(order, new Set(['a', 'b', 'c']))).toBe(order);
    expect(heldOrder(order, new Set(['c', 'b', 'd']))).toEqual(['b', 'c', 'd']);
  });
});
