/** Who hears a device on its new network: also a server in another program on the same data folder. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createRegistry } from '../../main/devices/index.ts';
import { confirmAlive } from '../../main/provisioning/field-confirm.ts';
import { openRecords } from '../../main/records/index.ts';
import { noAdapter } from '../../main/wifi/index.ts';

const MAC = '28cdc10a77c4';
const SINCE = 1_700_000_000_000;
/** Long enough for a busy computer, and never waited for in full. */
const LIMIT_MS = 60_000;

/** Two programs on one data folder: one serves, and says what it hears when; the other waits. */
async function twoPrograms(servedAt: number) {
  const folder = await mkdtemp(join(tmpdir(), 'bootbench-confirm-'));
  const path = join(folder, 'bootbench.sqlite');
  const [theirs, ours] = [await openRecords(path), await openRecords(path)];
  const server = await createRegistry(theirs, { now: () => servedAt });
  const registry = await createRegistry(ours);
  onTestFinished(async () => {
    await server.flush();
    await theirs.close();
    await ours.close();
    await rm(folder, { recursive: true, force: true });
  });
  const wait = (all: number) =>
    confirmAlive(
      { mac: MAC, ssid: 'IoT-0A77C4', since: SINCE, signal: new AbortController().signal },
      { registry, records: ours, wifi: noAdapter(), patience: { all, apBackAfter: LIMIT_MS } },
    );
  return { server, wait };
}

test('a heartbeat that another program was sent is heard', async () => {
  const { server, wait } = await twoPrograms(SINCE + 1);
  const waits = wait(LIMIT_MS);
  server.onHeartbeat({ deviceId: `iot-${MAC}`, mac: MAC, address: '10.1.2.9', telemetry: {} });
  await server.flush();
  expect(await waits).toEqual({
    is: 'alive',
    deviceId: `iot-${MAC}`,
    address: '10.1.2.9',
    heardBy: 'server',
  });
});

test('one from before the device was told its network is not', async () => {
  const { server, wait } = await twoPrograms(SINCE - 1);
  // Where nobody answers; the name is looked up in vain.
  server.onHeartbeat({ deviceId: `iot-${MAC}`, mac: MAC, address: '127.0.0.1:9', telemetry: {} });
  await server.flush();
  expect(await wait(300)).toEqual({ is: 'unheard' });
});
