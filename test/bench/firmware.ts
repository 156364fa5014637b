/** What the platform costs: its size, and how soon and in how much memory a virtual board that runs it answers. */
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Bench, createBench } from '../../main/bench.ts';
import { leanOf } from '../../main/provisioning/index.ts';
import { untilPlugged } from '../../main/serial/index.ts';
import { createVirtualBench, type VirtualBoard } from '../../main/virtual/index.ts';
import type { BoardKind, Recipe } from '../../preload/contract/models.ts';
import { atMost, type Figure, median } from './figures.ts';
import { thrift } from './thrift.ts';

const SITE = { ssid: 'Bench', password: 'virtual-bench' };
const ROUNDS = 9;
const BOARDS = 8;
/** 20 kB of 1024 bytes, as docs/protocol.md counts them and the house rule holds. */
const FILE_LIMIT = 20_480;
/** 48 kB of 1024 bytes. */
const PLATFORM_LIMIT = 49_152;
const FIRMWARE = join(import.meta.dirname, '..', '..', 'firmware');

export async function benchFirmware(): Promise<Figure[]> {
  const home = await mkdtemp(join(tmpdir(), 'bootbench-bench-'));
  const virtual = createVirtualBench();
  virtual.radio.addNetwork(SITE);
  const bench = await createBench({ home, virtual, usb: 'none' });
  try {
    await bench.offerApp('skeleton');
    return [
      ...(await sizes()),
      ...(await starts(bench, 'pico')),
      ...(await starts(bench, 'esp32')),
      await memory(bench),
      ...(await thrift()),
    ];
  } finally {
    await bench.close();
    await rm(home, { recursive: true, force: true });
  }
}

const figure = atMost('firmware');

async function sizes(): Promise<Figure[]> {
  const platform = join(FIRMWARE, 'platform');
  const names = (await readdir(platform)).filter((name) => name.endsWith('.py'));
  const bytes = await Promise.all(names.map(async (name) => (await stat(join(platform, name))).size));
  const boot = Buffer.byteLength(leanOf(await readFile(join(FIRMWARE, 'boot.py'), 'utf8')));
  return [
    figure('boot.py as it is flashed', boot, 'B', FILE_LIMIT),
    figure(
      'platform files together',
      bytes.reduce((sum, size) => sum + size, 0),
      'B',
      PLATFORM_LIMIT,
    ),
    figure('largest platform file', Math.max(...bytes), 'B', FILE_LIMIT),
  ];
}

/** A board that has its software, and is off. */
async function provisioned(bench: Bench, kind: BoardKind): Promise<VirtualBoard> {
  const board = bench.virtual?.addBoard({ kind });
  if (!board) throw new Error('a virtual bench is needed');
  const recipe: Recipe = {
    name: 'bench',
    kind,
    appType: 'skeleton',
    install: 'platform',
    wifi: 'cable',
    identify: 'skip',
  };
  await untilPlugged(bench.ports, board.path, AbortSignal.timeout(10_000));
  const id = await bench.provision({ port: board.path, recipe, site: SITE });
  const state = await bench.jobs.finished(id);
  if (state.status !== 'done') throw new Error(`provisioning ended as ${JSON.stringify(state)}`);
  await board.powerOff();
  return board;
}

/** Milliseconds from power on to the whole answer to `GET /status`. */
async function firstAnswer(board: VirtualBoard): Promise<number> {
  const address = await board.address();
  const startedAt = performance.now();
  board.powerOn();
  for (;;) {
    try {
      const answer = await fetch(`http://${address}/status`, { headers: { connection: 'close' } });
      await answer.text();
      return performance.now() - startedAt;
    } catch {
      // Nobody listens yet. The pause is the resolution of the figure.
      await sleep(2);
    }
  }
}

async function starts(bench: Bench, kind: BoardKind): Promise<Figure[]> {
  const board = await provisioned(bench, kind);
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    times.push(await firstAnswer(board));
    await board.powerOff();
  }
  return [figure(`virtual ${kind}, power on to first HTTP answer, median`, median(times), 'ms', 300)];
}

/** Resident memory that one more running board adds, when each has answered. */
async function memory(bench: Bench): Promise<Figure> {
  const boards: VirtualBoard[] = [];
  for (let n = 0; n < BOARDS; n++) boards.push(await provisioned(bench, n % 2 === 0 ? 'pico' : 'esp32'));
  const before = process.memoryUsage.rss();
  for (const board of boards) await firstAnswer(board);
  const each = (process.memoryUsage.rss() - before) / BOARDS / 1e6;
  await Promise.all(boards.map((board) => board.powerOff()));
  return figure(`resident memory a board, ${BOARDS} running`, each, 'MB', 16);
}
