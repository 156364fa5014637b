import { expect, test } from 'vitest';
import type { VirtualBoard } from '../../main/virtual/index.ts';
import { lostDevice, order, startField } from './field-rig.ts';
import { setTable, type Table } from './support.ts';

/** A job that stands at the device and asks a person for a network, which nobody will choose. */
async function atTheDevice(table: Table, board: VirtualBoard): Promise<string> {
  const job = startField(table, order(board, { network: null }));
  const there = Promise.withResolvers<void>();
  const stop = table.bench.jobs.subscribe(job, (message) => {
    if (message.type === 'details' && message.details.kind === 'visit' && message.details.networks.length > 0)
      there.resolve();
  });
  await there.promise;
  stop();
  expect(table.bench.virtual?.laptop.stay).not.toBeNull();
  return job;
}

test('sleep ends a visit, with the reason, and so does quitting; the computer is home from both', async () => {
  const table = await setTable();
  try {
    const { bench } = table;
    const board = await lostDevice(table);
    const job = await atTheDevice(table, board);
    await bench.comeHome();
    expect(bench.virtual?.laptop.stay).toBeNull();
    expect(await bench.jobs.finished(job)).toMatchObject({
      status: 'failed',
      failure: { code: 'computer-slept' },
    });
    // On waking, when there is nothing to end any more.
    await bench.comeHome();

    await atTheDevice(table, board);
    await bench.jobs.shutdown();
    expect(bench.virtual?.laptop.stay).toBeNull();
  } finally {
    await table.close();
  }
});
