/** Devices for tests, a kind one and what a hostile one might say. */
import type { Device } from '../../../preload/contract/models.ts';

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
