/** Which device a person means. */
import { Failure } from '../../preload/contract/errors.ts';
import type { Device } from '../../preload/contract/models.ts';
import { normaliseMac } from './ids.ts';

/** How many candidates a sentence names. */
const NAMED = 4;

/**
 * By id, MAC address in any spelling, address with or without its port, or the beginning of an id or MAC.
 * @throws Failure `device-unknown`, or `bad-input` when the text fits more than one
 */
export function findDevice(devices: readonly Device[], text: string): Device {
  const wanted = text.trim().toLowerCase();
  if (wanted === '') throw new Failure('device-unknown', { device: text });
  const mac = normaliseMac(wanted);
  const exact =
    devices.find((d) => d.deviceId === wanted) ?? devices.find((d) => mac !== null && d.mac === mac);
  if (exact) return exact;
  const full = devices.filter((d) => d.address?.toLowerCase() === wanted);
  if (full.length > 0) return only(full, text);
  const host = devices.filter((d) => d.address !== null && hostOf(d.address.toLowerCase()) === wanted);
  if (host.length > 0) return only(host, text);
  const bare = wanted.replace(/[:.-]/g, '');
  return only(
    devices.filter(
      (d) => d.deviceId.startsWith(wanted) || (/^[0-9a-f]{2,}$/.test(bare) && d.mac.startsWith(bare)),
    ),
    text,
  );
}

function hostOf(address: string): string {
  return address.replace(/:\d+$/, '');
}

function only(found: readonly Device[], text: string): Device {
  const [first, second] = found;
  if (!first) throw new Failure('device-unknown', { device: text });
  if (!second) return first;
  const names = found.slice(0, NAMED).map((d) => d.deviceId);
  const more = found.length > NAMED ? ' …' : '';
  throw new Failure('bad-input', { field: 'device', problem: `“${text}” fits ${names.join(', ')}${more}` });
}
