/**
 * The plug out in every phase of a transfer and at 50 places more, boards reset in the middle, cables of every kind of noise.
 * What is random prints its seed: `SEED=123 npx vitest run --project long test/serial/faults/link` has the same again.
 */
import { describe, expect, test } from 'vitest';
import { delays } from '../../../main/virtual/index.ts';
import { freshSeed, seeded } from '../random.ts';
import { type Direction, traffic, writeAndPull, writeOverNoise } from './link.ts';
import { finishes, oldBoard } from './rig.ts';

/** What a failure may be called; anything else, a wrong file or a wait without end fails the test. */
const CODES = [
  'done',
  'port-vanished',
  'transfer-broken',
  'board-silent',
  'board-busy',
  'board-protocol',
  'link-noisy',
];
const LONG_MS = 400_000;

describe('the plug is pulled', () => {
  test.each(['pico', 'esp32'] as const)(
    'in each phase: %s',
    async (kind) => {
      const { down, up } = await traffic(kind);
      const offsets: (readonly [string, Direction, number])[] = [];
      // Each step asks for raw-paste first: survey, receiver, swap. What a receiver takes comes after its source.
      const steps = [...down.matchAll(/\x05A\x01/g)].map(({ index }) => index);
      expect(steps.length).toBeGreaterThanOrEqual(3);
      for (const [at, begin] of steps.entries()) {
        const end = steps[at + 1] ?? down.length;
        for (const [name, part] of [
          ['question', 1],
          ['first bytes', 5],
          ['middle', Math.floor((end - begin) / 2)],
          ['last bytes', end - begin - 3],
        ] as const) {
          offsets.push([`step ${at + 1}, ${name}`, 'down', begin + part]);
        }
      }
      offsets.push(['the last byte', 'down', down.length - 1]);
      for (const at of [0, 5, Math.floor(up.length / 2), up.length - 12, up.length - 4, up.length - 1])
        offsets.push([`answer ${at} of ${up.length}`, 'up', at]);
      for (const [name, direction, offset] of offsets) {
        for (const event of ['bus', 'own'] as const)
          expect(CODES, `${name}, ${event}`).toContain(
            await writeAndPull({ kind, direction, offset, event }),
          );
      }
    },
    LONG_MS,
  );

  test(
    'at 50 random bytes',
    async () => {
      const seed = freshSeed();
      const random = seeded(seed);
      const known = { pico: await traffic('pico'), esp32: await traffic('esp32') };
      for (let n = 0; n < 50; n++) {
        const kind = random() < 0.5 ? 'pico' : 'esp32';
        const direction = random() < 0.7 ? 'down' : 'up';
        const event = random() < 0.7 ? 'bus' : 'own';
        const offset = Math.floor(random() * known[kind][direction].length);
        const told = `SEED=${seed}: ${kind}, ${direction}, ${event}, byte ${offset}`;
        expect(CODES, told).toContain(await writeAndPull({ kind, direction, offset, event }));
      }
    },
    LONG_MS,
  );
});

test(
  'a board that is reset in the middle: by its button, by its watchdog, by its voltage',
  async () => {
    const seed = freshSeed();
    const random = seeded(seed);
    for (const kind of ['pico', 'esp32'] as const) {
      const { down } = await traffic(kind);
      for (const event of ['button', 'wdt', 'brown-out'] as const) {
        const offset = Math.floor(random() * down.length);
        const told = `SEED=${seed}: ${kind}, ${event}, byte ${offset}`;
        expect(CODES, told).toContain(await writeAndPull({ kind, direction: 'down', offset, event }));
      }
    }
  },
  LONG_MS,
);

describe('a cable that garbles', () => {
  test.each([
    ['esp32', 'down', 'doubles', 5000],
    ['esp32', 'down', 'flips', 7000],
    ['pico', 'up', 'doubles', 200],
  ] as const)(
    'now and then: %s, %s, %s at byte %i: what was garbled is sent again',
    async (kind, direction, fault, at) => {
      expect(await writeOverNoise({ kind, direction, fault, hits: { at } })).toBe('done');
    },
  );

  test.each(
    (['down', 'up'] as const).flatMap((direction) =>
      (['drops', 'doubles', 'flips'] as const).map((fault) => [direction, fault] as const),
    ),
  )(
    '%s, %s, little and much',
    async (direction, fault) => {
      for (const rate of [0.0001, 0.001, 0.01]) {
        const seed = freshSeed();
        const kind = seed % 2 === 0 ? 'pico' : 'esp32';
        const told = `SEED=${seed}: ${kind}, ${rate}`;
        expect([...CODES, 'board-exec', 'write-mismatch'], told).toContain(
          await writeOverNoise({ kind, direction, fault, hits: { rate, seed } }),
        );
      }
    },
    LONG_MS,
  );
});

test('a cable that is slow and uneven changes nothing', async () => {
  const { device, open } = await oldBoard({ kind: 'esp32' });
  device.cable.add('down', delays({ ms: 1, jitterMs: 3, seed: 5 }));
  device.cable.add('up', delays({ ms: 1, jitterMs: 3, seed: 6 }));
  await finishes(device, open);
});

describe('a plug that is pulled, or a board that is reset, somewhere', () => {
  test.each([
    ['esp32', 'up', 'bus'],
    ['esp32', 'down', 'own'],
  ] as const)('%s, %s, %s', async (kind, direction, event) => {
    const seed = freshSeed();
    const all = (await traffic(kind))[direction].length;
    const offset = (seed * 7919) % all;
    expect(
      ['done', 'port-vanished', 'transfer-broken', 'board-protocol', 'board-silent'],
      `SEED=${seed}, byte ${offset} of ${all}`,
    ).toContain(await writeAndPull({ kind, direction, offset, event }));
  });
});
