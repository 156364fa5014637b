import { afterAll, beforeAll, expect, test } from 'vitest';
import { createPortalClient } from '../../main/devices/index.ts';
import { pass, setTable, type Table } from './support.ts';

let table: Table;
beforeAll(async () => {
  table = await setTable();
});
afterAll(() => table.close());

test('a device is reset to its access point, keeps what identifies it, and can be provisioned again', async () => {
  const { bench } = table;
  const board = await table.addBoard({ kind: 'esp32' });
  const { deviceId } = await pass(bench, board);
  await bench.device(deviceId).mergeConfig({ place: 'cellar' });

  const state = await bench.jobs.finished(bench.factoryReset(bench.registry.find(deviceId)));

  const ssid = `IoT-${board.identity.mac.slice(-6)}`;
  expect(state).toMatchObject({ status: 'done', result: { deviceId, ssid, proof: 'heard' } });
  for (const gone of ['wifi.json', 'device_id.json', 'config.json', 'version.json']) {
    expect(board.flash.text(gone)).toBeUndefined();
  }
  expect(board.flash.text('provision.json')).toContain('skeleton');
  const joined = await bench.virtual?.laptop.join({ ssid });
  if (joined === undefined) throw new Error('a virtual bench is needed');
  const status = await createPortalClient({ address: joined.portal }).portalStatus();
  await joined.leave();
  expect(status).toMatchObject({ mac: board.identity.mac, reason: 'no-credentials' });

  expect(await pass(bench, board)).toMatchObject({ deviceId });
});
