/** Another Wi-Fi by cable that does not let the board in, or is called off: the board is as it was. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { VirtualBoard } from '../../main/virtual/index.ts';
import { tamper } from './repair-support.ts';
import { phase, SITE, type Table } from './support.ts';
import { device, give, OTHER, setCableTable, wifiOf } from './wifi-by-cable-rig.ts';

let table: Table;
beforeAll(async () => {
  table = await setCableTable();
});
afterAll(() => table.close());

/** Resolves when the board says that it is on a network again. */
const registeredSince = (board: VirtualBoard, since: number) =>
  table.bench.registry.waitFor(
    ({ mac, registeredAt }) => mac === board.identity.mac && (registeredAt ?? 0) >= since,
    { signal: AbortSignal.timeout(40_000) },
  );

test('a list keeps its other networks, behind the new one', async () => {
  const board = await device(table);
  const old = { ssid: 'Old', password: 'old-secret' };
  await tamper(table, board, () => board.flash.write('wifi.json', JSON.stringify([SITE, old])));
  expect((await give(table, board, OTHER)).state.status).toBe('done');
  expect(wifiOf(board)).toEqual([OTHER, SITE, old]);
});

test.each([
  ['a wrong password', { ...OTHER, password: 'not-the-password' }, 'wifi-wrong-password'],
  ['no such network', { ssid: 'Nowhere', password: 'whatever-it-is' }, 'wifi-no-network'],
  ['no address', { ssid: 'No DHCP', password: 'whatever-it-is' }, 'wifi-no-address'],
])('%s is told as such, and the board is back on what it had', async (_, network, code) => {
  if (code === 'wifi-no-address') table.bench.virtual?.radio.addNetwork({ ...network, service: 'no-dhcp' });
  const board = await device(table, 4);
  const before = board.flash.text('wifi.json');
  const startedAt = Date.now();
  const { state } = await give(table, board, network);
  expect(state).toMatchObject({ status: 'failed', failure: { code, params: { ssid: network.ssid } } });
  expect(board.flash.text('wifi.json')).toBe(before);
  await registeredSince(board, startedAt);
});

test('power goes while the board tries it: that nothing could be put back is what is told', async () => {
  const board = await device(table);
  const id = await table.bench.giveWifi({ port: board.path, network: { ...OTHER, ssid: 'Nowhere' } });
  await phase(table.bench, id, 'try');
  await board.powerOff();
  expect(await table.bench.jobs.finished(id)).toMatchObject({
    status: 'failed',
    failure: { code: 'wifi-not-put-back', params: { ssid: 'Nowhere' } },
  });
});

test('cancelled while the board tries it: what it had is back', async () => {
  const board = await device(table);
  const before = board.flash.text('wifi.json');
  const id = await table.bench.giveWifi({ port: board.path, network: { ...OTHER, ssid: 'Nowhere' } });
  await new Promise<void>((resolve) => {
    const stop = table.bench.jobs.subscribe(id, (message) => {
      if (message.type !== 'state' || !('progress' in message.state)) return;
      if (message.state.progress.phase !== 'try') return;
      queueMicrotask(() => stop());
      resolve();
    });
  });
  table.bench.jobs.cancel(id);
  expect((await table.bench.jobs.finished(id)).status).toBe('cancelled');
  expect(board.flash.text('wifi.json')).toBe(before);
});
