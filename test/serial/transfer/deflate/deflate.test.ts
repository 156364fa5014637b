/** What it makes is deflate by two other hands, zlib's and the real MicroPython's, and no larger than zlib's best. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { constants, deflateRawSync, inflateRawSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { deflate } from '../../../../main/serial/transfer/deflate/index.ts';
import { findMatches } from '../../../../main/serial/transfer/deflate/matches.ts';
import { deflateOnce } from '../../../../main/serial/transfer/deflate/once.ts';
import { packedBytes } from '../../../../main/serial/transfer/pack.ts';
import { oldBoard } from '../../faults/rig.ts';
import { freshSeed, seeded } from '../../random.ts';
import { randomBytes, text } from '../samples.ts';

const FIRMWARE = join(import.meta.dirname, '../../../../firmware');
const boot = new Uint8Array(readFileSync(join(FIRMWARE, 'boot.py')));

function back(bytes: Uint8Array, windowBits = 15): Buffer {
  return inflateRawSync(bytes, { windowBits, finishFlush: constants.Z_SYNC_FLUSH });
}

const everyByte = Uint8Array.from({ length: 256 }, (_, at) => at);

describe('one block', () => {
  test.each([
    ['nothing', new Uint8Array(0)],
    ['one byte', Uint8Array.of(3)],
    ['two bytes, which no match can be', Uint8Array.of(7, 7)],
    ['the same byte, so often that matches have the greatest length', new Uint8Array(70_000).fill(65)],
    ['each byte once', everyByte],
    ['each byte twice, one distance', Buffer.concat([everyByte, everyByte])],
    ['what does not shrink', randomBytes(5000)],
    ['source', boot],
    ['source that repeats itself', text],
  ])('of %s', (_, content) => {
    for (const end of ['final', 'sync-flush'] as const) {
      const packed = deflate(content, { windowBits: 15, end });
      expect(back(packed)).toEqual(Buffer.from(content));
      // A sync flush ends so; the next piece begins at a whole byte.
      if (end === 'sync-flush') expect([...packed.slice(-4)]).toEqual([0, 0, 0xff, 0xff]);
    }
  });

  test('is whole by itself: an inflater that is not told that more may come takes a final one', () => {
    expect(inflateRawSync(deflate(boot, { windowBits: 15, end: 'final' }))).toEqual(Buffer.from(boot));
  });
});

test('100 streams of pieces, of all kinds of content and windows, come back as they were', () => {
  const seed = freshSeed();
  const random = seeded(seed);
  const upTo = (most: number) => Math.floor(random() * most);
  const piece = () => {
    // From four letters, which repeat at all distances, to all bytes.
    const letters = 2 ** (1 + upTo(8));
    const fresh = Uint8Array.from({ length: upTo(900) }, () => upTo(letters));
    const source = boot.subarray(upTo(boot.length), boot.length).subarray(0, upTo(900));
    return upTo(2) === 0 ? fresh : source;
  };
  for (let round = 0; round < 100; round++) {
    const windowBits = 9 + upTo(7);
    const pieces = Array.from({ length: 1 + upTo(5) }, piece);
    let history = new Uint8Array(0);
    const stream = pieces.map((content) => {
      const packed = deflate(content, { history, windowBits, end: 'sync-flush' });
      history = Uint8Array.from([...history, ...content]);
      return packed;
    });
    // zlib refuses a match that is farther away than its window.
    expect(back(Buffer.concat(stream), windowBits), `seed ${seed}, round ${round}`).toEqual(
      Buffer.concat(pieces),
    );
  }
});

describe('a window', () => {
  const far = (windowBits: number) => {
    const once = Buffer.from('only here, and again at the very end of the window');
    return Buffer.concat([once, new Uint8Array(2 ** windowBits - once.length), once]);
  };

  test.each([9, 11, 12, 15])('of %d bits: the match that is just near enough is used', (windowBits) => {
    const content = far(windowBits);
    const packed = deflate(content, { windowBits, end: 'final' });
    expect(back(packed, windowBits)).toEqual(content);
    // 50 bytes in a row that came before cost a match, and not their letters.
    const without = deflate(content.subarray(0, -50), { windowBits, end: 'final' });
    expect(packed.length).toBeLessThan(without.length + 8);
  });

  test('whose edge a match touches is what the real MicroPython inflates', async () => {
    const { open } = await oldBoard({ kind: 'pico' });
    const board = await open();
    const content = far(11);
    const said = await board.exec(
      Buffer.concat([
        Buffer.from('import deflate,io\n_x='),
        packedBytes(content, 'window'),
        Buffer.from('\nprint(len(_x),_x[:9]==_x[2048:2057],_x[-9:])\n'),
      ]),
    );
    expect(said).toBe(`${content.length} True b'he window'\n`);
    await board.close();
  });
});

test('source of the platform never comes out larger than from zlib at its best, and all in all smaller by a fortieth', () => {
  const files = readdirSync(join(FIRMWARE, 'platform')).map((name) =>
    readFileSync(join(FIRMWARE, 'platform', name)),
  );
  let ours = 0;
  let zlibs = 0;
  for (const content of [boot, ...files]) {
    const packed = deflate(content, { windowBits: 15, end: 'final' }).length;
    const best = deflateRawSync(content, { level: 9, memLevel: 9 }).length;
    expect(packed).toBeLessThanOrEqual(best);
    ours += packed;
    zlibs += best;
  }
  expect(ours / zlibs).toBeLessThan(0.975);
});

test('what is packed once is given again; another window, history or end is another thing', () => {
  const history = new Uint8Array(boot.subarray(0, 500));
  const asked = { history, windowBits: 12, end: 'final' } as const;
  const first = deflateOnce(boot, asked);
  expect(deflateOnce(Uint8Array.from(boot), { ...asked, history: Uint8Array.from(history) })).toBe(first);
  for (const other of [
    { ...asked, windowBits: 9 },
    { ...asked, end: 'sync-flush' as const },
    { ...asked, history: history.subarray(1) },
    { windowBits: 12, end: 'final' as const },
  ]) {
    expect(deflateOnce(boot, other)).toEqual(deflate(boot, other));
    expect(deflateOnce(boot, other)).not.toEqual(first);
  }
});

test('a picture, with long matches everywhere, is searched no longer than the line leaves time for', () => {
  const seed = freshSeed();
  const random = seeded(seed);
  const picture = Uint8Array.from({ length: 6144 }, () => (random() < 0.01 ? 1 : 0));
  const { effort } = findMatches(new Uint8Array(0), picture, 4096);
  expect(effort / picture.length, `seed ${seed}`).toBeLessThan(1024 + 258);
  const packed = deflate(picture, { windowBits: 12, end: 'final' });
  expect(back(packed, 12), `seed ${seed}`).toEqual(Buffer.from(picture));
  const zlibs = deflateRawSync(picture, { level: 9, windowBits: 12 }).length;
  expect(packed.length, `seed ${seed}`).toBeLessThan(1.5 * zlibs);
});
