import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { VirtualBoard } from '../../main/virtual/index.ts';
import { describeFailure } from '../../renderer/text/errors.ts';
import { type Order, pass, phase, plugged, run, SITE, setTable, start, type Table } from './support.ts';

let table: Table;
beforeAll(async () => {
  table = await setTable();
});
afterAll(() => table.close());

/** The job fails with this code, and a person is told what to do. */
async function fails(board: VirtualBoard, code: string, order: Order = {}): Promise<void> {
  const state = await run(table.bench, board, order);
  if (state.status !== 'failed') throw new Error(`the job ended as ${JSON.stringify(state)}`);
  expect(state.failure.code).toBe(code);
  const { sentence, remedy } = describeFailure(state.failure);
  expect(sentence.length).toBeGreaterThan(10);
  expect(remedy.length).toBeGreaterThan(10);
}

describe('Wi-Fi', () => {
  test.each(['cable', 'ap'] as const)(
    'a wrong password by %s is named as such, and the right one cures it',
    async (wifi) => {
      const board = await table.addBoard({ kind: wifi === 'cable' ? 'esp32' : 'pico' });
      await fails(board, 'wifi-wrong-password', {
        recipe: { wifi },
        site: { ...SITE, password: 'not-this-one' },
      });
      await pass(table.bench, board, { recipe: { wifi } });
    },
  );

  test('a network that is not there', async () => {
    const board = await table.addBoard({ kind: 'pico' });
    await fails(board, 'wifi-no-network', { site: { ssid: 'Elsewhere', password: 'whatever-1' } });
  });

  // The board waits half a minute of its own time for an address, but for its host only five seconds while files come.
  test('a network that gives no address', async () => {
    const site = { ssid: 'Mute', password: 'whatever-1' };
    table.bench.virtual?.radio.addNetwork({ ...site, service: 'no-dhcp' });
    const board = await table.addBoard({ kind: 'pico', clockRate: 4 });
    await fails(board, 'wifi-no-address', { site });
  });
});

describe('the server', () => {
  test('out of reach, then there', async () => {
    const closed = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => closed.once('listening', resolve));
    const { port } = closed.address() as AddressInfo;
    await new Promise((resolve) => closed.close(resolve));
    const board = await table.addBoard({ kind: 'pico' });
    const gateway = table.bench.virtual?.radio.gateway(SITE.ssid);
    await fails(board, 'ota-unreachable', { api: `http://${gateway}:${port}/iot` });
    await pass(table.bench, board);
  });

  test.each(['nowhere', '../etc', 'a/b', '%2e%2e', ''])(
    'app type %j is refused before anything is written',
    async (appType) => {
      const board = await table.addBoard({ kind: 'pico' });
      await fails(board, 'app-type-unknown', { recipe: { appType } });
      expect(board.flash.operations).toBe(0);
    },
  );
});

describe('the board', () => {
  test('a port that another program has open', async () => {
    const board = await table.addBoard({ kind: 'pico' });
    const other = board.open();
    await fails(board, 'port-busy');
    await other.close();
    await pass(table.bench, board);
  });

  test('a port that is not there', async () => {
    const board = await table.addBoard({ kind: 'pico', power: 'off' });
    await fails(board, 'port-not-found');
  });

  test('a port that comes back, because the board was just restarted', async () => {
    const board = await table.addBoard({ kind: 'pico', power: 'off' });
    const job = await start(table.bench, board);
    await phase(table.bench, job, 'identify');
    board.powerOn();
    expect(await table.bench.jobs.finished(job)).toMatchObject({ status: 'done' });
  });

  test('the other kind of board', async () => {
    const board = await table.addBoard({ kind: 'pico' });
    await fails(board, 'board-kind-mismatch', { recipe: { kind: 'esp32' } });
    expect(board.flash.operations).toBe(0);
  });

  test('the cable comes out in the middle of writing; the same job finishes it', async () => {
    const board = await table.addBoard({ kind: 'esp32' });
    const stop = board.onEvent((event) => {
      if (event.type === 'flash' && event.operations === 3) void board.powerOff();
    });
    await fails(board, 'transfer-broken', { recipe: { install: 'platform' } });
    stop();
    board.powerOn();
    await plugged(table.bench, board);
    await pass(table.bench, board, { recipe: { install: 'platform' } });
  });

  test.each([
    ['spins', 'while True:\n    pass\n'],
    ['sleeps', 'import time\nwhile True:\n    time.sleep(1)\n'],
    [
      'swallows Ctrl-C once',
      'import time\ntry:\n    time.sleep(60)\nexcept KeyboardInterrupt:\n    time.sleep(60)\n',
    ],
  ])('a main.py that %s lets go', async (_, main) => {
    const board = await table.addBoard({ kind: 'pico', power: 'off' });
    board.flash.write('main.py', main);
    board.powerOn();
    await plugged(table.bench, board);
    await pass(table.bench, board);
  });

  test('a full flash: nothing of what was there is lost', async () => {
    const board = await table.addBoard({ kind: 'pico', flashBytes: 64 * 1024, power: 'off' });
    board.flash.write('keep.txt', 'k'.repeat(40_000));
    board.flash.write('boot.py', '# as it was\n');
    board.powerOn();
    await plugged(table.bench, board);
    await fails(board, 'board-full', { recipe: { install: 'platform' } });
    expect(board.flash.text('boot.py')).toBe('# as it was\n');
    expect(board.flash.text('keep.txt')).toHaveLength(40_000);
    expect([...board.flash.entries.keys()].sort()).toEqual(['boot.py', 'keep.txt']);
  });
});
