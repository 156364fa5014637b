/** A blank board proves itself, and orders that cannot be right go nowhere; `provision.long.test.ts` has the rest. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { latestPassport } from '../../main/records/index.ts';
import type { VirtualBoard } from '../../main/virtual/index.ts';
import { pass, SITE, setTable, start, type Table } from './support.ts';

let table: Table;
beforeAll(async () => {
  table = await setTable({ heartbeatIntervalMs: 500 });
});
afterAll(() => table.close());

const STEPS = ['identify', 'write', 'restart', 'wifi', 'update', 'register', 'status'];

test('a blank esp32 by its access point, with boot over the cable, proves itself', async () => {
  const kind = 'esp32';
  const board = await table.addBoard({ kind });
  const passport = await pass(table.bench, board, { recipe: { kind, wifi: 'ap', install: 'boot' } });

  expect(passport.proofs.map(({ step }) => step)).toEqual(STEPS);
  expect(passport).toMatchObject({
    kind,
    mac: board.identity.mac,
    uniqueId: board.identity.uniqueId,
    deviceId: `iot-${board.identity.mac}`,
    appType: 'skeleton',
  });
  expect(passport.set).toBe((await table.bench.ota.tree.appType('skeleton'))?.set);
  expect(await latestPassport(table.bench.records, passport.deviceId)).toEqual(passport);
});

test('the proofs, the log and the job hold no secret', async () => {
  const board = await table.addBoard({ kind: 'pico' });
  const apPassword = 'portal-secret-1';
  const id = await start(table.bench, board, { recipe: { wifi: 'ap' }, apPassword });
  const state = await table.bench.jobs.finished(id);
  expect(state.status).toBe('done');
  const told = JSON.stringify(table.bench.jobs.snapshot(id));
  expect(told).not.toContain(SITE.password);
  expect(told).not.toContain(apPassword);
  expect(board.flash.text('provision.json')).toContain(apPassword);
});

describe('refused before anything is written:', () => {
  let board: VirtualBoard;
  beforeAll(async () => {
    board = await table.addBoard({ kind: 'pico' });
  });

  test.each([
    ['a Wi-Fi without a name', { site: { ssid: '', password: 'whatever-1' } }],
    ['a name of 33 bytes', { site: { ssid: 'ä'.repeat(17), password: 'whatever-1' } }],
    ['a password that no radio takes', { site: { ssid: 'Bench', password: 'short' } }],
    ['an access point password that no radio takes', { apPassword: '1234' }],
  ])('%s', async (_, order) => {
    await expect(start(table.bench, board, order)).rejects.toMatchObject({ code: 'bad-input' });
    expect(board.flash.operations).toBe(0);
  });
});
