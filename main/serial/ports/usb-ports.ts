/** The ports of this computer, as its system lists them and node-serialport opens them, as a `PortSource`. */
import { Failure } from '../../../preload/contract/errors.ts';
import type { BoardLoader, PortInfo } from '../../../preload/contract/models.ts';
import { type System, thisSystem, type UsbDevice } from '../system/index.ts';
import type { PortSource } from './link.ts';
import { watchPorts } from './port-watch.ts';
import { usbId } from './usb-ids.ts';
import { openUsbLink } from './usb-link.ts';

/** What a board in BOOTSEL is called, which has no port; its place on the hub follows, or its drive. */
const BOOTSEL = 'bootsel:';

/**
 * USB serial ports, and boards in BOOTSEL. `list` leaves out ports that are not on USB (a PC has /dev/ttyS0 to 31 with
 * nothing behind them); `open` takes any path, so that such a port, or a PTY, can be typed.
 */
export function usbPorts(system: Pick<System, 'usbDevices'> = thisSystem()): PortSource {
  const list = async (): Promise<PortInfo[]> => (await system.usbDevices()).flatMap(portsOf);
  const watch = watchPorts(async () => JSON.stringify(await list()));
  return {
    list,
    open(path, options = {}) {
      const loader = path.startsWith(BOOTSEL) ? 'bootsel' : null;
      if (loader !== null) return Promise.reject(new Failure('board-in-loader', { port: path, loader }));
      watch.include(path);
      return openUsbLink(path, options);
    },
    onChange: watch.onChange,
  };
}

/** A device with two serial ports is listed twice; one that has none is a board only in BOOTSEL. */
export function portsOf(device: UsbDevice): PortInfo[] {
  const { vendorId, productId, serialNumber, location, manufacturer, product } = device;
  const id = usbId(vendorId, productId);
  const common = {
    kind: id.kind,
    source: 'usb',
    description: id.kind === 'unknown' ? (product ?? manufacturer ?? id.description) : id.description,
    way: id.way,
    vendorId,
    productId,
    ...(serialNumber === undefined ? {} : { serialNumber }),
    ...(location === '' ? {} : { location }),
  } as const;
  if (id.loader === 'bootsel') {
    const loader: BoardLoader = { type: 'bootsel', drive: device.drives[0] ?? null };
    // The boot ROM of every RP2040 gives the same serial number, which tells no board from another.
    const { serialNumber: _, ...rest } = { ...common };
    return [{ ...rest, path: `${BOOTSEL}${location || (loader.drive ?? '')}`, loader }];
  }
  const loader = id.loader === undefined ? {} : { loader: { type: id.loader } };
  return device.ports.map((path) => ({ ...common, path, ...loader }));
}
