/**
 * USB as Linux shows it in sysfs.
 *
 * Source: Documentation/ABI/stable/sysfs-bus-usb and testing/sysfs-bus-usb of the kernel. A device is a folder named
 * by its bus and the sockets on the way, `1-1.4.2`, with `idVendor`, `idProduct` …; its interfaces are folders below it
 * (`1-1.4.2:1.0`), and below those lie its ports and drives. `/sys/class/tty` and `/sys/class/block` lead there by links.
 */
import { dirname } from 'node:path';
import { namesIn, readText, realPath } from './files.ts';
import type { UsbDevice } from './system.ts';

/** Root hubs are `usb1`; interfaces have a colon. */
const DEVICE = /^\d+-\d+(\.\d+)*$/;
/** bDeviceClass of a hub (USB 2.0, 11.23.1). */
const HUB = '09';
/** A partition or a whole drive, without loop, ram and the like. */
const DRIVE = /^sd[a-z]+\d*$/;

export interface SysfsPlaces {
  readonly sys: string;
  /** What is put before device names: `/dev`. */
  readonly dev: string;
  /** The table of mounts, as in `/proc/self/mounts`. */
  readonly mounts: string;
}

export function usbFromSysfs({ sys, dev, mounts }: SysfsPlaces): UsbDevice[] {
  const folders = new Map<string, string>();
  for (const name of namesIn(`${sys}/bus/usb/devices`)) {
    const folder = DEVICE.test(name) ? realPath(`${sys}/bus/usb/devices/${name}`) : undefined;
    if (folder !== undefined && readText(`${folder}/bDeviceClass`) !== HUB) folders.set(folder, name);
  }
  const ports = below(`${sys}/class/tty`, folders, () => true);
  const drives = below(`${sys}/class/block`, folders, (name) => DRIVE.test(name));
  const mounted = mountsOf(readText(mounts) ?? '');

  return [...folders].flatMap(([folder, location]): UsbDevice[] => {
    const read = (name: string) => readText(`${folder}/${name}`) || undefined;
    const [vendorId, productId] = [read('idVendor'), read('idProduct')];
    if (vendorId === undefined || productId === undefined) return [];
    const ways = (drives.get(folder) ?? []).map((name) => mounted.get(`${dev}/${name}`));
    const found = ways.filter((place) => place !== undefined);
    return [
      {
        location,
        vendorId: vendorId.toLowerCase(),
        productId: productId.toLowerCase(),
        serialNumber: read('serial'),
        manufacturer: read('manufacturer'),
        product: read('product'),
        ports: (ports.get(folder) ?? []).map((name) => `${dev}/${name}`),
        drives: ways.length > 0 && found.length === 0 ? [null] : found,
      },
    ];
  });
}

/** Names of a class by the USB device that they hang on. */
function below(
  folder: string,
  devices: ReadonlyMap<string, string>,
  wanted: (name: string) => boolean,
): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const name of namesIn(folder).filter(wanted)) {
    // The real place of `ttyACM0` is …/1-1.4.2/1-1.4.2:1.0/tty/ttyACM0.
    let place = realPath(`${folder}/${name}`);
    while (place !== undefined && place !== dirname(place) && !devices.has(place)) place = dirname(place);
    if (place === undefined || !devices.has(place)) continue;
    found.set(place, [...(found.get(place) ?? []), name]);
  }
  return found;
}

/** Device to place, from lines such as `/dev/sda1 /media/me/RPI-RP2 vfat rw 0 0`. Spaces stand there as `\040`. */
function mountsOf(table: string): Map<string, string> {
  return new Map(
    table.split('\n').flatMap((line): [string, string][] => {
      const [device, place] = line.split(' ');
      if (device === undefined || place === undefined) return [];
      return [[device, place.replace(/\\(\d{3})/g, (_, digits) => String.fromCharCode(parseInt(digits, 8)))]];
    }),
  );
}
