import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { bytesPerSecond, uartStage } from '../../main/virtual/uart.ts';
import { createFlashClock, PICO_FLASH } from '../../main/virtual/vm/flash-cost.ts';
import { createSerialIn } from '../../main/virtual/vm/serial-in.ts';

const BAUD = 115_200;
const WHOLE_MS = (count: number) => (count * 1000) / bytesPerSecond(BAUD);

describe('a UART on the cable', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  const line = () => {
    const came: { at: number; bytes: Uint8Array }[] = [];
    const start = performance.now();
    const way = uartStage(BAUD)((bytes) => void came.push({ at: performance.now() - start, bytes }));
    const count = () => came.reduce((sum, { bytes }) => sum + bytes.length, 0);
    return { way, came, count };
  };

  it('carries 11,520 bytes in a second, in their order, and never a byte before its time', () => {
    const { way, came, count } = line();
    const sent = Uint8Array.from({ length: 12_000 }, (_, at) => at % 251);
    way.send(sent.subarray(0, 5000));
    way.send(sent.subarray(5000));
    vi.advanceTimersByTime(1000);
    expect(count()).toBeGreaterThan(11_450);
    expect(count()).toBeLessThanOrEqual(11_520);
    vi.advanceTimersByTime(60);
    expect(Buffer.concat(came.map(({ bytes }) => bytes))).toEqual(Buffer.from(sent));
    let total = 0;
    for (const { at, bytes } of came) {
      total += bytes.length;
      expect(at).toBeGreaterThanOrEqual(WHOLE_MS(total) - 1e-6);
    }
  });

  it('begins at once after a silence, and forgets what is under way when it is cut', () => {
    const { way, count } = line();
    vi.advanceTimersByTime(500);
    way.send(new Uint8Array(115));
    vi.advanceTimersByTime(12);
    expect(count()).toBe(115);
    way.send(new Uint8Array(1000));
    vi.advanceTimersByTime(20);
    way.cut();
    const before = count();
    vi.advanceTimersByTime(1000);
    expect(count()).toBe(before);
    way.send(new Uint8Array(10));
    vi.advanceTimersByTime(5);
    expect(count()).toBe(before + 10);
  });
});

describe('the receive buffer', () => {
  it('loses what comes while it is full, and only that', () => {
    const ring = createSerialIn(259);
    ring.push(new Uint8Array(250).fill(1));
    ring.push(new Uint8Array(20).fill(2));
    ring.push(new Uint8Array(20).fill(3));
    const all = new Uint8Array(300);
    expect(ring.take(all)).toBe(259);
    expect([all[249], all[250], all[258]]).toEqual([1, 2, 2]);
    ring.push(new Uint8Array(5).fill(4));
    expect(ring.length).toBe(5);
  });
});

describe('the time that a flash takes', () => {
  const GEOMETRY = { kind: 'littlefs', blocks: 200, blockSize: 4096, inlineMax: 512 } as const;
  const clock = () => {
    const spent: number[] = [];
    return { spent, ...createFlashClock(PICO_FLASH, GEOMETRY, (ms) => void spent.push(ms)) };
  };
  const sum = (values: number[]) => values.reduce((all, one) => all + one, 0);

  it('a block is erased once, when its first byte comes, whatever the pieces are', () => {
    const one = clock();
    const file = one.opened(0);
    one.wrote(file, 4096);
    expect(sum(one.spent)).toBeCloseTo(45 + 16 * 0.4);
    const other = clock();
    const pieces = other.opened(0);
    for (let size = 1024; size <= 4096; size += 1024) other.wrote(pieces, size);
    expect(other.spent.map((ms) => Math.round(ms * 10) / 10)).toEqual([46.6, 1.6, 1.6, 1.6]);
    other.wrote(pieces, 4097);
    other.closed(pieces, 4097);
    expect(sum(other.spent)).toBeCloseTo(2 * 45 + 17 * 0.4 + 1.1);
  });

  it('what lives in its folder takes only the commit', () => {
    const { spent, ...inline } = clock();
    inline.created();
    const file = inline.opened(0);
    inline.wrote(file, 512);
    inline.closed(file, 512);
    expect(spent).toEqual([1.4, 1.1]);
  });

  it('appending to a block copies it', () => {
    const { spent, ...flash } = clock();
    const file = flash.opened(5000);
    flash.wrote(file, 5100);
    expect(sum(spent)).toBeCloseTo(45 + 3 * 0.4);
  });

  it('without a cost nothing stands still', () => {
    const spent: number[] = [];
    const flash = createFlashClock(null, GEOMETRY, (ms) => void spent.push(ms));
    const file = flash.opened(0);
    flash.wrote(file, 9000);
    flash.closed(file, 9000);
    flash.renamed();
    expect(spent).toEqual([]);
  });
});
