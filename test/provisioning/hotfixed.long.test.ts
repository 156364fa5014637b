import { afterAll, beforeAll, expect, test } from 'vitest';
import { dropHotfix } from '../../main/ota/index.ts';
import { pass, setTable, type Table } from './support.ts';

let table: Table;
beforeAll(async () => {
  table = await setTable({ heartbeatIntervalMs: 500 });
});
afterAll(() => table.close());

test('a board that carries a hotfix is given back its own files', async () => {
  const { bench } = table;
  const board = await table.addBoard({ kind: 'esp32' });
  // What came by cable is on no trial, during which there would be no hotfix.
  const { deviceId } = await pass(bench, board, { recipe: { install: 'platform' } });
  const source = Buffer.from(
    (await bench.ota.tree.appType('skeleton'))?.files.get('app.py')?.bytes ?? '',
  ).toString();
  await dropHotfix(bench.home.ota, deviceId, { 'app.py': `${source}\nplatform.report(demo="hotfix")\n` });
  const hotfixed = bench.registry.waitFor(
    (device) => 'app.py' in device.overlay && device.deviceId === deviceId,
    {
      signal: AbortSignal.timeout(40_000),
    },
  );
  await bench.device(deviceId).restart();
  await hotfixed;
  await pass(bench, board);
  expect(bench.registry.find(deviceId).overlay).toEqual({});
});
