import { constants, createInflateRaw } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { frames, HEADER, PLAIN_MAX } from '../../../main/serial/transfer/frames.ts';
import { file, randomBytes, text } from './samples.ts';

const CTRL_C = 0x03;

/** Bytes that have another meaning in some layer, in each order. */
const worst = Uint8Array.from(
  { length: 9000 },
  (_, at) => [3, 4, 0x41, 3, 0x42, 0xff, 0x0d][(at * at) % 7] ?? 0,
);

interface Read {
  readonly plain: number;
  readonly asItIs: boolean;
  readonly payload: Buffer;
}

/** A stream read as the receiver on the board reads it. */
function read(stream: Uint8Array): Read[] {
  const found: Read[] = [];
  for (let at = 0; at < stream.length; ) {
    const [l = 0, l1 = 0, k = 0, k1 = 0, pair = 0, check = 0] = stream.subarray(at, at + HEADER);
    expect(check).toBe(128 | (l ^ l1 ^ k ^ k1 ^ pair));
    at += HEADER;
    const length = ((l & 127) << 7) | (l1 & 127);
    const coded = Buffer.from(stream.subarray(at, at + length)).toString('latin1');
    at += length;
    const sign = String.fromCharCode(pair);
    const payload = coded.replaceAll(`${sign}A`, '\x03').replaceAll(`${sign}B`, sign);
    found.push({
      plain: ((k & 63) << 7) | (k1 & 127),
      asItIs: (k & 64) !== 0,
      payload: Buffer.from(payload, 'latin1'),
    });
  }
  return found;
}

async function contentOf(found: readonly Read[], windowBits: number): Promise<Buffer> {
  const inflate = createInflateRaw({ windowBits, finishFlush: constants.Z_SYNC_FLUSH });
  const out: Buffer[] = [];
  for (const { plain, asItIs, payload } of found) {
    if (asItIs) {
      expect(payload.length).toBe(plain);
      out.push(payload);
      continue;
    }
    const parts: Buffer[] = [];
    const take = (part: Buffer) => void parts.push(part);
    inflate.on('data', take);
    await new Promise<void>((resolve, reject) => {
      inflate.once('error', reject);
      inflate.write(payload, () => {
        inflate.off('error', reject);
        resolve();
      });
    });
    inflate.off('data', take);
    const whole = Buffer.concat(parts);
    expect(whole.length).toBe(plain);
    out.push(whole);
  }
  return Buffer.concat(out);
}

describe('the frames of a transfer', () => {
  const files = [
    file('/a.py', text),
    file('/none', new Uint8Array(0)),
    file('/r', randomBytes(20_000)),
    file('/a2.py', text.subarray(100)),
    file('/worst', worst),
    file(
      '/all',
      Uint8Array.from({ length: 256 }, (_, at) => at),
    ),
    file('/03', new Uint8Array(7000).fill(CTRL_C)),
  ];
  const whole = Buffer.concat(files.map(({ content }) => content));

  it.each([15, 12, 0])('are the files, byte for byte, in a window of 2^%i', async (wbits) => {
    const stream = Buffer.concat([...frames(files, wbits)].map(({ bytes }) => bytes));
    expect(await contentOf(read(stream), wbits === 0 ? 15 : wbits)).toEqual(whole);
  });

  it('never have the interrupt character in them', () => {
    for (const wbits of [15, 0]) {
      for (const { bytes } of frames([...files, file('/more', randomBytes(50_000))], wbits)) {
        expect(bytes).not.toContain(CTRL_C);
      }
    }
  });

  it('say how much of a file each one is, and none goes beyond its file', () => {
    const sizes = [...frames(files, 15)].map(({ plain }) => plain);
    let left = sizes;
    for (const { content } of files) {
      let sum = 0;
      while (sum < content.length) {
        sum += left[0] ?? Number.NaN;
        left = left.slice(1);
      }
      expect(sum).toBe(content.length);
    }
    expect(left).toEqual([]);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(PLAIN_MAX);
  });

  it('add at most 1.2 % to random bytes', () => {
    const size = [...frames([file('/r', randomBytes(50_000))], 15)].reduce(
      (sum, { bytes }) => sum + bytes.length,
      0,
    );
    expect(size / 50_000).toBeLessThan(1.012);
  });

  it('are told from a stream that slipped by a byte', () => {
    const [first] = frames([file('/r', randomBytes(3000, 7))], 15);
    const [l = 0, l1 = 0, k = 0, k1 = 0, pair = 0, check = 0] = first?.bytes.subarray(1) ?? [];
    expect(check).not.toBe(128 | (l ^ l1 ^ k ^ k1 ^ pair));
  });
});
