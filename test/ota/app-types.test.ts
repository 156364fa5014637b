import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createAppType, firmwareFiles, listApps, listAppTypes, updateAppType } from '../../main/ota/index.ts';
import { bootOf, startRig, temporaryFolder } from './rig.ts';

function firmware(): string {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'platform'));
  mkdirSync(join(folder, 'apps/skeleton'), { recursive: true });
  writeFileSync(join(folder, 'boot.py'), 'firmware');
  writeFileSync(join(folder, 'platform/main.py'), 'main');
  writeFileSync(join(folder, 'platform/platform.py'), 'platform');
  writeFileSync(join(folder, 'platform/boot.py'), 'astray');
  writeFileSync(join(folder, 'platform/README.md'), 'text');
  writeFileSync(join(folder, 'apps/skeleton/app.py'), 'FIRMWARE = "0.1.0"\n');
  return folder;
}

test('an app type is made of the platform and an app, and served at once', async () => {
  const rig = await startRig();
  const folder = firmware();
  expect(await listApps(folder)).toEqual(['skeleton']);
  const files = await firmwareFiles(folder, 'skeleton');
  expect(Object.keys(files).sort()).toEqual(['app.py', 'main.py', 'platform.py']);
  await createAppType(rig.base, 'meter', files);
  const [type] = listAppTypes(rig.base);
  expect(type).toMatchObject({ name: 'meter', missing: [], skipped: [] });
  expect(type?.version).toMatch(/^0\.1\.0\+[0-9a-f]{8}$/);
  expect(Object.keys((await rig.post('/boot', bootOf({}))).json.files as object)).toHaveLength(3);
  expect(readdirSync(join(rig.base, 'boot'))).toEqual(['meter']);
});

test('making one that exists changes nothing', async () => {
  const base = temporaryFolder();
  await createAppType(base, 'meter', { 'app.py': 'one' });
  await expect(createAppType(base, 'meter', { 'app.py': 'two' })).rejects.toMatchObject({
    code: 'bad-input',
  });
  expect(readFileSync(join(base, 'boot/meter/app.py'), 'utf8')).toBe('one');
  expect(readdirSync(join(base, 'boot'))).toEqual(['meter']);
  mkdirSync(join(base, 'boot/empty'));
  await createAppType(base, 'empty', { 'app.py': 'x' });
  expect(listAppTypes(base).map((t) => [t.name, t.missing])).toEqual([
    ['empty', ['main.py', 'platform.py']],
    ['meter', ['main.py', 'platform.py']],
  ]);
});

test('updating puts and removes', async () => {
  const base = temporaryFolder();
  await createAppType(base, 'meter', { 'app.py': 'one', 'old.py': 'old', 'keep.py': 'keep' });
  await updateAppType(base, 'meter', { 'app.py': 'two', 'new.py': 'new' }, { remove: ['old.py'] });
  const [type] = listAppTypes(base);
  expect(type?.files.map((f) => f.name)).toEqual(['app.py', 'keep.py', 'new.py']);
  expect(readFileSync(join(base, 'boot/meter/app.py'), 'utf8')).toBe('two');
});

test.each([
  ['a name with a path', '../x', 'app.py', 'app-type-invalid'],
  ['a name in capitals', 'Meter', 'app.py', 'app-type-invalid'],
  ['boot.py', 'meter', 'boot.py', 'file-name-invalid'],
  ['a path', 'meter', '../app.py', 'file-name-invalid'],
])('createAppType refuses %s', async (_what, name, file, code) => {
  const base = temporaryFolder();
  await expect(createAppType(base, name, { [file]: 'x' })).rejects.toMatchObject({ code });
  expect(listAppTypes(base)).toEqual([]);
});

test('the name of an app leads nowhere but into the folder of apps', async () => {
  const folder = firmware();
  mkdirSync(join(folder, 'elsewhere'));
  writeFileSync(join(folder, 'elsewhere/app.py'), 'SECRET = 1');
  for (const app of ['../elsewhere', '../platform', '.', '', '__proto__'])
    await expect(firmwareFiles(folder, app)).rejects.toMatchObject({ code: 'app-type-invalid' });
});

test('updating or building from what is not there is a typed failure', async () => {
  const base = temporaryFolder();
  await expect(updateAppType(base, 'meter', {})).rejects.toMatchObject({ code: 'app-type-unknown' });
  await expect(firmwareFiles(base, 'skeleton')).rejects.toMatchObject({ code: 'file-unreadable' });
  mkdirSync(join(base, 'platform'));
  mkdirSync(join(base, 'apps/half'), { recursive: true });
  await expect(firmwareFiles(base, 'half')).rejects.toMatchObject({
    code: 'app-type-empty',
    params: { appType: 'half', missing: 'main.py, platform.py, app.py' },
  });
  writeFileSync(join(base, 'boot'), 'a file where a folder should be');
  await expect(createAppType(base, 'meter', { 'app.py': 'x' })).rejects.toMatchObject({
    code: 'data-folder',
  });
});
