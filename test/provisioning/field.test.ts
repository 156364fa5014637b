/** Field setup on the virtual radio: the real firmware's portal, this computer's Wi-Fi played by the virtual laptop. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { FieldResult, VisitDetails } from '../../preload/contract/field.ts';
import type { Bench } from '../../main/bench.ts';
import type { FieldRequest } from '../../main/provisioning/index.ts';
import type { VirtualBoard } from '../../main/virtual/index.ts';
import { pass, SITE, setTable, type Table } from './support.ts';

let table: Table;
beforeAll(async () => {
  table = await setTable({ heartbeatIntervalMs: 500 });
});
afterAll(() => table.close());

const ssidOf = (board: VirtualBoard) => `IoT-${board.identity.mac.slice(-6)}`;

/** A proven device that has lost its network, and stands in AP fallback. */
async function lost(table: Table): Promise<VirtualBoard> {
  const board = await table.addBoard({ kind: 'pico' });
  const { deviceId } = await pass(table.bench, board);
  await table.bench.jobs.finished(table.bench.factoryReset(table.bench.registry.find(deviceId)));
  return board;
}

function order(board: VirtualBoard, changes: Partial<FieldRequest> = {}): FieldRequest {
  return { ssid: ssidOf(board), mode: 'automatic', network: SITE, ...changes };
}

async function run(bench: Bench, request: FieldRequest) {
  const places: VisitDetails['place'][] = [];
  const id = bench.fieldSetup(request);
  const stop = bench.jobs.subscribe(id, (message) => {
    if (message.type === 'details' && message.details.place !== places.at(-1)) places.push(message.details.place);
  });
  const state = await bench.jobs.finished(id);
  stop();
  return { state, places, snapshot: bench.jobs.snapshot(id) };
}

test('a device gets its network, the computer comes home, and the device is heard', async () => {
  const { bench } = table;
  const board = await lost(table);
  const { state, places, snapshot } = await run(bench, order(board));
  expect(state).toMatchObject({
    status: 'done',
    result: {
      device: { mac: board.identity.mac, reason: 'no-credentials' },
      ssid: SITE.ssid,
      outcome: { is: 'alive', deviceId: `iot-${board.identity.mac}`, heardBy: 'server' },
      homecoming: 'home',
    } satisfies Partial<FieldResult> | object,
  });
  expect(places).toEqual(['home', 'joining', 'there', 'returning', 'back']);
  expect(bench.virtual?.laptop.stay).toBeNull();
  expect(JSON.stringify(snapshot)).not.toContain(SITE.password);
});
