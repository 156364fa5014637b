/** Another Wi-Fi by cable: the board tries it, and keeps what else it knew. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cableWifiResult } from '../../preload/contract/field.ts';
import { tamper } from './repair-support.ts';
import { SITE, type Table } from './support.ts';
import { device, give, OTHER, setCableTable, wifiOf } from './wifi-by-cable-rig.ts';

let table: Table;
beforeAll(async () => {
  table = await setCableTable();
});
afterAll(() => table.close());

test('it joins, says how loud it hears the access point, and keeps what else stood there', async () => {
  const board = await device(table);
  await tamper(table, board, () =>
    board.flash.write('wifi.json', JSON.stringify({ ...SITE, api: 'http://10.1.2.3:80/iot', country: 'CH' })),
  );
  const { state, log } = await give(table, board, OTHER);
  expect(state.status).toBe('done');
  const result = cableWifiResult.parse('result' in state ? state.result : null);
  expect(result).toMatchObject({ ssid: OTHER.ssid, mac: board.identity.mac });
  expect(result.rssi).toBeLessThan(0);
  expect(wifiOf(board)).toEqual({ ...OTHER, api: 'http://10.1.2.3:80/iot', country: 'CH' });
  expect(log.join('\n')).not.toContain(OTHER.password);
});

test('a board without the platform is not given anything, and a password that no radio takes is refused', async () => {
  const board = await table.addBoard({ kind: 'esp32' });
  expect((await give(table, board, OTHER)).state).toMatchObject({ failure: { code: 'board-unsupported' } });
  expect(board.flash.text('wifi.json')).toBeUndefined();
  await expect(
    table.bench.giveWifi({ port: board.path, network: { ...OTHER, password: 'short' } }),
  ).rejects.toMatchObject({ code: 'bad-input' });
});
