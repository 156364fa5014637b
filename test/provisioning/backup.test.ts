/** Files that somebody else put on a board are shown, and backed up, before anything is overwritten. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { hostPath, hostPaths } from '../../main/provisioning/index.ts';
import type { VirtualBoard } from '../../main/virtual/index.ts';
import type { JobQuestion } from '../../preload/contract/jobs.ts';
import type { BoardKind } from '../../preload/contract/models.ts';
import { pass, phase, plugged, SITE, setTable, start, type Table } from './support.ts';

let table: Table;
beforeAll(async () => {
  table = await setTable();
});
afterAll(() => table.close());

const THEIRS = {
  'boot.py': 'import machine\nprint("mine")\n',
  'main.py': 'print("blink")\n',
  'data/Log.CSV': '1;2;3\n',
  'data/log.csv': '4;5;6\n',
  'what?.txt': 'odd',
};

async function boardWith(kind: BoardKind, files: Readonly<Record<string, string>>): Promise<VirtualBoard> {
  const board = await table.addBoard({ kind, power: 'off' });
  if (Object.keys(files).some((name) => name.startsWith('data/')))
    board.flash.apply({ op: 'mkdir', path: 'data' });
  for (const [name, text] of Object.entries(files)) board.flash.write(name, text);
  board.powerOn();
  await plugged(table.bench, board);
  return board;
}

/** Runs a job; each question is given to `answer`. */
async function provision(
  board: VirtualBoard,
  answer: (question: JobQuestion, id: string) => void,
  order: Parameters<typeof start>[2] = {},
) {
  const { jobs } = table.bench;
  const id = await start(table.bench, board, { foreign: undefined, ...order });
  const questions: JobQuestion[] = [];
  jobs.subscribe(id, (message) => {
    if (message.type !== 'state' || message.state.status !== 'asking') return;
    questions.push(message.state.question);
    answer(message.state.question, id);
  });
  // What comes after the question is provisioning as ever. A job that ends before is told below.
  phase(table.bench, id, 'write').then(
    () => jobs.cancel(id),
    () => {},
  );
  const state = await jobs.finished(id);
  return { id, questions, state, log: jobs.snapshot(id).log.map(({ text }) => text) };
}

const backups = (board: VirtualBoard): string[] => {
  const { backups: folder } = table.bench.home;
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.startsWith(board.identity.uniqueId))
    .map((name) => join(folder, name));
};
const yes = (_: JobQuestion, id: string) => void table.bench.jobs.answer(id, true);
const no = (_: JobQuestion, id: string) => void table.bench.jobs.answer(id, false);

test('what is there is shown, and a yes backs it up, each file by its own hash', async () => {
  const board = await boardWith('pico', THEIRS);
  const { questions, state, log } = await provision(board, yes);
  expect(state).toEqual({ status: 'cancelled', phase: 'write' });
  const sizes = Object.entries(THEIRS).map(([name, text]) => ({ name, size: Buffer.byteLength(text) }));
  expect(questions).toEqual([
    {
      kind: 'back-up-files',
      subject: board.path,
      files: sizes.sort((a, b) => (a.name < b.name ? -1 : 1)),
    },
  ]);
  const [folder = '', ...more] = backups(board);
  expect(more).toEqual([]);
  expect(log.some((text) => text.includes(folder))).toBe(true);
  // Passwords may be among them.
  if (process.platform !== 'win32') expect(statSync(folder).mode & 0o077).toBe(0);
  const about = JSON.parse(readFileSync(join(folder, 'backup.json'), 'utf8'));
  expect(about.board).toMatchObject({ uniqueId: board.identity.uniqueId, mac: board.identity.mac });
  expect(about.files.map(({ name }: { name: string }) => name).sort()).toEqual(Object.keys(THEIRS).sort());
  for (const { name, path, sha256 } of about.files as {
    name: keyof typeof THEIRS;
    path: string;
    sha256: string;
  }[]) {
    const kept = readFileSync(join(folder, path));
    expect(kept.toString()).toBe(THEIRS[name]);
    expect(createHash('sha256').update(kept).digest('hex')).toBe(sha256);
  }
});

test('a no goes on without', async () => {
  const board = await boardWith('esp32', THEIRS);
  const { questions, state } = await provision(board, no);
  expect(state).toEqual({ status: 'cancelled', phase: 'write' });
  expect(questions).toHaveLength(1);
  expect(backups(board)).toEqual([]);
  expect(board.flash.text('data/log.csv')).toBe(THEIRS['data/log.csv']);
});

test('a cancel at the question writes nothing', async () => {
  const board = await boardWith('pico', THEIRS);
  const before = board.flash.operations;
  const { state } = await provision(board, (_, id) => table.bench.jobs.cancel(id));
  expect(state).toEqual({ status: 'cancelled', phase: 'identify' });
  expect(board.flash.operations).toBe(before);
  expect(backups(board)).toEqual([]);
});

test.each([
  ['back-up', 1],
  ['overwrite', 0],
] as const)('told to %s, nobody is asked', async (foreign, count) => {
  const board = await boardWith('pico', THEIRS);
  const { questions, state } = await provision(board, yes, { foreign });
  expect(state).toEqual({ status: 'cancelled', phase: 'write' });
  expect(questions).toEqual([]);
  expect(backups(board)).toHaveLength(count);
});

test('names that are as long as a board takes them are backed up, though this computer takes no such names', async () => {
  // Three bytes each, and nine characters each on this computer.
  const long = '\u202e'.repeat(85);
  const files = {
    [long]: 'one',
    [`${long.slice(1)}abc`]: 'two',
    [`${'n'.repeat(254)}x`]: 'three',
    'folder.py': 'four',
  };
  const board = await boardWith('pico', files);
  const { state } = await provision(board, yes, { foreign: 'back-up' });
  expect(state).toEqual({ status: 'cancelled', phase: 'write' });
  const [folder = ''] = backups(board);
  const about = JSON.parse(readFileSync(join(folder, 'backup.json'), 'utf8'));
  const kept = (about.files as { name: string; path: string }[]).map(({ name, path }) => [
    name,
    readFileSync(join(folder, path), 'utf8'),
  ]);
  expect(Object.fromEntries(kept)).toEqual(files);
});

test.each<[string, BoardKind, Record<string, string>]>([
  ['a blank board', 'pico', {}],
  [
    'the comments that an ESP32 starts with',
    'esp32',
    { 'boot.py': '# This file is executed on every boot\n#import esp\n\n' },
  ],
  ['a board of the platform', 'pico', { ...THEIRS, 'provision.json': '{}' }],
  ['what a transfer left', 'pico', { 'app.py.usb': 'X', 'boot.py': '#usb swap\ndef _go():\n pass\n_go()\n' }],
])('%s is asked about by nobody', async (_, kind, files) => {
  const board = await boardWith(kind, files);
  const { questions, state } = await provision(board, yes);
  expect(state).toEqual({ status: 'cancelled', phase: 'write' });
  expect(questions).toEqual([]);
});

test('a board that goes away in the middle of its backup leaves no half one', async () => {
  const board = await boardWith('pico', { ...THEIRS, 'big.bin': 'x'.repeat(200_000) });
  let gone = false;
  const { jobs } = table.bench;
  const id = await start(table.bench, board, { foreign: 'back-up' });
  jobs.subscribe(id, (message) => {
    if (gone || message.type !== 'state' || message.state.status !== 'running') return;
    if ((message.state.progress.transfer?.done ?? 0) < 1000) return;
    gone = true;
    void board.powerOff();
  });
  expect(await jobs.finished(id)).toMatchObject({ status: 'failed', failure: { code: 'port-vanished' } });
  expect(backups(board)).toEqual([]);
});

test('the boot log of a passport goes from the restart to the proof, and holds no secret', async () => {
  const board = await boardWith('pico', {});
  const { bootLog } = await pass(table.bench, board, { apPassword: 'portal-secret-1' });
  const words = bootLog.filter((line) => line.startsWith('boot: '));
  expect(words[0]).toMatch(/^boot: start pico/);
  // The boot that fetched, and the one that ran what was fetched.
  expect(words.filter((line) => line.startsWith('boot: start'))).toHaveLength(2);
  expect(words.at(-1)).toContain('up to date');
  const text = bootLog.join('\n');
  expect(text).not.toContain(SITE.password);
  expect(text).not.toContain('portal-secret-1');
});

describe("a board's name as a path on this computer", () => {
  it.each([
    ['app.py', 'app.py'],
    ['lib/x.py', 'lib/x.py'],
    ['it\'s "so".txt', "it's %22so%22.txt"],
    ['a\\b', 'a%5cb'],
    ['a:b', 'a%3ab'],
    ['50%', '50%25'],
    ['..\\..\\x', '..%5c..%5cx'],
    ['line\nbreak', 'line%0abreak'],
    ['ünï€.py', 'ünï€.py'],
    ['CON', '%CON'],
    ['nul.txt', '%nul.txt'],
    ['dot.', 'dot%2e'],
    ['..', '.%2e'],
    ['\u202egnp.py', '%e2%80%aegnp.py'],
  ])('%j is %j', (name, path) => {
    expect(hostPath(name)).toBe(path);
  });

  it('leads into no other folder', () => {
    for (const name of ['../x', 'a/../../x', './x', '/etc/x'])
      expect(hostPath(name).split('/')).not.toContain('..');
  });

  it('is its own also where capital letters do not count', () => {
    expect([...hostPaths(['A.py', 'a.py', 'b.py']).values()]).toEqual(['A.py', 'a.py%2', 'b.py']);
  });
});
