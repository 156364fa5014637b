/**
 * A tree of files as a Linux computer shows its USB, its processes and its groups: sysfs, /proc, /etc, /dev.
 * Layout: Documentation/ABI/stable/sysfs-bus-usb of the kernel, proc(5), group(5), udev(7).
 */
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { onTestFinished } from 'vitest';
import { linuxSystem } from '../../../main/serial/system/linux.ts';
import type { System } from '../../../main/serial/system/system.ts';

export interface FakeUsb {
  /** `1-1.4.2`. */
  readonly at: string;
  /** `2e8a:0005`. */
  readonly id: string;
  readonly serial?: string;
  readonly manufacturer?: string;
  readonly product?: string;
  readonly hub?: true;
  /** `ttyACM0` is a port of the first interface, `ttyUSB0` hangs one folder deeper, as usb-serial has it. */
  readonly ports?: readonly string[];
  /** `sda1`: a drive with one partition. */
  readonly drive?: string;
}

export interface FakeLinux {
  readonly root: string;
  readonly system: System;
  plug(usb: FakeUsb): void;
  unplug(at: string): void;
  /** A line of `/proc/self/mounts`. */
  mount(device: string, place: string): void;
  process(pid: number, words: readonly string[], open?: readonly string[]): void;
  file(path: string, text: string, mode?: number): void;
}

const USER = { pid: 1, user: 'tech', groups: [1000] };

export function fakeLinux(): FakeLinux {
  const root = mkdtempSync(join(tmpdir(), 'linux-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  const mounts: string[] = [];
  const file = (path: string, text: string, mode?: number) => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
    if (mode !== undefined) chmodSync(join(root, path), mode);
  };
  const link = (path: string, target: string) => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    symlinkSync(relative(dirname(join(root, path)), join(root, target)), join(root, path));
  };
  /** `1-1.4.2` lies in `1-1.4`, that in `1-1`, that in the bus. */
  const folderOf = (at: string) => {
    const [bus = '1', way = ''] = at.split('-');
    const sockets = way.split('.');
    const chain = sockets.map((_, index) => `${bus}-${sockets.slice(0, index + 1).join('.')}`);
    return ['/sys/devices/pci0000:00/0000:00:14.0', `usb${bus}`, ...chain].join('/');
  };
  const links = new Map<string, string[]>();

  const fake: FakeLinux = {
    root,
    system: linuxSystem({ root, who: USER }),
    file,
    plug({ at, id, serial, manufacturer, product, hub, ports = [], drive }) {
      const folder = folderOf(at);
      const [vendor = '', model = ''] = id.split(':');
      const made = [`/sys/bus/usb/devices/${at}`];
      file(`${folder}/idVendor`, `${vendor}\n`);
      file(`${folder}/idProduct`, `${model}\n`);
      file(`${folder}/bDeviceClass`, hub ? '09\n' : 'ef\n');
      if (serial !== undefined) file(`${folder}/serial`, `${serial}\n`);
      if (manufacturer !== undefined) file(`${folder}/manufacturer`, `${manufacturer}\n`);
      if (product !== undefined) file(`${folder}/product`, `${product}\n`);
      link(`/sys/bus/usb/devices/${at}`, folder);
      for (const [index, port] of ports.entries()) {
        const side = `${folder}/${at}:1.${index * 2}`;
        const place = port.startsWith('ttyUSB') ? `${side}/${port}/tty/${port}` : `${side}/tty/${port}`;
        file(`${place}/dev`, '166:0\n');
        link(`/sys/class/tty/${port}`, place);
        made.push(`/sys/class/tty/${port}`);
        file(`/dev/${port}`, '', 0o600);
      }
      if (drive !== undefined) {
        const whole = drive.replace(/\d+$/, '');
        const place = `${folder}/${at}:1.0/host4/target4:0:0/4:0:0:0/block/${whole}`;
        file(`${place}/size`, '262144\n');
        file(`${place}/${drive}/partition`, '1\n');
        link(`/sys/class/block/${whole}`, place);
        link(`/sys/class/block/${drive}`, `${place}/${drive}`);
        made.push(`/sys/class/block/${whole}`, `/sys/class/block/${drive}`);
      }
      links.set(at, made);
    },
    unplug(at) {
      for (const path of links.get(at) ?? []) rmSync(join(root, path));
      rmSync(join(root, folderOf(at)), { recursive: true });
    },
    mount(device, place) {
      mounts.push(`${device} ${place.replaceAll(' ', '\\040')} vfat rw,nosuid,nodev 0 0`);
      file('/proc/self/mounts', `sysfs /sys sysfs rw 0 0\n${mounts.join('\n')}\n`);
    },
    process(pid, words, open = []) {
      const name = words[0]?.split('/').at(-1) ?? '';
      file(`/proc/${pid}/comm`, `${name.slice(0, 15)}\n`);
      file(`/proc/${pid}/cmdline`, `${words.join('\0')}\0`);
      mkdirSync(join(root, `/proc/${pid}/fd`), { recursive: true });
      for (const [index, path] of open.entries())
        symlinkSync(path, join(root, `/proc/${pid}/fd/${index + 3}`));
    },
  };
  return fake;
}
