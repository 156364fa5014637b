/** `npm run test:board` on a virtual board behind a PTY: the table, and a person's files after each way in which it may end. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createVirtualBench, openPty, type VirtualBoard } from '../../main/virtual/index.ts';
import { canMakePty } from '../capabilities.ts';
import { untilPlugged } from '../virtual/support.ts';

const MINE = { 'main.py': "print('mine')\n", 'notes.txt': 'mine too', 'boot.py': '# mine\n' };
/** The suite takes most of a minute, more where others are at work. */
const PATIENCE_MS = 240_000;

async function rig(files: Record<string, string> = MINE) {
  const bench = createVirtualBench();
  const board = bench.addBoard({ kind: 'esp32', power: 'off' });
  for (const [name, text] of Object.entries(files)) board.flash.write(name, text);
  board.powerOn();
  await untilPlugged(board);
  const folder = mkdtempSync(join(tmpdir(), 'bootbench-run-'));
  const pty = await openPty(board, join(folder, 'esp32-1'));
  onTestFinished(async () => {
    await pty.close();
    await bench.close();
    rmSync(folder, { recursive: true, force: true });
  });
  return { board, path: pty.path };
}

function filesOf(board: VirtualBoard): Record<string, string | undefined> {
  return Object.fromEntries([...board.flash.entries.keys()].map((name) => [name, board.flash.text(name)]));
}

interface Running {
  readonly child: ChildProcess;
  /** Resolves when it has said that; rejects when it ends without. */
  said(text: string): Promise<void>;
  readonly ended: Promise<{ code: number | null; output: string }>;
}

function start(...args: string[]): Running {
  const script = join(import.meta.dirname, 'run.ts');
  const { TEST_PORT: _, ...env } = process.env;
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', script, ...args], {
    env: { ...env, NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const looks = new Set<() => void>();
  const take = (bytes: Buffer) => {
    output += bytes.toString('utf8');
    for (const look of [...looks]) look();
  };
  child.stdout.on('data', take);
  child.stderr.on('data', take);
  const ended = once(child, 'close').then(([code]: (number | null)[]) => ({ code: code ?? null, output }));
  return {
    child,
    said: (text) =>
      new Promise((resolve, reject) => {
        const look = () => output.includes(text) && resolve();
        looks.add(look);
        look();
        void ended.then(({ code }) => reject(new Error(`it ended with ${code} before; it said\n${output}`)));
      }),
    ended,
  };
}

it('says how it is used', async () => {
  const { code, output } = await start().ended;
  expect({ code, output }).toEqual({ code: 2, output: expect.stringContaining('--port') });
  expect((await start('--nonsense').ended).code).toBe(2);
});

describe.skipIf(!canMakePty)('on a board', () => {
  it('passes, prints its table, and leaves the board as it was', { timeout: PATIENCE_MS }, async () => {
    const { board, path } = await rig();
    const { code, output } = await start('--port', path).ended;
    expect(output).toContain('| board | Generic ESP32 module with ESP32 |');
    expect(output).toMatch(/\| Python source, written and verified \| \d+ \| \d+ \| [\d.]+ kB\/s \|/);
    expect(output).toMatch(/\| files › that do not exist \| pass \| \d+ \|/);
    expect(output).toMatch(/^\d+ passed, 0 failed, 2 skipped$/m);
    expect(code).toBe(0);
    expect(filesOf(board)).toEqual(MINE);
  });

  it('a board with files that could be taken for the tests’ is left alone', {
    timeout: PATIENCE_MS,
  }, async () => {
    const files = { ...MINE, 't-mine.py': 'x' };
    const { board, path } = await rig(files);
    const { code, output } = await start('--port', path).ended;
    expect({ code, output }).toEqual({ code: 1, output: expect.stringContaining('t-mine.py') });
    expect(filesOf(board)).toEqual(files);
  });

  it('Ctrl-C in the middle: put back at once', { timeout: PATIENCE_MS }, async () => {
    const { board, path } = await rig();
    const run = start('--port', path);
    await run.said('files > of 4096 bytes');
    expect(filesOf(board)['main.py']).toBeUndefined();
    run.child.kill('SIGINT');
    const { code, output } = await run.ended;
    expect({ code, output }).toEqual({ code: 1, output: expect.stringContaining('The board is as it was.') });
    expect(filesOf(board)).toEqual(MINE);
  });

  it('killed before the suite: put back by the next run', { timeout: PATIENCE_MS }, async () => {
    const { board, path } = await rig();
    const run = start('--port', path);
    await run.said('Measuring');
    run.child.kill('SIGKILL');
    await run.ended;
    expect(filesOf(board)['main.py']).toBeUndefined();
    expect(filesOf(board)['bench-suite-main.py']).toBe(MINE['main.py']);
    const again = start('--port', path);
    await again.said('Measuring');
    again.child.kill('SIGINT');
    await again.ended;
    expect(filesOf(board)).toEqual(MINE);
  });
});
