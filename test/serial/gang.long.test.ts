/** Eight boards at once, each a job of its own, four of them bad in four ways: the others do not notice. */
import { expect, test } from 'vitest';
import { createJobRunner, type JobContext } from '../../main/jobs/index.ts';
import { openBoard, untilPlugged, writeFiles } from '../../main/serial/index.ts';
import { createVirtualBench, flips, stalls, trips, type VirtualBoard } from '../../main/virtual/index.ts';
import { untilState } from '../virtual/support.ts';
import { editionOn, putOldSet, setOf } from './faults/rig.ts';

const PHASES = [{ name: 'write', weight: 1 }] as const;
/** Longer than anything else here takes: who waits for this board waits in vain. */
const ENDLESS_TRIES = [600_000];
/** Eight boards that start at once on a busy computer. */
const PLUGGED_MS = 30_000;

test('one silent, one full, one unplugged, one with a noisy cable: the other four pass, and each failure is its own', async () => {
  const bench = createVirtualBench();
  const jobs = createJobRunner();
  const kinds = ['pico', 'esp32', 'pico', 'esp32', 'pico', 'esp32', 'pico', 'esp32'] as const;
  const boards = kinds.map((kind, at) =>
    // The first has no room for a second set beside the first.
    bench.addBoard({ kind, power: 'off', ...(at === 0 ? { flashBytes: 48 * 1024 } : {}) }),
  );
  const [full, silent, unplugged, noisy, ...good] = boards;
  if (!full || !silent || !unplugged || !noisy) throw new Error('eight boards are wanted');
  for (const board of boards) {
    putOldSet(board);
    board.powerOn();
  }
  for (const board of boards) {
    await untilPlugged(bench.ports, board.path, AbortSignal.timeout(PLUGGED_MS));
    // The port of a bridge is there with its power, and its chip starts for seconds where eight do so at once.
    await untilState(board, 'running');
  }
  silent.cable.add('up', stalls({ at: 0 }));
  unplugged.cable.add(
    'down',
    trips(5000, () => void unplugged.unplug()),
  );
  const mend = noisy.cable.add('down', flips({ rate: 0.01, seed: 4 }));

  const start = (board: VirtualBoard) =>
    jobs.start({
      kind: 'write',
      board: board.path,
      phases: PHASES,
      work: async ({ signal }: JobContext<'write'>) => {
        const tries = board === silent ? ENDLESS_TRIES : undefined;
        const opened = await openBoard({ ports: bench.ports, path: board.path }, { signal, tries });
        try {
          const { written, hashes } = await writeFiles(opened, setOf('new'), { signal });
          return { written, hashes };
        } finally {
          await opened.close();
        }
      },
    });
  const ids = new Map(boards.map((board) => [board, start(board)]));
  const end = (board: VirtualBoard) => jobs.finished(ids.get(board) ?? '');

  // The silent board is waited for all the while.
  const ends = await Promise.all(good.map(end));
  expect(jobs.snapshot(ids.get(silent) ?? '').state.status).toBe('running');
  for (const one of ends) expect(one).toEqual({ status: 'done', result: expect.anything() });
  expect(new Set(ends.map((one) => JSON.stringify(one))).size).toBe(1);
  for (const board of good) expect(editionOn(board)).toBe('new');

  const failed = await Promise.all([full, unplugged, noisy].map(end));
  expect(failed).toMatchObject([
    { status: 'failed', failure: { code: 'board-full', params: { port: full.path } } },
    { status: 'failed', failure: { code: expect.stringMatching(/^(port-vanished|transfer-broken)$/) } },
    { status: 'failed', failure: { params: { port: noisy.path } } },
  ]);
  for (const board of [full, silent, unplugged, noisy]) expect(editionOn(board)).toBe('old');
  jobs.cancel(ids.get(silent) ?? '');
  expect(await end(silent)).toMatchObject({ status: 'cancelled' });

  // What was wrong is put right, and only what failed is started again.
  unplugged.plug();
  mend();
  await untilPlugged(bench.ports, unplugged.path, AbortSignal.timeout(PLUGGED_MS));
  const retried = [unplugged, noisy].map(async (board) =>
    jobs.finished(await jobs.retry(ids.get(board) ?? '')),
  );
  expect(await Promise.all(retried)).toMatchObject([{ status: 'done' }, { status: 'done' }]);
  for (const board of [unplugged, noisy]) expect(editionOn(board)).toBe('new');
  await bench.close();
});
