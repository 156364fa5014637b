/**
 * "Unplug it and plug it in again": what changes on USB meanwhile tells a charge-only cable from a missing driver. A cable
 * without data wires gives a board power, and USB notices nothing of it.
 */
import type { Finding } from '../../preload/contract/doctor.ts';
import { type PortSource, type UsbDevice, untilChanged } from '../serial/index.ts';
import { type HostOptions, nameOf, portless } from './host.ts';

/** Udev and the driver need a moment after a device came before its port is there. */
const SETTLE_MS = 1500;

/**
 * Compares USB before and after. Ends when something new came and has its port, or when the signal's time is over.
 * @param signal the time that a person has for it; its end is an answer
 */
export async function compareReplug(
  ports: PortSource,
  options: HostOptions,
  signal: AbortSignal,
  settleMs = SETTLE_MS,
): Promise<Finding[]> {
  let known = await options.system.usbDevices();
  let gone: UsbDevice | undefined;
  while (!signal.aborted) {
    const next = await untilChanged(ports, options.system, known, signal);
    if (next === null) break;
    const came = next.find((device) => !known.some((one) => placeOf(one) === placeOf(device)));
    gone ??= known.find((device) => !next.some((one) => placeOf(one) === placeOf(device)));
    known = next;
    if (came !== undefined) return whatCame(came, options, settleMs, ports, signal);
  }
  if (gone !== undefined) return [{ code: 'went-only', params: { device: nameOf(gone) } }];
  return [{ code: 'nothing-changed', params: {} }];
}

async function whatCame(
  came: UsbDevice,
  options: HostOptions,
  settleMs: number,
  ports: PortSource,
  signal: AbortSignal,
): Promise<Finding[]> {
  const limit = AbortSignal.any([signal, AbortSignal.timeout(settleMs)]);
  const find = async () => (await options.system.usbDevices()).find((one) => placeOf(one) === placeOf(came));
  let device = await find();
  while (device !== undefined && device.ports.length === 0 && device.drives.length === 0 && !limit.aborted) {
    await untilChanged(ports, options.system, await options.system.usbDevices(), limit);
    device = await find();
  }
  if (device === undefined) return [{ code: 'nothing-changed', params: {} }];
  const [port] = device.ports;
  if (port !== undefined) return [{ code: 'came-as-port', params: { port, device: nameOf(device) } }];
  const why = await portless(options);
  return why.length > 0 ? why : [{ code: 'came-without-port', params: { device: nameOf(device) } }];
}

/** Where the system does not tell the place of a drive, the drive is its own. */
function placeOf({ location, drives }: UsbDevice): string {
  return location === '' ? `${drives[0]}` : location;
}
