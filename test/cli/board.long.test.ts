/** Commands about one board, as processes of their own over node-serialport: what people do with them. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { canMakePty } from '../capabilities.ts';
import { type BoardAtHand, boardAtHand } from './board-rig.ts';
import { createCli } from './support.ts';

const ALL_BYTES = Uint8Array.from({ length: 256 }, (_, at) => at);
const MAIN = 'import time\nprint("main runs")\nwhile True:time.sleep(1)\n';

describe.skipIf(!canMakePty)('files', () => {
  const cli = createCli();
  let at: BoardAtHand;
  beforeAll(async () => {
    at = await boardAtHand('esp32', { 'all.bin': ALL_BYTES, 'lib/x.py': 'X = 1\n' });
  });
  afterAll(async () => {
    await cli.close();
    await at.close();
  });
  const run = (...args: string[]) => cli.run([...args, '--port', at.port]);

  test('ls gives each file one line, whatever its name is', async () => {
    expect((await run('exec', 'open("two\\nlines","w").close()')).code).toBe(0);
    expect((await run('ls')).stdout).toMatch(/^ {6}0 B {2}two lines$/m);
    expect((await run('rm', 'two\nlines')).stdout).toBe('two lines removed\n');
  });

  test('ls as data', async () => {
    expect((await run('ls', 'lib', '--json')).json()).toEqual([
      { type: 'entry', name: 'x.py', size: 6, folder: false },
      { type: 'space', freeBytes: expect.any(Number), totalBytes: 2 * 1024 * 1024 },
    ]);
    const missing = await run('ls', 'nowhere', '--json');
    expect(missing.code).toBe(1);
    expect(missing.json()[0]).toMatchObject({ type: 'error', code: 'board-file-missing' });
  });

  test('cat gives the bytes as they are', async () => {
    const text = await run('cat', ':lib/x.py', 'lib/x.py');
    expect(text).toMatchObject({ code: 0, stdout: 'X = 1\nX = 1\n' });
    const [file] = (await run('cat', 'all.bin', '--json')).json();
    expect(file).toEqual({
      type: 'file',
      name: 'all.bin',
      size: 256,
      content: Buffer.from(ALL_BYTES).toString('base64'),
    });
  });

  test('cp takes a file and a folder there and back, byte for byte', async () => {
    const source = join(at.folder, 'source');
    mkdirSync(join(source, 'deep'), { recursive: true });
    writeFileSync(join(source, 'a.bin'), ALL_BYTES);
    writeFileSync(join(source, 'deep', 'b.py'), 'B = 1\n');
    writeFileSync(join(source, '.hidden'), 'stays here');
    expect((await run('cp', source, ':')).code).toBe(0);
    expect(at.board.flash.text('source/deep/b.py')).toBe('B = 1\n');
    expect(Buffer.from(at.board.flash.entries.get('source/a.bin') ?? '')).toEqual(Buffer.from(ALL_BYTES));
    expect(at.board.flash.text('source/.hidden')).toBeUndefined();

    const back = join(at.folder, 'back');
    const copied = await run('cp', ':source', back, '--json');
    expect(copied.json().map(({ name }) => name)).toEqual(['source/a.bin', 'source/deep/b.py']);
    expect(readFileSync(join(back, 'a.bin'))).toEqual(Buffer.from(ALL_BYTES));
    expect(readFileSync(join(back, 'deep', 'b.py'), 'utf8')).toBe('B = 1\n');
  });

  test('rm wants -r for a folder, and removes nothing when one of the names is wrong', async () => {
    const refused = await run('rm', 'all.bin', 'lib');
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain('-r');
    expect((await run('rm', 'all.bin', 'nothing.py')).code).toBe(1);
    expect(at.board.flash.text('all.bin')).toBeDefined();
    expect((await run('rm', ':all.bin', 'lib', '-r')).code).toBe(0);
    const names = [...at.board.flash.entries.keys()];
    expect(names.filter((name) => name === 'all.bin' || name.startsWith('lib'))).toEqual([]);
  });

  test.each([
    [['cp', 'a', 'b'], 'one side of cp is the board'],
    [['cp', ':a', ':b'], 'one side of cp is the board'],
    [['cp', ':'], 'what to copy, and where to'],
    [['rm', ':'], 'the root of a board is no file'],
    [['sync', 'no-such-thing'], 'neither a folder nor an app type'],
  ])('%j is used wrongly', async (args, says) => {
    const { code, stderr } = await run(...args);
    expect(code).toBe(2);
    expect(stderr.toLowerCase()).toContain(says);
  });

  test('sync shows the difference, writes it, says what is stale, and removes that when told to', async () => {
    const source = join(at.folder, 'project');
    mkdirSync(join(source, 'pkg'), { recursive: true });
    writeFileSync(join(source, 'main.py'), MAIN);
    writeFileSync(join(source, 'pkg', 'one.py'), 'ONE = 1\n');
    writeFileSync(join(source, 'wifi.json'), 'not for a board');
    const before = at.board.flash.operations;
    const dry = await run('sync', source, '--dry-run', '--json');
    expect(dry.code).toBe(0);
    expect(at.board.flash.operations).toBe(before);
    const states = dry.json().filter(({ type }) => type === 'difference');
    expect(states).toContainEqual(expect.objectContaining({ name: 'main.py', state: 'added' }));
    expect(states.map(({ name }) => name)).not.toContain('wifi.json');

    const first = (await run('sync', source, '--no-restart', '--json')).json().at(-1);
    expect(first).toMatchObject({ type: 'synced', written: ['main.py', 'pkg/one.py'], removed: [] });
    expect(first?.stale).toContain('boot.py');
    expect(at.board.flash.text('pkg/one.py')).toBe('ONE = 1\n');
    writeFileSync(join(source, 'pkg', 'one.py'), 'ONE = 2\n');
    const second = (await run('sync', source, '--remove-stale', '--json')).json().at(-1);
    expect(second).toMatchObject({ written: ['pkg/one.py'], stale: [], restarted: true });
    const names = [...at.board.flash.entries].filter(([, content]) => content !== null);
    expect(names.map(([name]) => name).sort()).toEqual(['main.py', 'pkg/one.py']);
    const third = await run('sync', source);
    expect(third.stdout).toContain('0 written, 2 there already, 0 removed.');
  });
});

describe.skipIf(!canMakePty)('programs', () => {
  const cli = createCli();
  let at: BoardAtHand;
  beforeAll(async () => {
    // It goes on saying so: what was said before somebody opened the port is lost.
    const main = 'import time\nwhile True:\n print("main runs")\n time.sleep_ms(200)\n';
    at = await boardAtHand('pico', { 'main.py': main });
  });
  afterAll(async () => {
    await cli.close();
    await at.close();
  });
  const run = (...args: string[]) => cli.run([...args, '--port', at.port]);

  test('exec reads standard input, run a file; both as data', async () => {
    const file = join(at.folder, 'program.py');
    writeFileSync(file, 'for i in range(3):\n    print("line", i)\n');
    expect(await run('run', file)).toMatchObject({ code: 0, stdout: 'line 0\nline 1\nline 2\n' });
    const data = (await run('run', file, '--json')).json();
    expect(data.at(-1)).toEqual({ type: 'done' });
    const output = data.filter(({ type }) => type === 'output').map(({ text }) => text);
    expect(output.join('')).toBe('line 0\nline 1\nline 2\n');
    const piped = await cli.run(['exec', '-', '--port', at.port], {}, 'print("piped")\n');
    expect(piped).toMatchObject({ code: 0, stdout: 'piped\n' });
  });

  test('Ctrl-C ends the program of run, and leaves the board at its prompt', async () => {
    const file = join(at.folder, 'endless.py');
    writeFileSync(file, 'import time\nn = 41\nprint("on")\nwhile True:\n    time.sleep(1)\n');
    const running = cli.begin(['run', file, '--port', at.port, '--json']);
    await running.line(({ type }) => type === 'output');
    expect(await running.stop()).toBe(1);
    // What the program had in memory is there: nothing was reset.
    expect(await run('exec', 'print(n + 1)')).toMatchObject({ code: 0, stdout: '42\n' });
  });

  test('who stops reading ends the program as well', async () => {
    const endless = 'exec \'n = 1\nwhile True: print("on")\'';
    const command = `"$0" --disable-warning=ExperimentalWarning main/headless.ts ${endless} --port "$1" | head -1`;
    const child = spawn('sh', ['-c', command, process.execPath, at.port], {
      cwd: join(import.meta.dirname, '..', '..'),
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    await once(child, 'close');
    const listening = cli.begin(['console', at.port, '--json']);
    await listening.line(({ at: state }) => state === 'open');
    listening.type('print("idle", n + 1)\n');
    await listening.said('idle 2');
    expect(await listening.stop()).toBe(0);
  });

  test('reset starts it anew; the console shows it, writes it down and types what is piped', async () => {
    const log = join(at.folder, 'console.log');
    expect((await run('reset')).code).toBe(0);
    const listening = cli.begin(['console', at.port, '--json', '--log', log]);
    await listening.line(({ type, at: state }) => type === 'state' && state === 'open');
    await listening.said('main runs');
    listening.type('\u0003');
    await listening.said('>>>');
    listening.type('print("typed", 6 * 7)\r');
    await listening.said('typed 42');
    // The other half of that line's end, which is no Enter of its own.
    listening.type('\nprint("once")\r\n');
    await listening.said('typed 42\r\n>>> print("once")\r\nonce');
    // What is piped is typed as it is: a Ctrl-C in it takes nothing away that stands before it.
    listening.type(`${'a = 1\n'.repeat(200)}print("kept")\n`);
    listening.type('\u0003print("then")\n');
    await listening.said('\r\nkept\r\n');
    await listening.said('\r\nthen\r\n');
    expect(await listening.stop()).toBe(0);
    expect(readFileSync(log, 'utf8')).toContain('typed 42');
  });

  test('on a terminal what is typed goes to the board, Ctrl-C too, and Ctrl-] leaves', async () => {
    const command = `${process.execPath} --disable-warning=ExperimentalWarning main/headless.ts console ${at.port}`;
    const child = spawn('socat', ['STDIO', `EXEC:"${command}",pty,setsid,ctty,stderr`], {
      cwd: join(import.meta.dirname, '..', '..'),
      stdio: 'pipe',
    });
    let said = '';
    const ended = once(child, 'close');
    const saw = async (text: string) => {
      while (!said.includes(text)) {
        const [bytes] = await Promise.race([once(child.stdout, 'data'), ended.then(() => [])]);
        if (bytes === undefined) throw new Error(`It ended before it said ${JSON.stringify(text)}: ${said}`);
      }
    };
    child.stdout.on('data', (bytes: Buffer) => {
      said += bytes.toString();
    });
    await saw('Ctrl-] leaves');
    child.stdin.write('\r\u0003\u0003');
    await saw('>>>');
    child.stdin.write('print("tty", 6 * 7)\r');
    await saw('tty 42');
    child.stdin.write('\u001d');
    await ended;
    expect(said).not.toContain('Stopped');
    // The port is free again.
    expect((await run('exec', 'print(1)')).code).toBe(0);
  });

  test('a port that somebody else has is told at once', async () => {
    const listening = cli.begin(['console', at.port, '--json']);
    await listening.line(({ type, at: state }) => type === 'state' && state === 'open');
    for (const args of [
      ['console', at.port, '--json'],
      ['ls', '--port', at.port, '--json'],
    ]) {
      const second = await cli.run(args);
      expect(second.code).toBe(1);
      expect(second.json().at(-1)).toMatchObject({ type: 'error', code: 'port-busy' });
    }
    expect(await listening.stop()).toBe(0);
  });
});

describe.skipIf(!canMakePty)('golden boards and backups', () => {
  const cli = createCli();
  let at: BoardAtHand;
  beforeAll(async () => {
    at = await boardAtHand('esp32', {
      'boot.py': 'print("mine")\n',
      'main.py': MAIN,
      'platform.py': 'P = 1\n',
      'app.py': 'FIRMWARE = "1.0.0"\n',
      'wifi.json': '{"ssid": "x", "password": "secret-of-the-board"}',
      'config.json': '{"interval_s": 7}',
    });
  });
  afterAll(async () => {
    await cli.close();
    await at.close();
  });
  const run = (...args: string[]) => cli.run([...args, '--port', at.port]);

  test('backup keeps every file, and sync brings them back', async () => {
    const [kept] = (await run('backup', '--json')).json();
    expect(kept).toMatchObject({ type: 'backup', files: 6 });
    const folder = String(kept?.folder);
    expect(folder.startsWith(cli.home)).toBe(true);
    expect(readFileSync(join(folder, 'files', 'main.py'), 'utf8')).toBe(MAIN);
    expect((await run('rm', 'platform.py')).code).toBe(0);
    const back = await run('sync', join(folder, 'files'), '--no-restart', '--json');
    expect(back.json().at(-1)).toMatchObject({ written: ['platform.py'] });
    expect(at.board.flash.text('platform.py')).toBe('P = 1\n');
  });

  test('restore brings a backup back, and says what it would do before', async () => {
    const [kept] = (await run('backup', '--json')).json();
    const folder = String(kept?.folder);
    const change =
      "import os;os.remove('platform.py');open('main.py','w').close();open('extra.txt','w').close()";
    expect((await run('exec', change)).code).toBe(0);
    const before = at.board.flash.operations;
    const dry = (await run('restore', folder, '--dry-run', '--json')).json();
    expect(dry.at(-1)).toEqual({ type: 'compared', differ: 2, stays: ['extra.txt'] });
    expect(at.board.flash.operations).toBe(before);
    const back = await run('restore', folder);
    expect(back.code).toBe(0);
    expect(back.stdout).toMatch(/^\+ platform\.py/m);
    expect(back.stdout).toMatch(/^~ main\.py/m);
    expect(back.stdout).toMatch(/^ {2}extra\.txt .*stays$/m);
    expect(back.stdout).toContain(
      '2 written and held by their hashes, 4 there already, 1 not in the backup stay.',
    );
    expect(back.stdout).toContain('It starts anew.');
    expect(at.board.flash.text('main.py')).toBe(MAIN);
    expect(at.board.flash.text('platform.py')).toBe('P = 1\n');
    expect((await run('rm', 'extra.txt')).code).toBe(0);
    // The same backup, said to be of another board: only when it is asked for.
    const list = join(folder, 'backup.json');
    const { board, ...about } = JSON.parse(readFileSync(list, 'utf8'));
    writeFileSync(list, JSON.stringify({ ...about, board: { ...board, uniqueId: 'e6616408434f0d2a' } }));
    const refused = await run('restore', folder);
    expect(refused).toMatchObject({ code: 1, stdout: '' });
    expect(refused.stderr).toMatch(/of the board e6616408434f0d2a.*--other-board/s);
    expect((await run('restore', folder, '--dry-run')).code).toBe(0);
    const taken = (await run('restore', folder, '--other-board', '--json')).json();
    expect(taken.map(({ type }) => type)).toContain('other-board');
    expect(taken.at(-1)).toMatchObject({ type: 'restored', written: [] });
    const none = (await run('restore', join(folder, 'files'), '--json')).json();
    expect(none.at(-1)).toMatchObject({ type: 'error', code: 'file-unreadable' });
  });

  test('golden read, diff and repair', async () => {
    const read = await run('golden', 'read', 'greenhouse', '--json');
    expect(read.code).toBe(0);
    expect(read.json().at(-1)).toMatchObject({
      type: 'golden',
      appType: 'greenhouse',
      files: ['app.py', 'main.py', 'platform.py'],
    });
    expect(read.stdout).not.toContain('secret-of-the-board');
    expect((await run('golden', 'read', 'greenhouse')).code).toBe(1);

    const differs = await run('golden', 'diff', 'greenhouse');
    expect(differs.code).toBe(1);
    expect(differs.stdout).toMatch(/^~ boot\.py/m);
    const repaired = await run('golden', 'repair', 'greenhouse');
    expect(repaired.stderr).toBe('');
    expect(repaired.code).toBe(0);
    expect(repaired.stdout).toContain('It is greenhouse now.');
    expect((await run('golden', 'diff', 'greenhouse')).code).toBe(0);
    expect(at.board.flash.text('wifi.json')).toContain('secret-of-the-board');
  });
});
