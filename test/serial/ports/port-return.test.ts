/** A port that went and comes back: the same board, and no other. */
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { PortSource } from '../../../main/serial/index.ts';
import { reopen } from '../../../main/serial/ports/port-return.ts';
import { Failure } from '../../../preload/contract/errors.ts';
import type { PortInfo } from '../../../preload/contract/models.ts';
import { FakeDevice } from '../fake-device.ts';

const pico = { vendorId: '2e8a', productId: '0005', serialNumber: 'e6614c31', location: '1-1.1' };
/** Of a cheap cable chip, all of which have this number. */
const bridge = { vendorId: '10c4', productId: 'ea60', serialNumber: '0001', location: '1-1.2' };
const ch340 = { vendorId: '1a86', productId: '7523', location: '1-1.3' };

const port = (path: string, more: Partial<PortInfo>): PortInfo => ({
  path,
  kind: 'esp32',
  source: 'usb',
  description: path,
  ...more,
});

/** A bench on which ports come and go; `opened` are the paths that were opened. */
function place() {
  const listeners = new Set<() => void>();
  const opened: string[] = [];
  let there: PortInfo[] = [];
  const ports: PortSource = {
    list: async () => there,
    open: async (path) => {
      if (!there.some((one) => one.path === path)) throw new Failure('port-not-found', { port: path });
      opened.push(path);
      return new FakeDevice();
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  /** Resolves when whoever listens has had its look. */
  const now = async (...list: PortInfo[]) => {
    there = list;
    for (const listener of listeners) listener();
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { ports, opened, now };
}

async function back(was: PortInfo, meanwhile: PortInfo[], then: PortInfo[]): Promise<string[]> {
  const { ports, opened, now } = place();
  const control = new AbortController();
  const reopened = reopen(ports, was.path, was, { signal: control.signal });
  reopened.catch(() => {});
  await now(...meanwhile);
  expect(opened).toEqual([]);
  await now(...then);
  control.abort();
  await reopened;
  return opened;
}

describe('a port that comes back', () => {
  it.each([
    ['at its path', port('/dev/ttyACM0', pico), port('/dev/ttyACM0', pico)],
    ['at another path', port('/dev/ttyACM0', pico), port('/dev/ttyACM1', pico)],
    [
      'in another socket: its number is the board’s own',
      port('/dev/ttyACM0', pico),
      port('/dev/ttyACM1', { ...pico, location: '1-1.4' }),
    ],
    ['at another path, without a number', port('/dev/ttyUSB0', ch340), port('/dev/ttyUSB1', ch340)],
    [
      'where no socket is told',
      port('COM3', { ...bridge, location: undefined }),
      port('COM3', { ...bridge, location: undefined }),
    ],
  ])('is opened %s', async (_, was, then) => {
    expect(await back(was, [], [then])).toEqual([then.path]);
  });

  it.each([
    [
      'another cable chip of the same number',
      port('/dev/ttyUSB1', bridge),
      port('/dev/ttyUSB0', { ...bridge, location: '1-1.4' }),
    ],
    [
      'another one that got its path',
      port('/dev/ttyUSB1', ch340),
      port('/dev/ttyUSB1', { ...ch340, location: '1-1.4' }),
    ],
    [
      'another board in its socket',
      port('/dev/ttyACM0', pico),
      port('/dev/ttyACM0', { ...pico, serialNumber: 'e661ffff' }),
    ],
  ])('is not taken for %s', async (_, was, other) => {
    const away = { ...other, path: `${other.path}9` };
    expect(await back(was, [other], [away, was])).toEqual([was.path]);
  });

  it('is the same of two that one device has', async () => {
    const [first, second] = [port('/dev/ttyUSB0', ch340), port('/dev/ttyUSB1', ch340)];
    expect(await back(second, [], [first, second])).toEqual([second.path]);
  });
});

describe('a port that somebody else has', () => {
  /** Milliseconds at which it was asked for, on a clock that stands still between. */
  function taken(code: 'port-busy' | 'port-denied') {
    vi.useFakeTimers();
    onTestFinished(() => {
      vi.useRealTimers();
    });
    const began = Date.now();
    const listeners = new Set<() => void>();
    const asked: number[] = [];
    let by: 'another' | 'nobody' = 'another';
    let arrives: Promise<void> = Promise.resolve();
    const ports: PortSource = {
      list: async () => [port('/dev/ttyACM0', pico)],
      async open(path) {
        asked.push(Date.now() - began);
        await arrives;
        if (by === 'another') throw new Failure(code, { port: path });
        return new FakeDevice();
      },
      onChange(listener) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    };
    const control = new AbortController();
    const reopened = reopen(ports, '/dev/ttyACM0', port('/dev/ttyACM0', pico), { signal: control.signal });
    return {
      asked,
      control,
      reopened,
      listeners,
      free: () => {
        by = 'nobody';
      },
      hold: (until: Promise<void>) => {
        arrives = until;
      },
      changed: () => {
        for (const listener of listeners) listener();
      },
    };
  }

  it.each(['port-busy', 'port-denied'] as const)(
    'is asked for less and less often, and had when it is free: %s',
    async (code) => {
      const { asked, reopened, free } = taken(code);
      await vi.advanceTimersByTimeAsync(8000);
      expect(asked).toEqual([0, 200, 600, 1400, 3000, 5000, 7000]);
      free();
      await vi.advanceTimersByTimeAsync(1000);
      await reopened;
      expect(asked.at(-1)).toBe(9000);
      await vi.advanceTimersByTimeAsync(60_000);
      expect(asked).toHaveLength(8);
    },
  );

  it('is asked for at once, and soon again, when the ports change', async () => {
    const { asked, reopened, free, changed } = taken('port-busy');
    await vi.advanceTimersByTimeAsync(5100);
    changed();
    await vi.advanceTimersByTimeAsync(200);
    expect(asked).toEqual([0, 200, 600, 1400, 3000, 5000, 5100, 5300]);
    free();
    changed();
    await reopened;
  });

  it.each(['between two tries', 'in the middle of one'])('is given up at once, %s', async (when) => {
    const { asked, control, reopened, hold, changed, listeners } = taken('port-busy');
    await vi.advanceTimersByTimeAsync(700);
    const arrives = Promise.withResolvers<void>();
    if (when === 'in the middle of one') {
      hold(arrives.promise);
      changed();
      await vi.advanceTimersByTimeAsync(0);
    }
    const tries = asked.length;
    control.abort(new Error('enough'));
    await expect(reopened).rejects.toThrow('enough');
    arrives.resolve();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(asked).toHaveLength(tries);
    expect(listeners.size).toBe(0);
    expect(vi.getTimerCount()).toBe(0);
  });
});
