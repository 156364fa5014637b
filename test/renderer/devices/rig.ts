/** Devices for tests, a kind one and what a hostile one might say. */
import type { Device } from '../../../preload/contract/models.ts';
import type { AppTypeSummary, RefusedSet, UpdateStanding } from '../../../preload/contract/ota.ts';

export const NOW = Date.UTC(2026, 10, 23, 12);

export const HOSTILE = `<img src=x onerror="alert(1)">\u202e\u0007\n${'w'.repeat(5000)}`;

export function deviceOf(part: Partial<Device> = {}): Device {
  return {
    deviceId: 'iot-28cdc10a2c60',
    mac: '28cdc10a2c60',
    appType: 'distance-meter',
    assignedType: null,
    deviceType: 'pico',
    address: '192.168.1.71',
    firmware: '1.4.1',
    version: '1.4.1+51d0aa37',
    meta: {},
    files: {},
    overlay: {},
    overlayWish: 'keep',
    set: '51d0aa37'.repeat(8),
    telemetry: { rssi: -54 },
    bootAt: NOW - 60_000,
    registeredAt: NOW - 59_000,
    heartbeatAt: NOW - 1000,
    ...part,
  };
}

const SILENT: UpdateStanding = {
  seq: null,
  hotfixSeq: null,
  keyIds: null,
  trial: { state: 'none' },
  rejected: [],
};

/** What a device says of its updates that has this set on trial. */
export function trying(set: string): UpdateStanding {
  return { ...SILENT, seq: 7, trial: { state: 'open', set, at: NOW - 5000 } };
}

/** The same of one that rolled this set back, which was number 7, to number 5. */
export function refusing(set: string, part: Partial<RefusedSet> = {}): UpdateStanding {
  return {
    ...SILENT,
    seq: 5,
    trial: { state: 'rolled-back', set, at: NOW - 5000 },
    rejected: [{ set, seq: 7, reason: 'not confirmed', ...part }],
  };
}

/** The type of `deviceOf()`, with this set. */
export function typeOf(set: string, files: Record<string, string> = {}): AppTypeSummary {
  return {
    name: 'distance-meter',
    version: '1.5.0+00000000',
    set,
    files: Object.entries(files).map(([name, md5]) => ({ name, size: 10, md5 })),
    skipped: [],
    missing: [],
  };
}
