/** Eight boards provisioned at once, four of them bad in four ways: the others pass, and what failed is started again. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { flips, stalls, trips, type VirtualBoard } from '../../main/virtual/index.ts';
import { passport } from '../../preload/contract/models.ts';
import { plugged, SITE, setTable, start, type Table } from './support.ts';

let table: Table;
beforeAll(async () => {
  table = await setTable();
});
afterAll(() => table.close());

test('one silent, one full, one unplugged, one with a noisy cable', async () => {
  const { bench } = table;
  const kinds = ['pico', 'esp32', 'pico', 'esp32', 'pico', 'esp32', 'pico', 'esp32'] as const;
  const boards: VirtualBoard[] = [];
  for (const [at, kind] of kinds.entries())
    boards.push(await table.addBoard({ kind, ...(at === 0 ? { flashBytes: 16 * 1024 } : {}) }));
  const [full, silent, unplugged, noisy, ...good] = boards;
  if (!full || !silent || !unplugged || !noisy) throw new Error('eight boards are wanted');
  const speak = silent.cable.add('up', stalls({ at: 0 }));
  unplugged.cable.add(
    'down',
    trips(4000, () => void unplugged.unplug()),
  );
  const mend = noisy.cable.add('down', flips({ rate: 0.02, seed: 4 }));

  const ids = new Map<VirtualBoard, string>();
  for (const board of boards) ids.set(board, await start(bench, board));
  const idOf = (board: VirtualBoard) => ids.get(board) ?? '';
  const end = (board: VirtualBoard) => bench.jobs.finished(idOf(board));

  const passports = (await Promise.all(good.map(end))).map((state) => {
    if (state.status !== 'done') throw new Error(`a good board ended as ${JSON.stringify(state)}`);
    return passport.parse(state.result);
  });
  expect(new Set(passports.map(({ set }) => set)).size).toBe(1);
  expect(new Set(passports.map(({ deviceId }) => deviceId)).size).toBe(good.length);

  const codes = (await Promise.all([full, silent, unplugged, noisy].map(end))).map((state) =>
    state.status === 'failed' ? state.failure.code : state.status,
  );
  expect(codes).toEqual([
    'board-full',
    'board-silent',
    expect.stringMatching(/^(port-vanished|transfer-broken)$/),
    // Whatever of it was hit: to get hold of the board, to ask what it is, or the files.
    expect.stringMatching(/^(link-noisy|board-(busy|exec|protocol|silent)|write-mismatch)$/),
  ]);

  speak();
  mend();
  unplugged.plug();
  await plugged(bench, unplugged);
  const retried = await Promise.all(
    [silent, unplugged, noisy].map(async (board) => {
      const again = await bench.jobs.retry(idOf(board));
      const state = await bench.jobs.finished(again);
      expect(JSON.stringify(bench.jobs.snapshot(again))).not.toContain(SITE.password);
      return state;
    }),
  );
  for (const state of retried) expect(state).toMatchObject({ status: 'done' });
}, 300_000);
