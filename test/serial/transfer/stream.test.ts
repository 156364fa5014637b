/** The stream into the board's receiver: on a line that loses what is too much, with a host that dies, with little memory. */
import { describe, expect, it, onTestFinished } from 'vitest';
import { type Board, openBoard, readFile, untilPlugged, writeFiles } from '../../../main/serial/index.ts';
import {
  type AddBoard,
  createVirtualBench,
  UART_115200,
  type VirtualBoard,
} from '../../../main/virtual/index.ts';
import { freshSeed, seeded } from '../random.ts';

/** Ten times as fast as the real one, with the same small buffer. */
const UART = { ...UART_115200, baudRate: 1_152_000 };
/** Slow enough that the buffer is full again and again. */
const FLASH = { eraseBlock: 6, programPage: 0.1, open: 0.2, close: 0.2, rename: 0.2 };

async function rig(options: AddBoard) {
  const bench = createVirtualBench();
  onTestFinished(() => bench.close());
  const device = bench.addBoard(options);
  await untilPlugged(bench.ports, device.path, AbortSignal.timeout(10_000));
  const how = { baudRate: options.uart?.baudRate };
  return { device, open: () => openBoard({ ports: bench.ports, path: device.path }, how) };
}

const random = seeded(freshSeed());
const noise = (size: number) => Uint8Array.from({ length: size }, () => Math.floor(random() * 256));
const files = [
  { name: 'a.py', content: Buffer.from('import asyncio\nwhile True:\n    pass\n'.repeat(300)) },
  { name: 'b.bin', content: noise(20_000) },
  { name: 'none', content: new Uint8Array(0) },
  {
    name: 'lib/c.py',
    content: Buffer.from(Array.from({ length: 900 }, (_, n) => `X${n} = ${n}`).join('\n')),
  },
];

/** What goes into each exec, for a look at what way the files took. */
function watched(board: Board): { board: Board; sources: string[] } {
  const sources: string[] = [];
  const exec: Board['exec'] = (source, options) => {
    sources.push(Buffer.from(source).toString('latin1'));
    return board.exec(source, options);
  };
  return {
    sources,
    board: new Proxy(board, {
      get: (target, key) => {
        if (key === 'exec') return exec;
        const value: unknown = Reflect.get(target, key, target);
        return typeof value === 'function' ? value.bind(target) : value;
      },
    }),
  };
}

const streams = (sources: readonly string[]) => sources.filter((source) => source.includes('_R(')).length;
const pastes = (sources: readonly string[]) => sources.filter((source) => /^_C\(/m.test(source)).length;

function stands(device: VirtualBoard): string[] {
  return files
    .filter(({ name, content }) => {
      const there = device.flash.entries.get(name);
      return there && Buffer.from(there).equals(Buffer.from(content));
    })
    .map(({ name }) => name);
}

describe('a stream', () => {
  it.each([
    [
      'a UART whose buffer of 260 bytes loses what is too much',
      { kind: 'esp32', uart: UART, flashCost: FLASH },
    ],
    ['USB', { kind: 'pico', flashCost: FLASH }],
    ['a board without deflate', { kind: 'pico', runtime: 'rp2-1.20' }],
    ['a board without raw-paste', { kind: 'esp32', runtime: 'esp32-1.13' }],
  ] as const)('over %s: one, and nothing is sent twice', async (_, options) => {
    const { device, open } = await rig(options);
    const { board, sources } = watched(await open());
    const steps: number[] = [];
    const result = await writeFiles(board, files, {
      onProgress: ({ done, total }) => steps.push(done / total),
    });
    expect(result.written).toEqual(files.map(({ name }) => name));
    expect(stands(device)).toEqual(result.written);
    expect([streams(sources), pastes(sources)]).toEqual([1, 0]);
    expect(steps.at(-1)).toBe(1);
    expect(steps).toEqual(steps.toSorted((a, b) => a - b));
  });

  it('that loses a byte is given up, and what is left goes by execs', async () => {
    const { device, open } = await rig({ kind: 'esp32', uart: UART, flashCost: FLASH });
    const { board, sources } = watched(await open());
    let isLost = false;
    const stop = device.cable.add('down', (deliver) => ({
      send(bytes) {
        const isStream = device.flash.entries.has('b.bin.usb') && !isLost;
        if (isStream) isLost = true;
        deliver(isStream ? bytes.subarray(1) : bytes);
      },
      cut() {},
    }));
    await writeFiles(board, files);
    stop();
    expect(isLost).toBe(true);
    expect(stands(device)).toHaveLength(files.length);
    expect(pastes(sources)).toBeGreaterThan(0);
  });

  it.each([
    ['unit', '.'],
    ['frame', 'w'],
  ])(
    'whose host dies in mid-%s: Ctrl-C gives the board back, and a second run finishes',
    async (_, letter) => {
      const { device, open } = await rig({ kind: 'esp32' });
      const link = device.open();
      const board = await openBoard({ link });
      // The host is gone in the moment in which the board says this: no Ctrl-C, no more bytes.
      let isDead = false;
      const dead = new Promise<void>((resolve) => {
        device.cable.add('up', (deliver) => ({
          send(bytes) {
            const isTime =
              !isDead && bytes.includes(letter.charCodeAt(0)) && device.flash.entries.has('a.py.usb');
            if (!isTime) return deliver(bytes);
            isDead = true;
            void link.close().then(resolve);
          },
          cut() {},
        }));
      });
      const broken = writeFiles(board, files).catch((error: unknown) => error);
      await dead;
      expect(await broken).toMatchObject({ code: 'transfer-broken', params: { file: 'a.py' } });
      const next = await open();
      expect(next.hold?.by).toBe('interrupt');
      await writeFiles(next, files);
      expect(stands(device)).toHaveLength(files.length);
      expect([...device.flash.entries.keys()].filter((name) => name.endsWith('.usb'))).toEqual([]);
    },
  );

  it('whose host dies is given up by the board itself', async () => {
    // Twenty board seconds in each real one.
    const { device } = await rig({ kind: 'pico', clockRate: 20 });
    const link = device.open();
    const board = await openBoard({ link });
    const source = (await import('../../../main/serial/transfer/receiver.ts')).receiver(64, 8000, 0);
    const { SURVEY_START } = await import('../../../main/serial/transfer/script.ts');
    await board.exec(SURVEY_START);
    await board.exec("_L.append(('/x', 10, b''))");
    const waits = board.exec(source);
    await expect(waits).rejects.toMatchObject({ code: 'board-exec', params: { error: 'EOFError:' } });
    expect(await board.exec('print(1)')).toBe('1\n');
  });

  it('feeds a watchdog that is at work, also while it waits', async () => {
    // Not in a hurry: the five seconds after which it gives its host up are this computer's.
    const { open } = await rig({ kind: 'pico' });
    const board = await open();
    await board.exec('fed = 0\ndef __feed__():\n global fed\n fed += 1');
    await writeFiles(board, files);
    expect(Number(await board.exec('print(fed)'))).toBeGreaterThan(20);
  });

  it('on a board with little memory: execs, and smaller ones', async () => {
    const { device, open } = await rig({ kind: 'pico' });
    const plain = await open();
    await plain.exec('import gc\n_mem_free = gc.mem_free\n');
    const { board, sources } = watched(plain);
    // The VM here never runs out: it is told that it has little.
    const exec = board.exec;
    const poor = new Proxy(board, {
      get: (target, key) => {
        if (key !== 'exec') return Reflect.get(target, key, target) as unknown;
        return async (...given: Parameters<Board['exec']>) => {
          const answer = await exec(...given);
          return answer.replace(
            /^F (\S+) (\d+) (\d+) (\d+) (\d) (\d+)$/m,
            (_, platform: string, free, block, __, d) =>
              `F ${platform} ${free} ${block} 30000 ${d} ${Number(free) + Number(block) + 30_000 + Number(d)}`,
          );
        };
      },
    });
    await writeFiles(poor, files);
    expect([streams(sources), pastes(sources) > 0]).toEqual([0, true]);
    expect(stands(device)).toHaveLength(files.length);
    expect(Math.max(...sources.map((source) => source.length))).toBeLessThan(3000);
    expect(await readFile(plain, 'lib/c.py')).toEqual(new Uint8Array(files[3]?.content ?? []));
  });
});
