import { afterAll, beforeAll, expect, test } from 'vitest';
import { PROVISION_PHASES } from '../../main/provisioning/index.ts';
import { pass, phase, setTable, start, type Table } from './support.ts';

let table: Table;
beforeAll(async () => {
  table = await setTable();
});
afterAll(() => table.close());

// The passport's phase is one write to the database; what is cancelled by then is done.
const PHASES = PROVISION_PHASES.map(({ name }) => name).filter((name) => name !== 'passport');

test.each(PHASES)('cancelled while it does "%s", the same job finishes the board', async (name) => {
  const { bench } = table;
  const board = await table.addBoard({ kind: 'pico' });
  const id = await start(bench, board, { recipe: { wifi: 'ap', identify: 'ask' } });
  await phase(bench, id, name);
  bench.jobs.cancel(id);
  const state = await bench.jobs.finished(id);
  expect(state).toMatchObject({ status: 'cancelled', phase: name });

  await pass(bench, board, { recipe: { wifi: 'ap' } });
});
