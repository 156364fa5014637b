import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createHotfixes } from '../../main/ota/hotfix.ts';
import { dropHotfix, FILE_LIMIT } from '../../main/ota/index.ts';
import { settlePuts } from '../../main/ota/put-files.ts';
import { bootOf, ID, manifestOf, md5, startRig, temporaryFolder } from './rig.ts';

const FOLDER = `heartbeat/${ID}`;
const manifestBeat = (more: Record<string, unknown> = {}) => ({
  device_id: ID,
  accept: ['manifest'],
  ...more,
});

test('a plain client: a whole answer is the delivery', async () => {
  const rig = await startRig();
  rig.put(`${FOLDER}/app.py`, 'hot');
  const delivered = rig.next((e) => e.type === 'hotfix' && e.outcome === 'delivered');
  const answer = await rig.post('/heartbeat', { device_id: ID });
  expect(answer.json).toMatchObject({
    update: true,
    files: { 'app.py': 'hot' },
    md5: { 'app.py': md5('hot') },
  });
  expect(await delivered).toMatchObject({ deviceId: ID, names: ['app.py'] });
  expect(rig.list(FOLDER)).toEqual(['served']);
  const [stamp = ''] = rig.list(`${FOLDER}/served`);
  expect(stamp).toMatch(/^\d{8}T\d{6}_\d{3}Z$/);
  expect(readFileSync(join(rig.base, FOLDER, 'served', stamp, 'app.py'), 'utf8')).toBe('hot');
  expect((await rig.post('/heartbeat', { device_id: ID })).json).toMatchObject({ update: false });
});

test('a plain client that goes away in the middle keeps its hotfix', async () => {
  const rig = await startRig();
  for (let n = 0; n < 40; n += 1) rig.put(`${FOLDER}/f${n}.py`, `# ${n} ${'x'.repeat(250_000)}`);
  const over = rig.next((e) => e.type === 'request');
  const body = JSON.stringify({ device_id: ID });
  const { port } = rig.server.address();
  const outgoing = request({ port, host: '127.0.0.1', method: 'POST', path: '/iot/heartbeat', agent: false });
  outgoing.on('error', () => undefined);
  outgoing.on('response', (response) => {
    response.on('error', () => undefined);
    response.destroy();
  });
  outgoing.end(body);
  await over;
  expect(rig.list(FOLDER)).toHaveLength(40);
});

test('a device with manifests is offered it until its overlay shows it', async () => {
  const rig = await startRig();
  rig.put(`${FOLDER}/app.py`, 'hot');
  rig.put(`${FOLDER}/main.py`, 'hot main');
  const first = manifestOf(await rig.post('/heartbeat', manifestBeat()));
  expect(first).toMatchObject({ device_id: ID, remove: [] });
  expect(first.app_type).toBeUndefined();
  expect(first.files.map((f) => f.name)).toEqual(['app.py', 'main.py']);
  for (const file of first.files) {
    const fetched = await rig.get(`/${file.url}`);
    expect(md5(fetched.text)).toBe(file.md5);
  }
  // Not taken, half taken: offered again, the same.
  const half = { 'app.py': md5('hot') };
  expect(manifestOf(await rig.post('/heartbeat', manifestBeat({ overlay: half })))).toEqual(first);
  expect(rig.list(FOLDER)).toEqual(['app.py', 'main.py']);
  const whole = { ...half, 'main.py': md5('hot main') };
  expect((await rig.post('/heartbeat', manifestBeat({ overlay: whole }))).json.update).toBe(false);
  expect(rig.list(FOLDER)).toEqual(['served']);
  expect(rig.list(`${FOLDER}/served/${rig.list(`${FOLDER}/served`)[0]}`)).toEqual(['app.py', 'main.py']);
});

test('the boot after the hotfix confirms it too, and one that is part of the set needs no overlay', async () => {
  const rig = await startRig();
  rig.put('boot/meter/app.py', 'type');
  rig.put(`${FOLDER}/app.py`, 'hot');
  await rig.post('/boot', bootOf({ 'app.py': 'type' }, { overlay: { 'app.py': md5('hot') } }));
  expect(rig.list(FOLDER)).toEqual(['served']);
  rig.put(`${FOLDER}/app.py`, 'type');
  await rig.post('/boot', bootOf({ 'app.py': 'type' }));
  expect(rig.list(FOLDER)).toEqual(['served']);
  expect(rig.list(`${FOLDER}/served`)).toHaveLength(2);
});

test('a hotfix that the device refused is put aside', async () => {
  const rig = await startRig();
  rig.put(`${FOLDER}/app.py`, 'bad');
  const { set } = manifestOf(await rig.post('/heartbeat', manifestBeat()));
  const answer = await rig.post('/heartbeat', manifestBeat({ rejected: [{ set, reason: 'trial' }] }));
  expect(answer.json.update).toBe(false);
  expect(rig.list(`${FOLDER}/served`)[0]).toMatch(/Z-rejected$/);
});

test('a hotfix replaced while the device took the old one is offered, not archived', async () => {
  const folder = temporaryFolder();
  const hotfixes = createHotfixes(folder);
  await dropHotfix(folder, ID, { 'app.py': 'one', 'two.py': 'same' });
  const taken = await hotfixes.pending(ID);
  if (!taken) throw new Error('no hotfix');
  writeFileSync(join(folder, FOLDER, 'app.py'), 'two');
  hotfixes.settle(ID, taken, 'delivered', 0);
  const left = await hotfixes.pending(ID);
  expect([...(left?.files.values() ?? [])].map((f) => f.bytes.toString())).toEqual(['two']);
  // Settling again finds nothing to move, and leaves no empty folder.
  expect(hotfixes.settle(ID, taken, 'delivered', 0)).toBeUndefined();
});

test('two deliveries in one millisecond get two folders', async () => {
  const folder = temporaryFolder();
  const hotfixes = createHotfixes(folder);
  for (const text of ['one', 'two']) {
    await dropHotfix(folder, ID, { 'app.py': text });
    const content = await hotfixes.pending(ID);
    if (content) hotfixes.settle(ID, content, 'delivered', 1_800_000_000_000);
  }
  expect(readdirSync(join(folder, FOLDER, 'served')).sort()).toEqual([
    '20270115T080000_000Z',
    '20270115T080000_000Z_2',
  ]);
});

test('a crash between archive and answer, or in the middle of the moves, loses nothing', async () => {
  const rig = await startRig();
  rig.put(`${FOLDER}/app.py`, 'hot');
  rig.put(`${FOLDER}/two.py`, 'hot 2');
  // As a crash leaves it that came after the first of two moves.
  mkdirSync(join(rig.base, FOLDER, 'served/20270101T000000_000Z'), { recursive: true });
  renameSync(join(rig.base, FOLDER, 'app.py'), join(rig.base, FOLDER, 'served/20270101T000000_000Z/app.py'));
  const overlay = { 'app.py': md5('hot'), 'two.py': md5('hot 2') };
  expect((await rig.post('/heartbeat', manifestBeat({ overlay }))).json.update).toBe(false);
  const kept = rig.list(`${FOLDER}/served`).flatMap((stamp) => rig.list(`${FOLDER}/served/${stamp}`));
  expect(kept.sort()).toEqual(['app.py', 'two.py']);
});

test('dropping is all or nothing: a drop cut short before its commit is gone, after it is carried on', async () => {
  const rig = await startRig();
  rig.put(`${FOLDER}/.tmp-abc/app.py`, 'never finished');
  expect((await rig.post('/heartbeat', manifestBeat())).json.update).toBe(false);
  rig.put(`${FOLDER}/.drop-000000000000002-1/app.py`, 'later');
  rig.put(`${FOLDER}/.drop-000000000000001-1/app.py`, 'earlier');
  rig.put(`${FOLDER}/.drop-000000000000001-1/two.py`, 'x');
  const names = manifestOf(await rig.post('/heartbeat', manifestBeat())).files.map((f) => [f.name, f.md5]);
  expect(names).toEqual([
    ['app.py', md5('later')],
    ['two.py', md5('x')],
  ]);
  expect(settlePuts(join(rig.base, FOLDER))).toBe(false);
});

test('a hotfix never holds boot.py, and other things in the folder are left alone', async () => {
  const rig = await startRig();
  rig.put(`${FOLDER}/boot.py`, 'x');
  rig.put(`${FOLDER}/Boot.PY`, 'x');
  rig.put(`${FOLDER}/notes.txt`, 'x');
  expect((await rig.post('/heartbeat', { device_id: ID })).json.update).toBe(false);
  rig.put(`${FOLDER}/app.py`, 'hot');
  const delivered = rig.next((e) => e.type === 'hotfix' && e.outcome === 'delivered');
  expect((await rig.post('/heartbeat', { device_id: ID })).json.files).toEqual({ 'app.py': 'hot' });
  await delivered;
  expect(rig.list(FOLDER)).toEqual(['Boot.PY', 'boot.py', 'notes.txt', 'served']);
});

test.each([
  ['an id with a path', '../x', 'app.py', '', 'bad-input'],
  ['a name that Windows keeps', 'con', 'app.py', '', 'bad-input'],
  ['boot.py', ID, 'boot.py', '', 'file-name-invalid'],
  ['boot.py in capitals', ID, 'BOOT.py', '', 'file-name-invalid'],
  ['a path', ID, '../app.py', '', 'file-name-invalid'],
  ['no Python', ID, 'wifi.json', '', 'file-name-invalid'],
  ['a file too large', ID, 'app.py', 'x'.repeat(FILE_LIMIT + 1), 'file-too-large'],
])('dropHotfix refuses %s', async (_what, id, name, text, code) => {
  const folder = temporaryFolder();
  await expect(dropHotfix(folder, id, { [name]: text })).rejects.toMatchObject({ code });
  expect(readdirSync(folder)).toEqual([]);
});

test('dropHotfix refuses nothing at all', async () => {
  await expect(dropHotfix(temporaryFolder(), ID, {})).rejects.toMatchObject({ code: 'hotfix-empty' });
});

test('a tree that cannot be written is a typed failure', async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'heartbeat'), 'a file where a folder should be');
  await expect(dropHotfix(folder, ID, { 'app.py': 'x' })).rejects.toMatchObject({ code: 'data-folder' });
});

test('a hotfix that cannot be archived is offered again, and the log says why', async () => {
  const rig = await startRig();
  rig.put(`${FOLDER}/app.py`, 'hot');
  rig.put(`${FOLDER}/served`, 'a file where a folder should be');
  await rig.post('/heartbeat', manifestBeat({ overlay: { 'app.py': md5('hot') } }));
  expect(rig.list(FOLDER)).toEqual(['app.py', 'served']);
  expect(rig.log.join()).toContain('cannot move');
  rmSync(join(rig.base, FOLDER, 'served'));
  await rig.post('/heartbeat', manifestBeat({ overlay: { 'app.py': md5('hot') } }));
  expect(rig.list(FOLDER)).toEqual(['served']);
});
