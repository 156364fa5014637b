/** What ends a field setup from outside: sleep of the computer, and the end of the program. */
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createBench } from '../../main/bench.ts';
import { createVirtualBench, type VirtualBoard } from '../../main/virtual/index.ts';
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

test('a start that fails over its own data has brought the computer home before', async () => {
  const home = mkdtempSync(join(tmpdir(), 'bootbench-home-'));
  const virtual = createVirtualBench();
  onTestFinished(async () => {
    await virtual.close();
    rmSync(home, { recursive: true, force: true });
  });
  const journal = join(home, 'wifi-visit.json');
  const left = {
    visit: { session: 'bootbench-00c0ffee', ssid: 'IoT-0A77C4', ifname: 'wlan0' },
    home: await virtual.wifi.home(),
    startedAt: 0,
  };
  writeFileSync(journal, JSON.stringify(left));
  mkdirSync(join(home, 'bootbench.sqlite'));
  await expect(createBench({ home, virtual, usb: 'none' })).rejects.toThrow();
  expect(existsSync(journal)).toBe(false);
});

test('a network that no radio would take is refused before the computer goes anywhere', async () => {
  const table = await setTable();
  try {
    const { bench } = table;
    const request = { ssid: 'IoT-0A77C4', mode: 'automatic' } as const;
    const wrong = [
      { ssid: 'Bench', password: 'short' },
      { ssid: '🙂'.repeat(9), password: 'long enough' },
    ];
    for (const network of wrong) expect(() => bench.fieldSetup({ ...request, network })).toThrow('bytes');
    expect(bench.jobs.list()).toEqual([]);
  } finally {
    await table.close();
  }
});
