import { expect, test } from 'vitest';
import { createRegistry } from '../../main/devices/index.ts';
import { hasAll, noteFirstBoot } from '../../main/provisioning/update.ts';
import { openRecords } from '../../main/records/index.ts';

const hashes = { 'main.py': 'a'.repeat(32), 'app.py': 'b'.repeat(32) };

test('a board has its software when it reported every file of its type, with the type’s own content', () => {
  expect(hasAll({ files: hashes, overlay: {} }, { hashes })).toBe(true);
  expect(hasAll({ files: { ...hashes, 'mine.py': 'c'.repeat(32) }, overlay: {} }, { hashes })).toBe(true);
});

test.each([
  ['nothing yet', {}, {}],
  ['a file missing', { 'main.py': hashes['main.py'] }, {}],
  ['a file of other content', { ...hashes, 'app.py': 'd'.repeat(32) }, {}],
  ['a hotfix over a file', hashes, { 'app.py': 'e'.repeat(32) }],
])('%s is no proof', (_, files, overlay) => {
  expect(hasAll({ files, overlay }, { hashes })).toBe(false);
});

test('what a board had when it first asked is known, however often it has asked since', async () => {
  const records = await openRecords(':memory:');
  const registry = await createRegistry(records);
  const boot = (mac: string, files: Record<string, string>) =>
    registry.onBoot({
      deviceId: `iot-${mac}`,
      mac,
      appType: 'meter',
      deviceType: 'pico',
      files,
      overlay: {},
      set: null,
    });
  const mac = '28cdc1000001';
  boot(mac, hashes);
  const { had, stop } = noteFirstBoot(registry, mac);
  expect(had()).toEqual({});
  boot('28cdc1000002', { 'other.py': 'c'.repeat(32) });
  boot(mac, { 'main.py': hashes['main.py'] });
  boot(mac, hashes);
  expect(had()).toEqual({ 'main.py': hashes['main.py'] });
  stop();
  await registry.flush();
  await records.close();
});
