import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { combinePorts, type PortSource, usbId, usbPorts } from '../../../main/serial/index.ts';
import { watchPorts } from '../../../main/serial/ports/port-watch.ts';
import { vanishesOnReset } from '../../../main/serial/ports/usb-ids.ts';
import { Failure, isFailure } from '../../../preload/contract/errors.ts';
import { FakeDevice } from '../fake-device.ts';

function source(path: string): PortSource & { change(): void } {
  const listeners = new Set<() => void>();
  return {
    list: async () => [{ path, kind: 'unknown', source: 'usb', description: path }],
    open: async (wanted) => {
      if (wanted !== path) throw new Failure('port-not-found', { port: wanted });
      return new FakeDevice();
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    change: () => listeners.forEach((listener) => void listener()),
  };
}

it('a port without a name is a port that is not there', async () => {
  await expect(usbPorts().open('')).rejects.toMatchObject({ code: 'port-not-found' });
});

describe('USB ids', () => {
  it('tell kinds, and whether a reset takes the port away', () => {
    const port = (vendorId: string, productId: string) =>
      ({ path: 'x', kind: 'unknown', source: 'usb', description: '', vendorId, productId }) as const;
    expect(usbId('2E8A', '0005')).toMatchObject({ kind: 'pico', way: 'native' });
    expect(usbId('10c4', 'EA60')).toMatchObject({ kind: 'esp32', way: 'bridge' });
    expect(usbId('dead', 'beef').kind).toBe('unknown');
    expect(vanishesOnReset(port('2e8a', '0005'))).toBe('yes');
    expect(vanishesOnReset(port('1a86', '7523'))).toBe('no');
    expect(vanishesOnReset(port('303a', '1001'))).toBe('unknown');
    expect(vanishesOnReset(undefined)).toBe('unknown');
  });
});

describe('several sources as one', () => {
  it('lists all, opens at the one that knows the path, tells changes of each', async () => {
    const [a, b] = [source('a'), source('b')];
    const both = combinePorts(a, b);
    expect((await both.list()).map((port) => port.path)).toEqual(['a', 'b']);
    await expect(both.open('b')).resolves.toBeDefined();
    await expect(both.open('c')).rejects.toThrow('port-not-found');
    let changes = 0;
    const stop = both.onChange(() => changes++);
    a.change();
    b.change();
    stop();
    b.change();
    expect(changes).toBe(2);
  });

  it('a source that cannot list hides no other', async () => {
    const broken: PortSource = { ...source('x'), list: () => Promise.reject(new Error('no udev')) };
    expect((await combinePorts(broken, source('a')).list()).map((port) => port.path)).toEqual(['a']);
  });
});

describe('ports of this computer', () => {
  it('without a vendor id are not listed', async () => {
    for (const port of await usbPorts().list()) expect(port.vendorId).toBeDefined();
  });

  it('that do not exist are not found', async () => {
    const error = await usbPorts()
      .open('/dev/ttyACM-none')
      .catch((reason: unknown) => reason);
    expect(isFailure(error, 'port-not-found')).toBe(true);
  });

  it.runIf(process.platform === 'linux')('coming and going at a typed path are told', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'ports-'));
    const watch = watchPorts(async () => '');
    const path = join(folder, 'ttyX');
    watch.include(path);
    const change = () =>
      new Promise<void>((resolve) => {
        const stop = watch.onChange(() => {
          stop();
          resolve();
        });
      });
    const came = change();
    writeFileSync(path, '');
    await came;
    const went = change();
    rmSync(path);
    await went;
    rmSync(folder, { recursive: true });
  });

  it.runIf(process.platform === 'linux')('devices without a port are told by their bus', async () => {
    const bus = mkdtempSync(join(tmpdir(), 'bus-'));
    onTestFinished(() => rmSync(bus, { recursive: true }));
    const watch = watchPorts(async () => '', 'linux', 0, [bus, join(bus, 'not-there')]);
    const change = () =>
      new Promise<void>((resolve) => {
        const stop = watch.onChange(() => {
          stop();
          resolve();
        });
      });
    const came = change();
    writeFileSync(join(bus, '007'), '');
    await came;
    const went = change();
    rmSync(join(bus, '007'));
    await went;
  });

  it.runIf(process.platform === 'linux')('what comes into a folder that was not there is told', async () => {
    const media = mkdtempSync(join(tmpdir(), 'media-'));
    onTestFinished(() => rmSync(media, { recursive: true }));
    const mine = join(media, 'me');
    const watch = watchPorts(async () => '', 'linux', 0, [mine]);
    const told = new Set<() => void>();
    onTestFinished(watch.onChange(() => told.forEach((tell) => void tell())));
    const change = () => new Promise<void>((resolve) => void told.add(resolve));
    // The desktop makes it for the first drive, and may mount before anybody looks.
    const first = change();
    mkdirSync(join(mine, 'RPI-RP2'), { recursive: true });
    await first;
    const second = change();
    mkdirSync(join(mine, 'RP2350'));
    await second;
  });

  it('elsewhere the list is compared, while somebody listens', async () => {
    let list = 'a';
    const watch = watchPorts(async () => list, 'darwin', 5);
    const changed = new Promise<void>((resolve) => void watch.onChange(resolve));
    setTimeout(() => {
      list = 'b';
    }, 20);
    await changed;
  });
});
