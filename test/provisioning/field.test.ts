/** Field setup on the virtual radio: the real firmware's portal, this computer's Wi-Fi played by the virtual laptop. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { lostDevice, order, runField } from './field-rig.ts';
import { SITE, setTable, type Table } from './support.ts';

let table: Table;
beforeAll(async () => {
  table = await setTable({ heartbeatIntervalMs: 500 });
});
afterAll(() => table.close());

const patience = { all: 15_000, apBackAfter: 15_000 };

test('a device gets its network, the computer comes home, and the device is heard', async () => {
  const board = await lostDevice(table);
  const began = Date.now();
  const { state, places, promises, snapshot } = await runField(table, order(board), patience);
  expect(state).toMatchObject({
    status: 'done',
    result: {
      device: { mac: board.identity.mac, reason: 'no-credentials' },
      ssid: SITE.ssid,
      outcome: { is: 'alive', deviceId: `iot-${board.identity.mac}`, heardBy: 'server' },
      homecoming: 'home',
      home: 'Office-5G',
    },
  });
  expect(places).toEqual(['home', 'joining', 'there', 'returning', 'back']);
  // A promise is for all that may still happen: it is never put off, and the first one is within a minute and a half.
  expect(promises).toEqual(promises.toSorted((a, b) => b - a));
  expect(promises[0]).toBeGreaterThanOrEqual(began + 86_000);
  expect(promises[0]).toBeLessThanOrEqual(Date.now() + 90_000);
  expect(JSON.stringify(snapshot)).not.toContain(SITE.password);
});

test('the wrong password of the access point', async () => {
  const board = await lostDevice(table, { apPassword: 'label-4711' });
  const { state } = await runField(table, order(board, { apPassword: 'label-4712' }));
  expect(state).toMatchObject({ status: 'failed', failure: { code: 'ap-wrong-password' } });
});
