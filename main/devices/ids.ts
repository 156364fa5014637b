/** The names of devices: MAC addresses, ids and addresses, as they come from outside, brought into one form or refused. */
import type { Device } from '../../preload/contract/models.ts';

const DEVICE_ID = /^[a-z0-9][a-z0-9_-]{0,31}$/;
const ASSIGNED_ID = /^iot-([0-9a-f]{12})$/;
const ADDRESS = /^(?:[A-Za-z0-9](?:[A-Za-z0-9.-]{0,252})|\[[0-9A-Fa-f:.]{2,45}\])(?::(\d{1,5}))?$/;
/** Names that Windows gives no folder to. */
const RESERVED = /^(?:con|prn|aux|nul|com\d|lpt\d)$/;

/** Twelve lower-case hex digits from any usual spelling of a MAC address (`AA:BB:…`, `aa-bb-…`, `aabb…`), else null. */
export function normaliseMac(text: string): string | null {
  if (text.length > 17) return null;
  const bare = text.replace(/[:.-]/g, '').toLowerCase();
  return /^[0-9a-f]{12}$/.test(bare) ? bare : null;
}

/** True for a name that may be the name of a folder: app types and device ids. `served` and its like need no exception. */
export function isWellFormedId(text: string): boolean {
  return DEVICE_ID.test(text) && !RESERVED.test(text);
}

/** The MAC address in an id that a server gave (`iot-<mac>`), else null. */
export function macOfId(deviceId: string): string | null {
  return ASSIGNED_ID.exec(deviceId)?.[1] ?? null;
}

/** True for `host`, `host:port`, `[v6]` or `[v6]:port` with a port that exists. */
export function isAddress(text: string): boolean {
  const match = ADDRESS.exec(text);
  if (!match) return false;
  if (match[1] === undefined) return true;
  const port = Number(match[1]);
  return port >= 1 && port <= 65_535;
}

/**
 * The id a device goes by: the one it claims when that is well-formed and not another device's, else `iot-<mac>`.
 * An `iot-<mac>` with a foreign MAC comes from a copied flash and is not adopted.
 */
export function chooseDeviceId(
  mac: string,
  claimed: string | null | undefined,
  holder: (deviceId: string) => Device | undefined,
): string {
  const own = `iot-${mac}`;
  if (!claimed || !isWellFormedId(claimed)) return own;
  const inside = macOfId(claimed);
  if (inside !== null && inside !== mac) return own;
  const known = holder(claimed);
  if (known && known.mac !== '' && known.mac !== mac) return own;
  return claimed;
}
