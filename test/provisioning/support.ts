/** A bench on a virtual table, with everything real behind it: firmware, server, database, jobs. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Bench, createBench } from '../../main/bench.ts';
import { untilPlugged } from '../../main/serial/index.ts';
import { type AddBoard, createVirtualBench, type VirtualBoard } from '../../main/virtual/index.ts';
import type { JobState } from '../../preload/contract/jobs.ts';
import { type Passport, passport, type Recipe } from '../../preload/contract/models.ts';

export const SITE = { ssid: 'Bench', password: 'virtual-bench' };
/** For a board to start, on a busy computer. */
const LIMIT_MS = 30_000;

export interface Table {
  readonly bench: Bench;
  readonly addBoard: (options: AddBoard) => Promise<VirtualBoard>;
  readonly close: () => Promise<void>;
}

export async function setTable(options: { heartbeatIntervalMs?: number } = {}): Promise<Table> {
  const home = await mkdtemp(join(tmpdir(), 'bootbench-test-'));
  const virtual = createVirtualBench();
  virtual.radio.addNetwork(SITE);
  const bench = await createBench({ home, virtual, usb: 'none', ota: options });
  await bench.offerApp('skeleton');
  return {
    bench,
    async addBoard(board) {
      const added = virtual.addBoard(board);
      if (board.power !== 'off') await plugged(bench, added);
      return added;
    },
    async close() {
      await bench.close();
      await rm(home, { recursive: true, force: true });
    },
  };
}

export const plugged = (bench: Bench, board: VirtualBoard): Promise<void> =>
  untilPlugged(bench.ports, board.path, AbortSignal.timeout(LIMIT_MS));

export const recipe = (changes: Partial<Recipe> = {}): Recipe => ({
  name: 'test',
  kind: null,
  appType: 'skeleton',
  install: 'boot',
  wifi: 'cable',
  identify: 'skip',
  ...changes,
});

export interface Order {
  readonly recipe?: Partial<Recipe>;
  readonly site?: { ssid: string; password: string };
  readonly api?: string;
  readonly apPassword?: string;
  /** Left out: `overwrite`, because nobody is there to answer. Undefined: as it is by itself. */
  readonly foreign?: 'ask' | 'back-up' | 'overwrite' | undefined;
}

export const start = (bench: Bench, board: VirtualBoard, order: Order = {}): Promise<string> =>
  bench.provision({
    site: SITE,
    foreign: 'overwrite',
    ...order,
    port: board.path,
    recipe: recipe(order.recipe),
  });

/** Runs the job to its end, whatever it is. */
export async function run(bench: Bench, board: VirtualBoard, order: Order = {}): Promise<JobState> {
  return bench.jobs.finished(await start(bench, board, order));
}

/** Runs the job and insists on its passport. */
export async function pass(bench: Bench, board: VirtualBoard, order: Order = {}): Promise<Passport> {
  const state = await run(bench, board, order);
  if (state.status !== 'done') throw new Error(`the job ended as ${JSON.stringify(state)}`);
  return passport.parse(state.result);
}

/** Resolves when the job enters the phase; rejects when it ends without. */
export function phase(bench: Bench, id: string, name: string): Promise<void> {
  return new Promise((resolve, reject) => {
    void bench.jobs.finished(id).then((end) => {
      reject(new Error(`the job ended before "${name}" as ${JSON.stringify(end)}`));
    });
    const stop = bench.jobs.subscribe(id, (message) => {
      const state =
        message.type === 'snapshot'
          ? message.snapshot.state
          : message.type === 'state'
            ? message.state
            : null;
      if (!state || !('progress' in state) || state.progress.phase !== name) return;
      resolve();
      queueMicrotask(() => stop());
    });
  });
}
