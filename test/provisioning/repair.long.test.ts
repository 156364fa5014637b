/** Comparing and repairing a board that has a life: a trial, a hotfix, settings, a type that changes. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { dropHotfix, updateAppType } from '../../main/ota/index.ts';
import { compare, repair, soon, stateOf, tamper } from './repair-support.ts';
import { pass, plugged, setTable, type Table } from './support.ts';

let table: Table;
beforeAll(async () => {
  table = await setTable({ heartbeatIntervalMs: 500 });
});
afterAll(() => table.close());

test('a set on trial survives any number of looks', async () => {
  const board = await table.addBoard({ kind: 'pico' });
  await pass(table.bench, board);
  const boots = () => JSON.parse(board.flash.text('ota_state.json') ?? '{}').trial?.boots;
  expect(boots()).toBe(1);
  let since = 0;
  for (let look = 0; look < 3; look++) {
    since = Date.now();
    expect(stateOf(await compare(table, board))).toEqual({});
  }
  await table.bench.registry.waitFor(
    ({ mac, bootAt }) => mac === board.identity.mac && (bootAt ?? 0) >= since,
    soon(),
  );
  expect(boots()).toBe(1);
});

test('a hotfix is a difference, and does not come back over what was repaired', async () => {
  const { bench } = table;
  const board = await table.addBoard({ kind: 'esp32' });
  const { deviceId } = await pass(bench, board, { recipe: { install: 'platform' } });
  const own = board.flash.text('app.py') ?? '';
  await dropHotfix(bench.home.ota, deviceId, { 'app.py': `${own}\nplatform.report(demo="hotfix")\n` });
  const carries = (wanted: boolean) =>
    bench.registry.waitFor(
      (device) => device.deviceId === deviceId && 'app.py' in device.overlay === wanted,
      soon(),
    );
  await bench.device(deviceId).restart();
  await carries(true);
  expect(stateOf(await compare(table, board))).toEqual({ 'app.py': 'replaced' });
  const gone = carries(false);
  expect(stateOf(await repair(table, board))).toEqual({});
  await gone;
  expect(stateOf(await compare(table, board))).toEqual({});
  expect(board.flash.text('app.py')).toBe(own);
});

test('the presets of a recipe are compared by what they say', async () => {
  const board = await table.addBoard({ kind: 'pico' });
  const config = { interval_s: 5, name: 'Hall ü', nested: { a: [1, null] } };
  await pass(table.bench, board, { recipe: { config } });
  expect(JSON.parse(board.flash.text('config.json') ?? '')).toEqual(config);
  expect(stateOf(await compare(table, board, { config }))).toEqual({});

  await tamper(table, board, () =>
    board.flash.write('config.json', '{"name": "Hall \\u00fc", "nested": {"a": [1, null]}, "interval_s": 5}'),
  );
  expect(stateOf(await compare(table, board, { config }))).toEqual({});
  await tamper(table, board, () => board.flash.write('config.json', '{"interval_s": 6}'));
  expect(stateOf(await compare(table, board, { config }))).toEqual({ 'config.json': 'replaced' });
  expect(stateOf(await compare(table, board))).toEqual({});
  expect(stateOf(await repair(table, board, { config }))).toEqual({});
  expect(JSON.parse(board.flash.text('config.json') ?? '')).toEqual(config);
});

test('a file that the type got since is added', async () => {
  const { bench } = table;
  const board = await table.addBoard({ kind: 'pico' });
  await pass(bench, board);
  await board.powerOff();
  await updateAppType(bench.home.ota, 'skeleton', { 'sensor.py': 'S = 1\n' });
  // Nothing that it asks reaches the server: it is compared as it came.
  await bench.ota.stop();
  board.powerOn();
  await plugged(bench, board);
  expect(stateOf(await compare(table, board))).toEqual({ 'sensor.py': 'added' });
  expect(stateOf(await repair(table, board))).toEqual({});
  expect(board.flash.text('sensor.py')).toBe('S = 1\n');
});
