/** A computer that was left at a device comes home, and a network that is none is not set out for; `come-home.long.test.ts` has what ends a visit. */
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createBench } from '../../main/bench.ts';
import { createVirtualBench } from '../../main/virtual/index.ts';
import { setTable } from './support.ts';

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
