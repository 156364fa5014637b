import {
  linkSync,
  mkdirSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createFolder } from '../../main/ota/folder.ts';
import { createTree } from '../../main/ota/index.ts';
import { bootOf, manifestOf, md5, startRig, temporaryFolder } from './rig.ts';

test('what was dropped a moment ago is seen: files, changes of the same length, types', async () => {
  const rig = await startRig();
  const files = async () => (await rig.post('/boot', bootOf({}))).json.files;
  expect((await rig.post('/boot', bootOf({}))).status).toBe(404);
  rig.put('boot/meter/app.py', 'aaaa');
  expect(await files()).toEqual({ 'app.py': 'aaaa' });
  const path = join(rig.base, 'boot/meter/app.py');
  const { atime, mtime } = statSync(path);
  for (const text of ['bbbb', 'cccc', 'dddd', 'eeee']) {
    writeFileSync(path, text);
    utimesSync(path, atime, mtime);
    expect(await files()).toEqual({ 'app.py': text });
  }
  rig.put('boot/meter/two.py', '2');
  expect(await files()).toEqual({ 'app.py': 'eeee', 'two.py': '2' });
  rmSync(path);
  expect(await files()).toEqual({ 'two.py': '2' });
  renameSync(join(rig.base, 'boot/meter'), join(rig.base, 'boot/lamp'));
  expect((await rig.post('/boot', bootOf({}))).json.known).toEqual(['lamp']);
});

test('a hundred boots while the file changes: no answer ever mixes hash and bytes', async () => {
  const rig = await startRig();
  rig.put('boot/meter/app.py', 'version 0');
  const asks = Array.from({ length: 100 }, async (_, n) => {
    if (n % 10 === 0) rig.put('boot/meter/app.py', `version ${n}`);
    const { json } = await rig.post('/boot', bootOf({}));
    const text = (json.files as Record<string, string>)['app.py'] ?? '';
    expect((json.md5 as Record<string, string>)['app.py']).toBe(md5(text));
  });
  await Promise.all(asks);
});

test('a file that changed between manifest and fetch is refused, and so is one that went', async () => {
  const rig = await startRig();
  rig.put('boot/meter/app.py', 'one');
  const [file] = manifestOf(await rig.post('/boot', bootOf({}, { accept: ['manifest'] }))).files;
  rig.put('boot/meter/app.py', 'two');
  const changed = await rig.get(`/${file?.url}`);
  expect(changed.status).toBe(409);
  expect(changed.json.error).toBe('file-changed');
  rmSync(join(rig.base, 'boot/meter/app.py'));
  const gone = await rig.get(`/${file?.url}`);
  expect(gone.status).toBe(404);
  expect(gone.json.error).toBe('file-unknown');
});

test('what must not be served is not, and the reason is listed', async () => {
  const rig = await startRig();
  const outside = join(temporaryFolder(), 'secret.py');
  writeFileSync(outside, 'secret');
  for (const name of [
    'boot.py',
    'Boot.py',
    'BOOT.py',
    'my-driver.py',
    '1st.py',
    '.hidden.py',
    'app.pyc',
    'a.txt',
    'ok.py',
  ]) {
    rig.put(`boot/meter/${name}`, 'x');
  }
  rig.put('boot/meter/sub/inner.py', 'x');
  rig.put('boot/meter/binary.py', Buffer.from([0x78, 0xff, 0xfe]));
  rig.put('boot/meter/huge.py', '#'.repeat(300_000));
  symlinkSync(outside, join(rig.base, 'boot/meter/link.py'));
  symlinkSync('/etc', join(rig.base, 'boot/etc'));
  symlinkSync('nowhere.py', join(rig.base, 'boot/meter/dangling.py'));
  mkdirSync(join(rig.base, 'boot/meter/folder.py'));
  rig.put('shared/common.py', 'common');
  symlinkSync('../../shared/common.py', join(rig.base, 'boot/meter/common.py'));
  const answer = await rig.post('/boot', bootOf({}));
  expect(answer.json.files).toEqual({ 'common.py': 'common', 'ok.py': 'x' });
  const [type] = rig.server.tree.list();
  expect(Object.fromEntries((type?.skipped ?? []).map((s) => [s.name, s.reason]))).toEqual({
    'boot.py': 'protected',
    'Boot.py': 'protected',
    'BOOT.py': 'protected',
    'my-driver.py': 'name',
    '1st.py': 'name',
    '.hidden.py': 'name',
    'binary.py': 'not-text',
    'huge.py': 'too-large',
    'link.py': 'outside',
    'folder.py': 'unreadable',
  });
  for (const name of ['boot.py', 'Boot.py', 'link.py', 'huge.py', 'binary.py']) {
    expect((await rig.get(`/files/meter/${name}`)).status).toBe(404);
  }
  expect((await rig.post('/boot', bootOf({}, { app_type: 'etc' }))).status).toBe(404);
});

test('a tree behind a link of its own is served', async () => {
  const real = temporaryFolder();
  mkdirSync(join(real, 'tree/boot/meter'), { recursive: true });
  writeFileSync(join(real, 'tree/boot/meter/app.py'), 'x');
  symlinkSync(join(real, 'tree'), join(real, 'link'));
  const rig = await startRig({ base: join(real, 'link') });
  expect((await rig.post('/boot', bootOf({}))).json.files).toEqual({ 'app.py': 'x' });
});

test('a folder that did not change is the same object: nothing is read or hashed again', () => {
  const folder = temporaryFolder();
  const path = join(folder, 'app.py');
  writeFileSync(path, 'x');
  linkSync(path, join(folder, 'same.py'));
  const watched = createFolder(folder, folder);
  const first = watched.look();
  expect(watched.look()).toBe(first);
  writeFileSync(path, 'x');
  expect(watched.look()).toBe(first);
  writeFileSync(path, 'y');
  expect(watched.look()).not.toBe(first);
  rmSync(folder, { recursive: true });
  expect(watched.look()).toBeUndefined();
});

test('a tree that is not there has no types', async () => {
  const tree = createTree(join(temporaryFolder(), 'nothing'));
  expect(tree.list()).toEqual([]);
  expect(await tree.appType('meter')).toBeUndefined();
});

test('changes of the tree are told to whoever watches', async () => {
  const rig = await startRig({ watch: true });
  const told = rig.next((e) => e.type === 'files-changed' && e.where === 'boot');
  rig.put('boot/meter/app.py', 'x');
  expect(await told).toMatchObject({ where: 'boot', name: 'meter' });
});
