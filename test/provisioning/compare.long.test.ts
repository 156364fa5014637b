/** A board beside what it should be, and by what it is repaired. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { compare, repair, standard, stateOf, tamper } from './repair-support.ts';
import { pass, plugged, setTable, type Table } from './support.ts';

let table: Table;
beforeAll(async () => {
  table = await setTable({ heartbeatIntervalMs: 500 });
});
afterAll(() => table.close());

test('a proven board is what it should be; what differs is told by file, and repaired by what differs alone', async () => {
  const board = await table.addBoard({ kind: 'pico' });
  await pass(table.bench, board);
  const proven = await compare(table, board);
  expect(stateOf(proven)).toEqual({});
  const type = await table.bench.ota.tree.appType('skeleton');
  expect(proven.files.map(({ name }) => name)).toEqual(['boot.py', ...(type?.files.keys() ?? [])].sort());

  const app = board.flash.text('app.py') ?? '';
  const sameSize = `${app.slice(0, -2)}#\n`;
  const untouched = new Map(board.flash.entries);
  await table.bench.ota.stop();
  await tamper(table, board, () => {
    board.flash.write('app.py', sameSize);
    board.flash.remove('httpd.py');
    board.flash.write('old.py', 'OLD = 1\n');
    board.flash.apply({ op: 'mkdir', path: 'lib' });
    board.flash.write('lib/left.py', 'L = 1\n');
  });
  // The server would have brought back what is its own.
  expect(stateOf(await compare(table, board))).toEqual({
    'app.py': 'replaced',
    'httpd.py': 'added',
    'old.py': 'removed',
    'lib/left.py': 'removed',
  });
  const after = await repair(table, board, { remove: ['old.py'] });
  expect(stateOf(after)).toEqual({ 'lib/left.py': 'removed' });
  expect(board.flash.text('app.py')).toBe(app);
  expect(board.flash.text('old.py')).toBeUndefined();
  expect(board.flash.text('lib/left.py')).toBe('L = 1\n');
  for (const own of ['wifi.json', 'device_id.json', 'provision.json'])
    expect(board.flash.entries.get(own)).toEqual(untouched.get(own));
  // After its boot as well.
  expect(stateOf(await compare(table, board))).toEqual({ 'lib/left.py': 'removed' });
});

test('writes only what differs', async () => {
  const board = await table.addBoard({ kind: 'pico' });
  await pass(table.bench, board);
  await tamper(table, board, () => board.flash.write('boot.py', 'print("not ours")\n'));
  expect(stateOf(await compare(table, board))).toEqual({ 'boot.py': 'replaced' });
  const id = await table.bench.repair(board.path, standard, { remove: [] });
  await table.bench.jobs.finished(id);
  const { log, state } = table.bench.jobs.snapshot(id);
  expect(state.status).toBe('done');
  expect(log.map(({ text }) => text)).toContain('Writing boot.py');
  expect(log.some(({ speaker, text }) => speaker === 'board' && text.startsWith('boot: start'))).toBe(true);
});

test('a board of somebody else lacks all, and a repair leaves his files alone', async () => {
  const board = await table.addBoard({ kind: 'pico', power: 'off' });
  board.flash.write('blink.py', 'print(1)\n');
  board.powerOn();
  await plugged(table.bench, board);
  const found = stateOf(await compare(table, board));
  expect(found['blink.py']).toBe('removed');
  expect(new Set(Object.values(found))).toEqual(new Set(['added', 'removed']));
  expect(stateOf(await repair(table, board))).toEqual({ 'blink.py': 'removed' });
  expect(board.flash.text('blink.py')).toBe('print(1)\n');
});

test('what is to go must belong to nothing', async () => {
  const board = await table.addBoard({ kind: 'pico', power: 'off' });
  board.flash.write('wifi.json', '{}');
  board.powerOn();
  await plugged(table.bench, board);
  for (const name of ['wifi.json', 'app.py', 'nothing.py']) {
    const id = await table.bench.repair(board.path, standard, { remove: [name] });
    expect(await table.bench.jobs.finished(id)).toMatchObject({
      status: 'failed',
      failure: { code: 'bad-input' },
    });
  }
  expect([...board.flash.entries.keys()]).toEqual(['wifi.json']);
});

test('an app type that nobody has is told before the board is touched', async () => {
  const board = await table.addBoard({ kind: 'pico' });
  await expect(compare(table, board, { appType: 'nothing' })).rejects.toMatchObject({
    code: 'app-type-unknown',
  });
  await expect(table.bench.repair(board.path, { appType: 'nothing' }, { remove: [] })).rejects.toMatchObject({
    code: 'app-type-unknown',
  });
  expect(board.flash.operations).toBe(0);
});
