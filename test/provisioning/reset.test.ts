import { afterAll, beforeAll, expect, test } from 'vitest';
import { pass, setTable, type Table } from './support.ts';

let table: Table;
beforeAll(async () => {
  table = await setTable();
});
afterAll(() => table.close());

test('a device that is off cannot be reset, and the job says so', async () => {
  const { bench } = table;
  const board = await table.addBoard({ kind: 'pico' });
  const { deviceId } = await pass(bench, board);
  await board.powerOff();
  const state = await bench.jobs.finished(bench.factoryReset(bench.registry.find(deviceId)));
  expect(state).toMatchObject({ status: 'failed', failure: { code: 'device-unreachable' } });
});
