/** Devices as rows of the database and back. */
import type { Device, HashMap } from '../../preload/contract/models.ts';
import type { UpdateStanding } from '../../preload/contract/ota.ts';
import type { DevicesTable } from '../records/index.ts';

export function toRow(device: Device): DevicesTable {
  return {
    device_id: device.deviceId,
    mac: device.mac,
    app_type: device.appType,
    assigned_type: device.assignedType,
    drop_overlay: device.overlayWish === 'drop' ? 1 : 0,
    device_type: device.deviceType,
    address: device.address,
    firmware: device.firmware,
    version: device.version,
    meta: JSON.stringify(device.meta),
    files: JSON.stringify(device.files),
    overlay: JSON.stringify(device.overlay),
    set_hash: device.set,
    telemetry: JSON.stringify(device.telemetry),
    updates: device.updates ? JSON.stringify(device.updates) : null,
    boot_at: device.bootAt,
    registered_at: device.registeredAt,
    heartbeat_at: device.heartbeatAt,
  };
}

export function fromRow(row: DevicesTable): Device {
  return {
    deviceId: row.device_id,
    mac: row.mac,
    appType: row.app_type,
    assignedType: row.assigned_type,
    deviceType: row.device_type,
    address: row.address,
    firmware: row.firmware,
    version: row.version,
    meta: JSON.parse(row.meta) as Record<string, unknown>,
    files: JSON.parse(row.files) as HashMap,
    overlay: JSON.parse(row.overlay) as HashMap,
    overlayWish: row.drop_overlay === 0 ? 'keep' : 'drop',
    set: row.set_hash,
    telemetry: JSON.parse(row.telemetry) as Record<string, unknown>,
    ...(row.updates === null ? {} : { updates: JSON.parse(row.updates) as UpdateStanding }),
    bootAt: row.boot_at,
    registeredAt: row.registered_at,
    heartbeatAt: row.heartbeat_at,
  };
}

/** A device of which nothing is known but its id and, perhaps, its MAC address. */
export function newDevice(deviceId: string, mac: string): Device {
  return {
    deviceId,
    mac,
    appType: null,
    assignedType: null,
    deviceType: null,
    address: null,
    firmware: null,
    version: null,
    meta: {},
    files: {},
    overlay: {},
    overlayWish: 'keep',
    set: null,
    telemetry: {},
    bootAt: null,
    registeredAt: null,
    heartbeatAt: null,
  };
}
