import { describe, expect, it } from 'vitest';
import { usbPorts } from '../../../main/serial/ports/usb-ports.ts';
import { accessGroup } from '../../../main/serial/system/proc.ts';
import { fakeLinux } from './fake-linux.ts';

/** A laptop with a hub of four, as `lsusb -t` draws it: the hub in socket 1, a hub in its fourth, boards behind both. */
function bench() {
  const linux = fakeLinux();
  linux.plug({ at: '1-1', id: '05e3:0608', hub: true });
  linux.plug({ at: '1-1.4', id: '05e3:0608', hub: true });
  linux.plug({ at: '1-5', id: '04f2:b604', product: 'Integrated Camera' });
  return linux;
}

describe('the ports of Linux', () => {
  it('are read from sysfs, each with its place on the hub', async () => {
    const linux = bench();
    linux.plug({
      at: '1-1.2',
      id: '2e8a:0005',
      serial: 'e6614c311b7e6f35',
      manufacturer: 'MicroPython',
      product: 'Board in FS mode',
      ports: ['ttyACM0'],
    });
    linux.plug({ at: '1-1.4.2', id: '1A86:7523', product: 'USB Serial', ports: ['ttyUSB0'] });
    // Every PC has these, with nothing behind them.
    linux.file('/sys/devices/platform/serial8250/tty/ttyS0/dev', '4:64\n');
    expect(await usbPorts(linux.system).list()).toEqual([
      {
        path: '/dev/ttyACM0',
        kind: 'pico',
        source: 'usb',
        way: 'native',
        description: 'Raspberry Pi Pico (MicroPython)',
        vendorId: '2e8a',
        productId: '0005',
        serialNumber: 'e6614c311b7e6f35',
        location: '1-1.2',
      },
      {
        path: '/dev/ttyUSB0',
        kind: 'esp32',
        source: 'usb',
        way: 'bridge',
        description: 'CH340 USB-UART',
        vendorId: '1a86',
        productId: '7523',
        location: '1-1.4.2',
      },
    ]);
  });

  it('of one device with two are both listed, at one place', async () => {
    const linux = bench();
    linux.plug({ at: '1-1.3', id: '0403:6010', product: 'Dual RS232-HS', ports: ['ttyUSB3', 'ttyUSB4'] });
    const list = await usbPorts(linux.system).list();
    expect(list.map(({ path, location }) => [path, location])).toEqual([
      ['/dev/ttyUSB3', '1-1.3'],
      ['/dev/ttyUSB4', '1-1.3'],
    ]);
  });

  it('are none on a computer without USB', async () => {
    expect(await usbPorts(fakeLinux().system).list()).toEqual([]);
  });
});

describe('a Pico in BOOTSEL', () => {
  it('is listed by its place, with its drive once that is mounted, and never opened', async () => {
    const linux = bench();
    linux.plug({ at: '1-1.2', id: '2e8a:0003', serial: 'E0C9125B0D9B', product: 'RP2 Boot', drive: 'sda1' });
    const ports = usbPorts(linux.system);
    const pico = { path: 'bootsel:1-1.2', kind: 'pico', location: '1-1.2', description: 'RP2040 in BOOTSEL' };
    const [before] = await ports.list();
    expect(before).toMatchObject({ ...pico, loader: { type: 'bootsel', drive: null } });
    // One number for all boards would make them one.
    expect(before?.serialNumber).toBeUndefined();
    linux.mount('/dev/sda1', '/media/my user/RPI-RP2');
    expect(await ports.list()).toMatchObject([
      { ...pico, loader: { type: 'bootsel', drive: '/media/my user/RPI-RP2' } },
    ]);
    await expect(ports.open('bootsel:1-1.2')).rejects.toMatchObject({ code: 'board-in-loader' });
  });

  it('of the second generation is known too, and a stick beside it is no board', async () => {
    const linux = bench();
    linux.plug({ at: '1-1.1', id: '2e8a:000f', product: 'RP2350 Boot', drive: 'sdb1' });
    linux.plug({ at: '1-1.3', id: '0781:5567', product: 'Cruzer Blade', drive: 'sda1' });
    expect(await usbPorts(linux.system).list()).toMatchObject([
      { path: 'bootsel:1-1.1', description: 'RP2350 in BOOTSEL' },
    ]);
  });
});

it('an ESP32-S2 in the loader of its ROM is a port with nothing behind it that answers', async () => {
  const linux = bench();
  linux.plug({ at: '1-1.1', id: '303a:0002', product: 'ESP32-S2', ports: ['ttyACM1'] });
  expect(await usbPorts(linux.system).list()).toMatchObject([
    { path: '/dev/ttyACM1', kind: 'esp32', loader: { type: 'download' } },
  ]);
});

describe('who has a port', () => {
  it('is found by what processes have open, this one left out', async () => {
    const linux = bench();
    linux.process(1, ['node', 'main/headless.ts'], ['/dev/ttyACM0']);
    linux.process(812, ['/usr/sbin/ModemManager', '--filter-policy=strict'], ['socket:[1]']);
    linux.process(
      4711,
      ['python3', '-m', 'serial.tools.miniterm', '/dev/ttyACM0'],
      ['/dev/pts/3', '/dev/ttyACM0'],
    );
    const found = await linux.system.holders('/dev/ttyACM0');
    expect(found).toEqual({
      path: '/dev/ttyACM0',
      seen: [{ pid: 4711, name: 'python3', command: 'python3 -m serial.tools.miniterm /dev/ttyACM0' }],
      others: 'all-seen',
    });
    expect((await linux.system.holders('/dev/ttyACM1')).seen).toEqual([]);
  });
});

describe('who may open a port', () => {
  it('follows from its mode and its group, as udev made them', async () => {
    const linux = bench();
    linux.file('/etc/group', 'root:x:0:\ndialout:x:20:tech,other\ntech:x:1000:\n');
    // crw-rw---- root dialout, as Debian has it; crw------- root root, as without a rule.
    expect(accessGroup(`${linux.root}/etc`, 0o20660, 20)).toEqual({ may: 'no', group: 'dialout' });
    expect(accessGroup(`${linux.root}/etc`, 0o20600, 0)).toEqual({ may: 'no', group: null });
    expect(await linux.system.access('/dev/ttyACM9')).toEqual({ may: 'missing' });
    // Given to the account, but this session began before.
    expect(await linux.system.groups()).toEqual({ session: ['tech'], account: ['dialout'] });
  });
});
