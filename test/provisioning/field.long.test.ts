/** Field setup by hand, with odd names, and with what goes wrong. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { lostDevice, order, runField, ssidOf, startField, when } from './field-rig.ts';
import { SITE, setTable, type Table } from './support.ts';

let table: Table;
beforeAll(async () => {
  table = await setTable({ heartbeatIntervalMs: 500 });
});
afterEach(() => {
  const laptop = laptopOf();
  laptop.dhcp = 'works';
  laptop.others.splice(0);
  expect(laptop.stay).toBeNull();
});
afterAll(() => table.close());

function laptopOf() {
  const { virtual } = table.bench;
  if (virtual === undefined) throw new Error('a virtual bench is needed');
  return virtual.laptop;
}

/** A sign of a hang, never of slowness: each of these ends with the device's own word. */
const patience = { all: 40_000, apBackAfter: 40_000 };

test('a person chooses from what the device hears; odd names and passwords arrive as they are', async () => {
  const board = await lostDevice(table, { kind: 'esp32', apPassword: 'label-4711' });
  const odd = { ssid: 'Café "€$" \\ 🙂 keller___32b', password: `it's "$HOME" \\n 8+ ` };
  expect(Buffer.byteLength(odd.ssid)).toBe(32);
  table.bench.virtual?.radio.addNetwork(odd);
  const id = startField(table, order(board, { network: null, apPassword: 'label-4711' }), patience);
  const asking = await when(table, id, ({ state }) => state.status === 'asking');
  expect(asking.details).toMatchObject({
    place: 'there',
    device: { reason: 'no-credentials' },
    homeBy: expect.any(Number),
  });
  expect(asking.details?.networks.map(({ ssid }) => ssid)).toContain(odd.ssid);
  expect(table.bench.jobs.answer(id, true)).toBe(false);
  expect(table.bench.jobs.answerNetwork(id, odd)).toBe(true);
  expect(await table.bench.jobs.finished(id)).toMatchObject({
    status: 'done',
    result: { ssid: odd.ssid, outcome: { is: 'alive' } },
  });
  expect(JSON.stringify(table.bench.jobs.snapshot(id))).not.toContain('label-4711');
  expect(JSON.parse(board.flash.text('wifi.json') ?? '')).toMatchObject(odd);
});

test('by hand: it waits for the person, goes on by itself, and says when to go back', async () => {
  const board = await lostDevice(table);
  const id = startField(table, order(board, { mode: 'manual' }), patience);
  await when(table, id, ({ details }) => details?.hint === 'join');
  const stay = await laptopOf().join({ ssid: ssidOf(board) });
  await when(table, id, ({ details }) => details?.given?.answer !== undefined);
  await stay.leave();
  expect(await table.bench.jobs.finished(id)).toMatchObject({
    status: 'done',
    result: { outcome: { is: 'alive' }, homecoming: 'home' },
  });
});

describe('what goes wrong ends at home', () => {
  test('an access point that is gone before; no address; the same subnet on a cable', async () => {
    const board = await lostDevice(table);
    const nobody = await runField(table, order(board, { ssid: 'IoT-ABCDEF' }));
    expect(nobody.state).toMatchObject({ failure: { code: 'ap-not-found' } });
    laptopOf().others.push({ ifname: 'eth0', address: '192.168.4.20', netmask: '255.255.255.0' });
    const overlap = await runField(table, order(board));
    expect(overlap.state).toMatchObject({ failure: { code: 'subnet-overlap', params: { ifname: 'eth0' } } });
    expect(board.flash.text('wifi.json')).toBeUndefined();
  });

  test('the access point goes while a person chooses', async () => {
    const board = await lostDevice(table);
    const id = startField(table, order(board, { network: null }));
    await when(table, id, ({ state }) => state.status === 'asking');
    await board.powerOff();
    table.bench.jobs.answerNetwork(id, SITE);
    expect(await table.bench.jobs.finished(id)).toMatchObject({
      status: 'failed',
      failure: { code: 'device-unreachable' },
    });
  });

  test.each(['join', 'hand-over', 'confirm'])('cancelled in “%s”', async (phase) => {
    const board = await lostDevice(table);
    const id = startField(table, order(board, phase === 'hand-over' ? { network: null } : {}), patience);
    await when(table, id, ({ state }) => 'progress' in state && state.progress.phase === phase);
    table.bench.jobs.cancel(id);
    expect((await table.bench.jobs.finished(id)).status).toBe('cancelled');
  });

  test('two devices with open access points: only the one that was named is told', async () => {
    const [one, other] = [await lostDevice(table), await lostDevice(table)];
    await runField(table, order(other), patience);
    expect(other.flash.text('wifi.json')).toContain(SITE.ssid);
    expect(one.flash.text('wifi.json')).toBeUndefined();
  });

  test('a person who chooses another network in the middle is left there', async () => {
    const board = await lostDevice(table);
    const third = await lostDevice(table);
    const id = startField(table, order(board, { network: null }));
    await when(table, id, ({ state }) => state.status === 'asking');
    const stay = await laptopOf().join({ ssid: ssidOf(third) });
    table.bench.jobs.answerNetwork(id, SITE);
    const state = await table.bench.jobs.finished(id);
    // Whoever is there now is not told the password.
    expect(state).toMatchObject({ status: 'failed', failure: { code: 'device-unreachable' } });
    expect(third.flash.text('wifi.json')).toBeUndefined();
    expect(laptopOf().stay).not.toBeNull();
    await stay.leave();
  });
});

test('a device that cannot join comes back with its own network, and that is said', async () => {
  const board = await lostDevice(table, { clockRate: 4 });
  const wrong = { ...SITE, password: 'not-the-password' };
  const { state } = await runField(table, order(board, { network: wrong }), {
    all: 40_000,
    apBackAfter: 3000,
  });
  expect(state).toMatchObject({
    status: 'done',
    result: { outcome: { is: 'back-in-ap' }, homecoming: 'home' },
  });
});
