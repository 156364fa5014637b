import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createRegistry } from '../../main/devices/index.ts';
import { createOtaServer } from '../../main/ota/index.ts';
import { openRecords } from '../../main/records/index.ts';

test('what is nested too deep to be written down again is refused, and the next device is kept', async () => {
  const base = mkdtempSync(join(tmpdir(), 'bootbench-nesting-'));
  const records = await openRecords(':memory:');
  const registry = await createRegistry(records);
  const server = createOtaServer({ base, registry, records, host: '127.0.0.1', port: 0 });
  const { url } = await server.start();
  const post = (path: string, body: string) => fetch(`${url}/${path}`, { method: 'POST', body });

  const deep = `${'['.repeat(7_000)}${']'.repeat(7_000)}`;
  for (const path of ['boot', 'register', 'heartbeat']) {
    const answer = await post(
      path,
      `{"device_id":"iot-28cdc1000001","mac":"28cdc1000001","meta":{"x":${deep}},"x":${deep}}`,
    );
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ error: expect.any(String) });
  }
  const next = await post('boot', '{"mac":"28cdc1000002","app_type":null,"device_type":"pico","files":{}}');
  expect(next.status).toBe(200);
  await registry.flush();
  expect(await records.db.selectFrom('devices').select('device_id').execute()).toEqual([
    { device_id: 'iot-28cdc1000002' },
  ]);

  await server.stop();
  await records.close();
  rmSync(base, { recursive: true, force: true });
});
