/** Calls about a board's files, as they pass a door: what is taken and given fits the contract. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createHandlers } from '../../main/door/handlers.ts';
import { type CallName, type CallParams, calls } from '../../preload/contract/api.ts';
import { plugged, setTable, type Table } from '../provisioning/support.ts';

let table: Table;
let port: string;
beforeAll(async () => {
  table = await setTable();
  const board = await table.addBoard({ kind: 'pico', power: 'off' });
  board.flash.write('main.py', 'print("main runs")\n');
  board.powerOn();
  await plugged(table.bench, board);
  port = board.path;
});
afterAll(() => table.close());

async function call<N extends CallName>(name: N, given: CallParams<N>): Promise<unknown> {
  const handlers = createHandlers(table.bench, { version: '1', door: 'web' });
  const { signal } = new AbortController();
  const params: unknown = calls[name].params.parse(given);
  // The handler of a name takes the params of that name, which the compiler cannot follow.
  return calls[name].result.parse(await handlers[name](params as never, { signal, onProgress: () => {} }));
}

test('files are written, listed, read, run, compared and removed', async () => {
  const content = Buffer.from('X = 1\n').toString('base64');
  expect(await call('boards.writeFiles', { port, files: [{ name: 'lib/x.py', content }] })).toEqual({
    written: ['lib/x.py'],
    unchanged: [],
  });
  expect(await call('boards.listFiles', { port, folder: 'lib' })).toMatchObject({
    entries: [{ name: 'x.py', size: 6, folder: false }],
  });
  expect(await call('boards.readFile', { port, name: 'lib/x.py' })).toEqual({ content });
  expect(await call('boards.run', { port, source: 'print(6 * 7)\n1/0' })).toEqual({
    output: '42\n',
    error: expect.stringContaining('ZeroDivisionError'),
  });
  const { files } = (await call('boards.compare', { port, appType: 'skeleton' })) as {
    files: { name: string; state: string }[];
  };
  expect(files.find(({ name }) => name === 'main.py')?.state).toBe('replaced');
  expect(files.find(({ name }) => name === 'lib/x.py')?.state).toBe('removed');
  expect(await call('boards.removeFiles', { port, names: ['lib'] })).toEqual({});
  expect(await call('boards.listFiles', { port, folder: '/' })).toMatchObject({
    entries: [{ name: 'main.py', size: 19, folder: false }],
  });
});

test('a repair and a golden board are jobs; a console is typed into only while it is watched', async () => {
  const repaired = await call('jobs.repair', { port, appType: 'skeleton', remove: [] });
  const { job } = calls['jobs.repair'].result.parse(repaired);
  expect(await table.bench.jobs.finished(job)).toMatchObject({ status: 'done' });
  const read = calls['jobs.readGolden'].result.parse(await call('jobs.readGolden', { port, name: 'other' }));
  expect(await table.bench.jobs.finished(read.job)).toMatchObject({ status: 'done' });
  await expect(call('jobs.readGolden', { port, name: 'other' })).rejects.toMatchObject({
    code: 'golden-exists',
  });
  await expect(call('boards.type', { port, text: 'x' })).rejects.toMatchObject({ code: 'port-vanished' });
  expect(await call('boards.restart', { port })).toEqual({});
});
