/** A golden board becomes an app type and a recipe, and other boards become like it. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sortFiles } from '../../main/provisioning/golden.ts';
import { type GoldenResult, goldenResult } from '../../preload/contract/boards.ts';
import { pass, plugged, SITE, setTable, type Table } from './support.ts';

let table: Table;
beforeAll(async () => {
  table = await setTable();
});
afterAll(() => table.close());

async function read(port: string, name: string, existing: 'refuse' | 'replace' = 'refuse') {
  const id = table.bench.readGolden(port, name, { existing });
  return { id, state: await table.bench.jobs.finished(id) };
}

async function golden(port: string, name: string, existing?: 'refuse' | 'replace'): Promise<GoldenResult> {
  const { state } = await read(port, name, existing);
  if (state.status !== 'done') throw new Error(`the job ended as ${JSON.stringify(state)}`);
  return goldenResult.parse(state.result);
}

test('a proven board with settings of its own is read, and a blank one is provisioned to be like it', async () => {
  const { bench } = table;
  const apPassword = 'portal-secret-1';
  const board = await table.addBoard({ kind: 'pico' });
  await pass(bench, board, { apPassword });
  await board.powerOff();
  board.flash.write('config.json', '{"interval_s": 7, "name": "golden"}');
  board.flash.write('sensor.py', 'S = 1\n');
  board.flash.write('notes.txt', 'calibrated by hand');
  board.flash.apply({ op: 'mkdir', path: 'lib' });
  board.flash.write('lib/left.py', 'L = 1\n');
  board.powerOn();
  await plugged(bench, board);

  const result = await golden(board.path, 'greenhouse');
  const type = await bench.ota.tree.appType('greenhouse');
  expect(result).toMatchObject({ appType: 'greenhouse', recipe: 'greenhouse' });
  expect([...result.files].sort()).toEqual([...(type?.files.keys() ?? [])].sort());
  for (const [name, { bytes }] of type?.files ?? [])
    expect(Buffer.from(board.flash.entries.get(name) ?? '')).toEqual(Buffer.from(bytes));
  expect(result.files).toContain('sensor.py');
  expect(Object.fromEntries(result.leftOut.map(({ name, why }) => [name, why]))).toMatchObject({
    'boot.py': 'firmware',
    'wifi.json': 'secret',
    'provision.json': 'secret',
    'device_id.json': 'identity',
    'notes.txt': 'not-python',
    'lib/left.py': 'folder',
    'boot_log.txt': 'log',
  });
  const recipe = bench.settings.present().recipes.find(({ name }) => name === 'greenhouse');
  expect(recipe).toEqual({
    name: 'greenhouse',
    kind: 'pico',
    appType: 'greenhouse',
    install: 'boot',
    wifi: 'cable',
    identify: 'ask',
    config: { interval_s: 7, name: 'golden' },
  });
  const told = JSON.stringify([bench.jobs.list(), recipe]);
  expect(told).not.toContain(SITE.password);
  expect(told).not.toContain(apPassword);

  const other = await table.addBoard({ kind: 'pico' });
  await pass(bench, other, { recipe: { ...recipe, identify: 'skip' } });
  expect(JSON.parse(other.flash.text('config.json') ?? '')).toEqual({ interval_s: 7, name: 'golden' });
  expect(other.flash.text('sensor.py')).toBe('S = 1\n');
  const { signal } = new AbortController();
  const beside = await bench.compare(
    other.path,
    { appType: 'greenhouse', config: recipe?.config },
    { signal },
  );
  expect(beside.files.filter(({ state }) => state !== 'same')).toEqual([]);
});

test('a name that there is already is refused, unless it is to be replaced', async () => {
  const { bench } = table;
  const board = await table.addBoard({ kind: 'esp32' });
  await pass(bench, board);
  await golden(board.path, 'twice');
  expect(() => bench.readGolden(board.path, 'twice', { existing: 'refuse' })).toThrow(
    expect.objectContaining({ code: 'golden-exists' }),
  );
  // A recipe's name is a name, too.
  expect(() => bench.readGolden(board.path, 'skeleton', { existing: 'refuse' })).toThrow(
    expect.objectContaining({ code: 'golden-exists' }),
  );
  await board.powerOff();
  board.flash.write('config.json', 'no json');
  board.powerOn();
  await plugged(bench, board);
  const again = await golden(board.path, 'twice', 'replace');
  expect(again.leftOut).toContainEqual({ name: 'config.json', why: 'unreadable' });
  expect(bench.settings.present().recipes.find(({ name }) => name === 'twice')?.config).toBeUndefined();
});

test('replacing leaves exactly the files of the board', async () => {
  const { bench } = table;
  const board = await table.addBoard({ kind: 'pico', power: 'off' });
  const files = { 'main.py': 'M = 1\n', 'platform.py': 'P = 1\n', 'app.py': 'A = 1\n', 'more.py': 'X = 1\n' };
  for (const [name, text] of Object.entries(files)) board.flash.write(name, text);
  board.powerOn();
  await plugged(bench, board);
  await golden(board.path, 'exact');
  await board.powerOff();
  board.flash.remove('more.py');
  board.powerOn();
  await plugged(bench, board);
  await golden(board.path, 'exact', 'replace');
  const names = [...((await bench.ota.tree.appType('exact'))?.files.keys() ?? [])];
  expect(names.sort()).toEqual(['app.py', 'main.py', 'platform.py']);
});

test.each([
  ['a name that no app type can have', 'no/name', 'app-type-invalid'],
  ['dots', '..', 'app-type-invalid'],
])('%s is refused before the board is touched', async (_, name, code) => {
  expect(() => table.bench.readGolden('nowhere', name, { existing: 'refuse' })).toThrow(
    expect.objectContaining({ code }),
  );
});

test('nothing is made of a board without the platform, and it runs on', async () => {
  const board = await table.addBoard({ kind: 'pico', power: 'off' });
  board.flash.write('main.py', 'print("mine")\n');
  board.powerOn();
  await plugged(table.bench, board);
  const resets: string[] = [];
  board.onEvent((event) => {
    if (event.type === 'reset') resets.push(event.why);
  });
  const { state } = await read(board.path, 'nothing');
  expect(state).toMatchObject({
    status: 'failed',
    failure: { code: 'golden-incomplete', params: { missing: 'platform.py, app.py' } },
  });
  expect(resets).toEqual(['hard']);
  expect(table.bench.ota.tree.names()).not.toContain('nothing');
});

test('what is too large, or no module, stays on the board', () => {
  const entry = (name: string, size = 1) => ({ name, size, folder: false });
  const sorted = sortFiles([
    entry('app.py'),
    entry('BOOT.PY'),
    entry('big.py', 300_000),
    entry('my-module.py'),
    entry('config.json'),
    { name: 'lib', size: 0, folder: true },
  ]);
  expect(sorted).toEqual({
    python: [entry('app.py')],
    leftOut: [
      { name: 'BOOT.PY', why: 'firmware' },
      { name: 'big.py', why: 'too-large' },
      { name: 'my-module.py', why: 'not-python' },
    ],
    config: 'there',
  });
});
