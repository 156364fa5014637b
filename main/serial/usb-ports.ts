/** The ports of this computer, by node-serialport, as a `PortSource`. */
import { SerialPort } from 'serialport';
import type { PortInfo } from '../../preload/contract/models.ts';
import type { PortSource } from './link.ts';
import { watchPorts } from './port-watch.ts';
import { usbId } from './usb-ids.ts';
import { openUsbLink } from './usb-link.ts';

/**
 * USB serial ports. `list` leaves out ports without a vendor id (a PC has /dev/ttyS0 to 31 with nothing behind them);
 * `open` takes any path, so that such a port, or a PTY, can be typed.
 */
export function usbPorts(): PortSource {
  const list = async (): Promise<PortInfo[]> => {
    // Without udevadm (a container) there is no list, and no USB either.
    const found = await SerialPort.list().catch(() => []);
    return found.filter((port) => port.vendorId !== undefined).map(portInfo);
  };
  const watch = watchPorts(async () => JSON.stringify(await list()));
  return {
    list,
    open(path, options = {}) {
      watch.include(path);
      return openUsbLink(path, options.signal);
    },
    onChange: watch.onChange,
  };
}

type Found = Awaited<ReturnType<typeof SerialPort.list>>[number];

function portInfo(port: Found): PortInfo {
  const id = usbId(port.vendorId, port.productId);
  return {
    path: port.path,
    kind: id.kind,
    source: 'usb',
    description: id.kind === 'unknown' ? (port.manufacturer ?? id.description) : id.description,
    ...(port.serialNumber === undefined ? {} : { serialNumber: port.serialNumber }),
    ...(port.vendorId === undefined ? {} : { vendorId: port.vendorId.toLowerCase() }),
    ...(port.productId === undefined ? {} : { productId: port.productId.toLowerCase() }),
    ...(port.locationId === undefined ? {} : { location: port.locationId }),
  };
}
