/** Boards that are provisioned again and again, each time looked at in another way; the first of them is in `provision.test.ts`. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { watchBlinks } from '../../main/cli/virtual-eyes.ts';
import { latestPassport } from '../../main/records/index.ts';
import type { JobProgress } from '../../preload/contract/jobs.ts';
import { pass, plugged, run, SITE, setTable, start, type Table } from './support.ts';

let table: Table;
beforeAll(async () => {
  table = await setTable({ heartbeatIntervalMs: 500 });
});
afterAll(() => table.close());

const STEPS = ['identify', 'write', 'restart', 'wifi', 'update', 'register', 'status'];

test.each([
  ['pico', 'cable', 'boot'],
  ['esp32', 'cable', 'platform'],
] as const)('a blank %s by %s with %s over the cable proves itself', async (kind, wifi, install) => {
  const board = await table.addBoard({ kind });
  const passport = await pass(table.bench, board, { recipe: { kind, wifi, install } });

  expect(passport.proofs.map(({ step }) => step)).toEqual(STEPS);
  expect(passport).toMatchObject({
    kind,
    mac: board.identity.mac,
    uniqueId: board.identity.uniqueId,
    deviceId: `iot-${board.identity.mac}`,
    appType: 'skeleton',
  });
  expect(passport.set).toBe((await table.bench.ota.tree.appType('skeleton'))?.set);
  expect(await latestPassport(table.bench.records, passport.deviceId)).toEqual(passport);
});

test('the job says what it makes, how many bytes of which file are there, and who said what', async () => {
  const { bench } = table;
  const board = await table.addBoard({ kind: 'pico' });
  const id = await start(bench, board, { recipe: { name: 'Hall' } });
  const progress: JobProgress[] = [];
  bench.jobs.subscribe(id, (message) => {
    if (message.type === 'state' && 'progress' in message.state) progress.push(message.state.progress);
  });
  const state = await bench.jobs.finished(id);
  expect(state.status).toBe('done');
  const { order, log } = bench.jobs.snapshot(id);
  expect(order).toEqual({
    recipe: expect.objectContaining({ name: 'Hall', appType: 'skeleton' }),
    ssid: SITE.ssid,
  });

  const type = await bench.ota.tree.appType('skeleton');
  const ofType = [...(type?.files.values() ?? [])].reduce((sum, { bytes }) => sum + bytes.length, 0);
  const written = ['provision.json', 'wifi.json', 'boot.py'];
  const onFlash = written.reduce((sum, name) => sum + Buffer.byteLength(board.flash.text(name) ?? ''), 0);
  const moved = (phase: string) =>
    progress.flatMap((one) => (one.phase === phase && one.transfer !== null ? [one.transfer] : []));
  expect(moved('write').at(-1)).toMatchObject({ done: onFlash, total: onFlash, file: 'boot.py' });
  expect(new Set(moved('write').map(({ file }) => file))).toEqual(new Set(written));
  expect(moved('update').at(-1)).toMatchObject({ done: ofType, total: ofType });
  expect(new Set(moved('update').map(({ file }) => file))).toEqual(new Set(type?.files.keys()));
  for (const phase of ['write', 'update']) {
    const done = moved(phase).map((one) => one.done);
    expect(done).toEqual(done.toSorted((a, b) => a - b));
  }
  expect(progress.filter(({ phase }) => phase === 'wifi').every(({ transfer }) => transfer === null)).toBe(
    true,
  );

  const by = (speaker: string) => log.filter((line) => line.speaker === speaker).map(({ text }) => text);
  expect(by('board').some((text) => text.startsWith('boot: start pico'))).toBe(true);
  expect(by('bench').some((text) => text.startsWith('boot: '))).toBe(false);
  expect(by('bench')).toContain('Restarting the board');
});

test('what was proved is told in sentences, and sizes in kB', async () => {
  const board = await table.addBoard({ kind: 'esp32' });
  const { proofs } = await pass(table.bench, board);
  for (const { evidence } of proofs) expect(evidence).toMatch(/^[A-Z0-9].*\.$/);
  const evidence = Object.fromEntries(proofs.map((proof) => [proof.step, proof.evidence]));
  expect(evidence.write).toMatch(
    /^3 files written, 0 there already; \d+\.\d kB went over the cable, and boot\.py/,
  );
  expect(evidence.status).toMatch(/, \d+(\.\d)? kB of memory free\.$/);
});

test('run again on a proven board, it writes nothing that is there already', async () => {
  const board = await table.addBoard({ kind: 'pico' });
  await pass(table.bench, board);
  const again = await pass(table.bench, board);
  expect(again.proofs[1]?.evidence).toContain('0 files written, 3 there already');
});

test('a person sees it blink, or the board does not pass', async () => {
  const board = await table.addBoard({ kind: 'pico' });
  const eyes = watchBlinks(board);
  const { jobs } = table.bench;
  const answered = async (yes: boolean) => {
    const id = await start(table.bench, board, { recipe: { identify: 'ask' } });
    jobs.subscribe(id, (message) => {
      if (message.type === 'state' && message.state.status === 'asking') jobs.answer(id, yes);
    });
    return jobs.finished(id);
  };
  expect(await answered(false)).toMatchObject({ status: 'failed', failure: { code: 'not-seen-blinking' } });
  await eyes.seen(5, AbortSignal.timeout(40_000));
  expect(await answered(true)).toMatchObject({ status: 'done' });
});

test('an update that was under way on the board does not carry on over what is written', async () => {
  const board = await table.addBoard({ kind: 'pico', power: 'off' });
  const old = { 'app.py': 'A = 0\n', 'main.py': 'M = 0\n' };
  const trial = {
    set: 'a'.repeat(64),
    boots: 2,
    back: ['app.py'],
    added: ['main.py'],
    entry: {},
    was: { seq: 6 },
  };
  const rejected = [{ set: 'b'.repeat(64), reason: 'not confirmed' }];
  const left = {
    ...old,
    'app.py.bak': 'A = -1\n',
    'main.py.new': 'M = 1\n',
    'update.json': JSON.stringify({
      kind: 'update',
      put: ['main.py'],
      remove: [],
      trial: false,
      state: {},
      say: '',
    }),
    'ota_state.json': JSON.stringify({ seq: 7, rejected, trial }),
  };
  for (const [name, text] of Object.entries(left)) board.flash.write(name, text);
  board.powerOn();
  await plugged(table.bench, board);
  await pass(table.bench, board, { recipe: { install: 'platform' } });
  const files = (await table.bench.ota.tree.appType('skeleton'))?.files;
  for (const name of ['app.py', 'main.py'])
    expect(Buffer.from(board.flash.entries.get(name) ?? '')).toEqual(
      Buffer.from(files?.get(name)?.bytes ?? ''),
    );
  const names = [...board.flash.entries.keys()];
  expect(names.filter((name) => /\.(new|bak)$|^update/.test(name))).toEqual([]);
  expect(JSON.parse(board.flash.text('ota_state.json') ?? '')).toEqual({ seq: 7 });
});

test('one job a board', async () => {
  const board = await table.addBoard({ kind: 'pico' });
  const first = await start(table.bench, board);
  await expect(start(table.bench, board)).rejects.toMatchObject({ code: 'board-in-use' });
  expect(await table.bench.jobs.finished(first)).toMatchObject({ status: 'done' });
  expect(await run(table.bench, board)).toMatchObject({ status: 'done' });
});

test('a board that somebody has worked on keeps their files, and the passport names the Python among them', async () => {
  const board = await table.addBoard({ kind: 'pico', power: 'off' });
  board.flash.write('blink.py', 'print(1)\n');
  board.flash.write('notes.txt', 'mine');
  board.powerOn();
  await plugged(table.bench, board);
  const { proofs } = await pass(table.bench, board);
  expect(proofs.find(({ step }) => step === 'update')?.evidence).toContain('Also on it: blink.py.');
  expect(board.flash.text('notes.txt')).toBe('mine');
});
