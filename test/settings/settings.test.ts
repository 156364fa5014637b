import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openRecords, openSettings } from '../../main/records/index.ts';
import { createSettings } from '../../main/settings/index.ts';
import type { Settings } from '../../preload/contract/settings.ts';

const OPTIONS = {
  dataFolder: '/data',
  otaBase: '/data/ota',
  ota: { host: '127.0.0.1', port: 0, heartbeatIntervalMs: null },
};
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bootbench-settings-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test('what was saved is there after the next start, except the secrets', async () => {
  const path = join(folder, 'a.sqlite');
  const records = await openRecords(path);
  const settings = await createSettings(records, OPTIONS);
  const [first] = settings.present().recipes;
  if (!first) throw new Error('a new bench has a recipe');
  await settings.saveRecipe({ ...first, name: 'Cellar', kind: 'esp32' });
  await settings.removeRecipe(first.name);
  await settings.saveSite('Works', 'a-password-of-works');
  await settings.saveSite('Guests', '');
  await settings.saveOta({ host: '0.0.0.0', port: 8266, heartbeatIntervalMs: 5000 });
  expect(settings.passwordOf('Works')).toBe('a-password-of-works');
  expect(settings.passwordOf('Guests')).toBe('');
  await records.close();

  const again = await openRecords(path);
  const later = await createSettings(again, OPTIONS);
  expect(later.present()).toEqual({
    recipes: [{ ...first, name: 'Cellar', kind: 'esp32' }],
    sites: [
      { ssid: 'Guests', secret: 'none-needed', chosenAt: null },
      { ssid: 'Works', secret: 'unknown', chosenAt: null },
    ],
    slots: [],
    ota: { host: '0.0.0.0', port: 8266, heartbeatIntervalMs: 5000 },
    secretsKept: 'memory',
    dataFolder: '/data',
    otaBase: '/data/ota',
  });
  expect(() => later.passwordOf('Works')).toThrow(expect.objectContaining({ code: 'site-secret-unknown' }));
  await again.close();
  expect((await readFile(path)).includes('a-password-of-works')).toBe(false);
});

test('listeners hear each change, and a site keeps the password that it had', async () => {
  const records = await openRecords(':memory:');
  const settings = await createSettings(records, OPTIONS);
  const heard: Settings[] = [];
  const stop = settings.subscribe((present) => heard.push(present));
  await settings.saveSite('Works', 'a-password-of-works');
  await settings.saveSite('Works', null);
  expect(settings.passwordOf('Works')).toBe('a-password-of-works');
  await settings.removeSite('Works');
  stop();
  await settings.saveSite('Later', '');
  expect(heard.map(({ sites }) => sites)).toEqual([
    [{ ssid: 'Works', secret: 'known', chosenAt: null }],
    [{ ssid: 'Works', secret: 'known', chosenAt: null }],
    [],
  ]);
  await records.close();
});

test('a site knows when it was last chosen, over a restart and whatever is saved of it; one that is not stored too', async () => {
  const path = join(folder, 'chosen.sqlite');
  const records = await openRecords(path);
  let now = 100;
  const settings = await createSettings(records, { ...OPTIONS, now: () => now++ });
  await settings.saveSite('Works', 'a-password-of-works');
  await settings.noteChosen('Works');
  await settings.saveSite('Works', 'another-of-works');
  await settings.noteChosen('Later');
  expect(settings.present().sites).toEqual([{ ssid: 'Works', secret: 'known', chosenAt: 100 }]);
  await settings.saveSite('Later', '');
  await records.close();

  const again = await openRecords(path);
  const sites = (await createSettings(again, OPTIONS)).present().sites;
  await again.close();
  expect(sites).toContainEqual({ ssid: 'Later', secret: 'none-needed', chosenAt: 101 });
  expect(sites).toContainEqual({ ssid: 'Works', secret: 'unknown', chosenAt: 100 });
});

test('sites that an earlier version kept are still there', async () => {
  const records = await openRecords(':memory:');
  await openSettings(records).save('site:Guests', 'open');
  await openSettings(records).save('site:Works', 'secured');
  const { sites } = (await createSettings(records, OPTIONS)).present();
  expect(sites).toEqual([
    { ssid: 'Guests', secret: 'none-needed', chosenAt: null },
    { ssid: 'Works', secret: 'unknown', chosenAt: null },
  ]);
  await records.close();
});
