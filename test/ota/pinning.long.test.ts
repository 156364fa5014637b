/** From the key of a bench to a board that takes only what is signed with it: the real server and the real firmware. */
import { rename } from 'node:fs/promises';
import { beforeEach, expect, test } from 'vitest';
import {
  dropHotfix,
  type Keys,
  md5Of,
  openKeys,
  type PinnedKey,
  pinsOf,
  updateAppType,
} from '../../main/ota/index.ts';
import { pinsFor } from '../../main/records/index.ts';
import type { VirtualBoard } from '../../main/virtual/index.ts';
import type { Device, Recipe } from '../../preload/contract/models.ts';
import { pass, setTable, start, type Table } from '../provisioning/support.ts';

/** A minute on trial is some seconds here, and a request may take more than one of a busy computer's. */
const HURRY = 8;
const LIMIT_MS = 50_000;
/** The watchdog has tests of its own; at this rate a busy computer would set it off, and a boot more would be counted. */
const UNWATCHED = { recipe: { config: { wdt_s: 0 } } };

let table: Table;
let keys: Keys;
beforeEach(async () => {
  table = await setTable({ heartbeatIntervalMs: 300 });
  const { home } = table.bench;
  keys = openKeys({ path: home.keys, base: home.ota });
  return () => table.close();
});

const text = (board: VirtualBoard, name: string) => board.flash.text(name) ?? '';
const provisionOf = (board: VirtualBoard) =>
  JSON.parse(text(board, 'provision.json')) as { ota_keys?: PinnedKey[] };
const idOf = (board: VirtualBoard) => `iot-${board.identity.mac}`;

function until(board: VirtualBoard, fits: (device: Device) => boolean): Promise<Device> {
  return table.bench.registry.waitFor((device) => device.mac === board.identity.mac && fits(device), {
    signal: AbortSignal.timeout(LIMIT_MS),
  });
}

const deploy = (source: string) => updateAppType(table.bench.home.ota, 'skeleton', { 'extra.py': source });
const runs = (source: string) => (device: Device) => device.files['extra.py'] === md5Of(Buffer.from(source));

/** Restarts it; resolves when it is up again. */
async function restarted(board: VirtualBoard): Promise<void> {
  const before = table.bench.registry.get(idOf(board))?.registeredAt ?? 0;
  const up = until(board, (device) => (device.registeredAt ?? 0) > before);
  board.reset();
  await up;
}

test('a recipe pins the keys of the bench, unless it says that it does not', async () => {
  const { bench } = table;
  const made = async (recipe: Partial<Recipe>) => {
    const board = await table.addBoard({ kind: 'pico' });
    const { proofs } = await pass(bench, board, { recipe });
    const evidence = proofs.find(({ step }) => step === 'write')?.evidence;
    const noted = await pinsFor(bench.records, board.identity.mac);
    return { written: provisionOf(board).ota_keys, noted, evidence };
  };
  const plain = await table.addBoard({ kind: 'pico' });
  const refused = start(bench, plain, { recipe: { otaKeys: 'pin' } });
  await expect(refused).rejects.toMatchObject({ code: 'keys-missing' });
  expect(await made({})).toMatchObject({ written: undefined, noted: [] });

  const pins = pinsOf(await keys.create());
  const ids = pins.map(({ id }) => id);
  expect(await made({})).toEqual({
    written: pins,
    noted: ids,
    evidence: expect.stringContaining(ids.join()),
  });
  expect(await made({ otaKeys: 'none' })).toMatchObject({ written: undefined, noted: [] });
});

test('signed updates are taken, those without a signature or with a foreign one are not', async () => {
  const { bench } = table;
  await keys.create();
  const board = await table.addBoard({ kind: 'pico', clockRate: HURRY });
  await pass(bench, board, UNWATCHED);
  await deploy('one = 1\n');
  const taken = until(board, runs('one = 1\n'));
  board.reset();
  await taken;
  expect((await until(board, ({ updates }) => updates?.trial.state === 'good')).updates?.seq).toBeGreaterThan(
    0,
  );

  // The key went: nothing is signed.
  await rename(bench.home.keys, `${bench.home.keys}.away`);
  await deploy('two = 2\n');
  await restarted(board);
  expect(text(board, 'boot_log.txt')).toMatch(/refused update .*unsigned/);
  // A key came that the board does not know.
  await keys.create();
  await restarted(board);
  expect(text(board, 'boot_log.txt')).toMatch(/refused update .*key_id/);
  expect(text(board, 'extra.py')).toBe('one = 1\n');
  const warnings = bench.ota.requests.recent().filter(({ type }) => type === 'warning');
  expect(warnings).toHaveLength(2);

  await rename(`${bench.home.keys}.away`, bench.home.keys);
  const again = until(board, runs('two = 2\n'));
  board.reset();
  await again;
});

test('a signed hotfix is taken, and its signed end, in which there is no file', async () => {
  const { bench } = table;
  await keys.create();
  const board = await table.addBoard({ kind: 'pico', clockRate: HURRY });
  await pass(bench, board, UNWATCHED);
  const isGood = ({ updates }: Device) => updates?.trial.state === 'good';
  await until(board, isGood);
  await dropHotfix(bench.home.ota, idOf(board), { 'extra.py': 'hot = 1\n' });
  await until(board, ({ overlay }) => overlay['extra.py'] === md5Of(Buffer.from('hot = 1\n')));
  expect(text(board, 'extra.py')).toBe('hot = 1\n');
  await until(board, isGood);
  await bench.ota.dropOverlay(idOf(board));
  const { files } = await until(board, ({ overlay }) => Object.keys(overlay).length === 0);
  expect(files).not.toHaveProperty('extra.py');
  expect(text(board, 'boot_log.txt')).not.toContain('refused');
});

test('a set that is not confirmed is rolled back, known as refused, and held back until another comes', async () => {
  const { bench } = table;
  await keys.create();
  const board = await table.addBoard({ kind: 'esp32', clockRate: HURRY });
  await pass(bench, board, UNWATCHED);
  await deploy('one = 1\n');
  board.reset();
  const good = await until(
    board,
    (device) => runs('one = 1\n')(device) && device.updates?.trial.state === 'good',
  );
  await deploy('two = 2\n');
  board.reset();
  const open = await until(board, ({ updates }) => updates?.trial.state === 'open');
  expect(runs('two = 2\n')(open)).toBe(true);
  // Each boot counts; the third one goes back.
  await restarted(board);
  const back = until(board, ({ updates }) => updates?.trial.state === 'rolled-back');
  const held = new Promise<void>((resolve) => {
    const stop = bench.ota.requests.subscribe((event) => {
      if (event.type !== 'boot' || event.outcome !== 'held-back') return;
      stop();
      resolve();
    });
  });
  board.reset();
  const { updates } = await back;
  expect(updates).toMatchObject({
    seq: good.updates?.seq,
    trial: { state: 'rolled-back', set: open.set },
    rejected: [{ seq: open.updates?.seq, reason: 'not confirmed' }],
  });
  expect(text(board, 'extra.py')).toBe('one = 1\n');
  await held;
  await deploy('three = 3\n');
  board.reset();
  await until(board, runs('three = 3\n'));
});

test('a rotation leaves no board behind: one of before it, and one of while it lasted', async () => {
  const { bench } = table;
  await keys.create();
  const before = await table.addBoard({ kind: 'pico', clockRate: HURRY });
  await pass(bench, before, UNWATCHED);
  await keys.rotate();
  const between = await table.addBoard({ kind: 'esp32', clockRate: HURRY });
  await pass(bench, between, UNWATCHED);
  expect(provisionOf(between).ota_keys).toHaveLength(2);
  await keys.finish();
  await deploy('one = 1\n');
  for (const board of [before, between]) {
    const taken = until(board, runs('one = 1\n'));
    board.reset();
    await taken;
    expect(text(board, 'boot_log.txt')).not.toContain('refused');
  }
});
