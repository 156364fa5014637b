/**
 * What a board does over a serial line, whatever the line is: run on a virtual board, on the same one behind a
 * PTY and node-serialport, and on any real port (`TEST_PORT`, `npm run test:board`). Files that it makes are called `t-…`;
 * `main.py` is set aside and put back (`test/board/set-aside.ts`).
 * Long because it is one suite, and whoever holds a board against it wants all of it.
 */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  type Board,
  freeBytes,
  hashFiles,
  identifyBoard,
  listFiles,
  openBoard,
  type PortSource,
  readFile,
  removeFiles,
  watchBoard,
  writeFiles,
} from '../../main/serial/index.ts';
import { type ErrorCode, Failure } from '../../preload/contract/errors.ts';
import { putBack, removeTestFiles, setAside } from '../board/set-aside.ts';

export interface SerialRig {
  readonly ports: PortSource;
  readonly path: string;
  /** Takes the power away and gives it back: only where nobody has to pull a cable. */
  readonly power?: { off(): Promise<void>; on(): void };
  close(): Promise<void>;
}

const PATIENCE = 15_000;
const soon = () => AbortSignal.timeout(PATIENCE);
const bytes = (source: string) => new TextEncoder().encode(source);
const text = (content: Uint8Array | null) => (content === null ? null : new TextDecoder().decode(content));

/** Fixed bytes that do not shrink: each suite has the same. */
function noise(size: number): Uint8Array {
  let state = 12345;
  return Uint8Array.from({ length: size }, () => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return state >>> 24;
  });
}

async function failure(work: Promise<unknown>): Promise<ErrorCode | string> {
  try {
    await work;
    return 'no failure';
  } catch (error) {
    return error instanceof Failure ? error.code : String(error);
  }
}

export function serialSuite(title: string, makeRig: () => Promise<SerialRig>): void {
  describe(title, () => {
    let rig: SerialRig;
    let board: Board;
    const open = () => openBoard(rig, { signal: soon() });

    beforeAll(async () => {
      rig = await makeRig();
      board = await open();
      await setAside(board);
    });

    afterEach(async () => {
      if (board.state === 'closed') board = await open();
      await removeTestFiles(board);
      if ((await readFile(board, 'main.py')) === null) return;
      await removeFiles(board, ['main.py']);
    });

    afterAll(async () => {
      if (board.state === 'closed') board = await open();
      await putBack(board);
      await board.close();
      await rig.close();
    });

    const write = (name: string, content: string | Uint8Array) =>
      writeFiles(board, [{ name, content: typeof content === 'string' ? bytes(content) : content }]);
    const names = async () => (await listFiles(board)).map((entry) => entry.name);

    describe('running', () => {
      it('gives what was printed, and keeps the board at its prompt', async () => {
        expect(await board.exec('x = 6\nprint(x * 7)')).toBe('42\n');
        expect(await board.exec('print(x)')).toBe('6\n');
        expect(board.state).toBe('prompt');
      });

      it('streams the output, and joins what is long or not ASCII', async () => {
        const pieces: number[] = [];
        const output = await board.exec('for i in range(300):\n print("zeile", i, "ü€")', {
          onOutput: (piece) => pieces.push(piece.length),
        });
        expect(output.split('\n').slice(298)).toEqual(['zeile 298 ü€', 'zeile 299 ü€', '']);
        expect(pieces.length).toBeGreaterThan(1);
      });

      it('a source of 20 kB', async () => {
        expect(await board.exec(`x = [${'1234567,'.repeat(2500)}]\nprint(len(x))`)).toBe('2500\n');
      });

      it('throws the traceback, and the board goes on', async () => {
        const error = await board
          .exec('def f():\n 1/0\nprint("so far")\nf()')
          .catch((reason: unknown) => reason);
        expect(error).toMatchObject({
          code: 'board-exec',
          params: { error: expect.stringContaining('ZeroDivision') },
        });
        expect((error as Failure<'board-exec'>).params.traceback).toContain('line 2');
        expect(await failure(board.exec('(]'))).toBe('board-exec');
        expect(await board.exec('print(1)')).toBe('1\n');
      });

      it('output with 04 in it does not break the frame', async () => {
        expect(await board.exec('print("a\\x04b\\x04\\x04c")')).toBe('a\x04b\x04\x04c\n');
        expect(await board.exec('print(2)')).toBe('2\n');
      });

      it('calls queue up, and one that fails holds up none', async () => {
        const all = [1, 2, 3].map((n) => board.exec(n === 2 ? 'raise ValueError' : `print(${n})`));
        const settled = await Promise.allSettled(all);
        expect(settled.map((one) => one.status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
      });

      it('evaluates an expression', async () => {
        expect(await board.evaluate('{"a": [1, None, True, "é"]}')).toEqual({ a: [1, null, true, 'é'] });
      });

      it('says what it is', async () => {
        const found = await identifyBoard(board);
        expect(found.version[0]).toBe(1);
        expect(found.machine).not.toBe('');
        expect(found.uniqueId).toMatch(/^[0-9a-f]{12,}$/);
        expect(found.mac).toMatch(/^([0-9a-f]{12})?$/);
        expect(found.freeBytes).toBeGreaterThan(0);
        expect(found.totalBytes).toBeGreaterThan(found.freeBytes);
      });
    });

    describe('cancelling', () => {
      it.each([
        ['a sleeping program', 'import time\nprint("on")\ntime.sleep(30)'],
        ['a printing program', 'import time\nwhile True:\n print("on")\n time.sleep_ms(5)'],
      ])('%s: the reason is thrown, the board is at its prompt', async (_, source) => {
        const control = new AbortController();
        const running = board.exec(source, {
          signal: control.signal,
          onOutput: () => control.abort('enough'),
        });
        await expect(running).rejects.toBe('enough');
        expect(board.state).toBe('prompt');
        expect(await board.exec('print("here")')).toBe('here\n');
      });

      it.each([
        ['ends', 'print("on")'],
        ['fails', 'print("on")\n1/0'],
      ])('a program that %s in the same moment', async (_, source) => {
        for (let round = 0; round < 10; round++) {
          const control = new AbortController();
          await board
            .exec(source, { signal: control.signal, onOutput: () => control.abort('enough') })
            .catch(() => {});
          expect(await board.exec('print("here")')).toBe('here\n');
        }
      });

      it('before its turn: nothing is run', async () => {
        const control = new AbortController();
        const first = board.exec('import time\ntime.sleep_ms(20)');
        const second = board.exec('never = 1', { signal: control.signal });
        control.abort('not needed');
        await expect(second).rejects.toBe('not needed');
        await first;
        expect(await board.exec('print("never" in globals())')).toBe('False\n');
      });

      it('a transfer: old files stand, nothing staged is left', async () => {
        await write('t-a.py', 'old');
        const control = new AbortController();
        const running = writeFiles(board, [{ name: 't-a.py', content: noise(40_000) }], {
          signal: control.signal,
          onProgress: ({ done }) => done > 8000 && control.abort('stop'),
        });
        await expect(running).rejects.toBe('stop');
        expect(text(await readFile(board, 't-a.py'))).toBe('old');
        expect((await names()).filter((name) => name.endsWith('.usb'))).toEqual([]);
      });
    });

    describe('files', () => {
      it.each([0, 1, 4096, 4097, 60_000])('of %i bytes that do not shrink', async (size) => {
        const content = noise(size);
        const result = await writeFiles(board, [{ name: 't-f.bin', content }]);
        expect(result).toMatchObject({ written: ['t-f.bin'], unchanged: [], bytes: size });
        expect((await hashFiles(board, ['t-f.bin']))['t-f.bin']).toBe(result.hashes['t-f.bin']);
        expect(await readFile(board, 't-f.bin')).toEqual(content);
      });

      it('many at once, text among noise, and every byte there is', async () => {
        const source = 'async def run():\n    await asyncio.sleep_ms(1000)\n'.repeat(150);
        const files = [
          { name: 't-1.py', content: bytes(source) },
          { name: 't-2.bin', content: noise(5000) },
          { name: 't-3.py', content: bytes(source.replaceAll('run', 'go')) },
          { name: 't-4.bin', content: Uint8Array.from({ length: 512 }, (_, at) => at & 255) },
          { name: 't-5', content: new Uint8Array(0) },
        ];
        const steps: number[] = [];
        await writeFiles(board, files, { onProgress: ({ done, total }) => steps.push(done / total) });
        expect(steps.at(-1)).toBe(1);
        expect([...steps].sort((a, b) => a - b)).toEqual(steps);
        for (const { name, content } of files) expect(await readFile(board, name)).toEqual(content);
      });

      it('with names of any kind', async () => {
        const odd = [`t-it's.py`, 't-"quoted" name.txt', 't-üß€.py', 't-back\\slash', 't-{}$(x)'];
        await writeFiles(
          board,
          odd.map((name) => ({ name, content: bytes(name) })),
        );
        expect((await names()).filter((name) => name.startsWith('t-')).sort()).toEqual([...odd].sort());
        for (const name of odd) expect(text(await readFile(board, name))).toBe(name);
        expect(await removeFiles(board, [...odd, 't-none'])).toEqual(odd);
      });

      it('that are there already are not written again', async () => {
        const files = [1, 2, 3].map((n) => ({ name: `t-${n}`, content: noise(3000 * n) }));
        await writeFiles(board, files);
        files[1] = { name: 't-2', content: bytes('new') };
        const again = await writeFiles(board, files);
        expect(again).toMatchObject({ written: ['t-2'], unchanged: ['t-1', 't-3'], bytes: 3 });
        expect((await writeFiles(board, files)).written).toEqual([]);
      });

      it('left staged by an earlier run: the complete one is taken up, others go', async () => {
        await board.exec(
          'for n, b in (("t-a", b"whole"), ("t-b", b"part"), ("t-gone", b"x")):\n with open(n+".usb","wb") as f: f.write(b)',
        );
        const progress: number[] = [];
        const files = [
          { name: 't-a', content: bytes('whole') },
          { name: 't-b', content: bytes('partly') },
        ];
        const result = await writeFiles(board, files, { onProgress: ({ done }) => progress.push(done) });
        expect(result.written).toEqual(['t-a', 't-b']);
        expect(progress).toEqual([11]);
        expect((await names()).filter((name) => name.startsWith('t-')).sort()).toEqual(['t-a', 't-b']);
        expect(text(await readFile(board, 't-b'))).toBe('partly');
      });

      it('that do not exist', async () => {
        expect(await readFile(board, 't-none')).toBeNull();
        expect(await hashFiles(board, ['t-none'])).toEqual({ 't-none': null });
        expect(await removeFiles(board, ['t-none'])).toEqual([]);
      });

      it('a folder in the way is said, and nothing is written', async () => {
        await board.exec('import os\nos.mkdir("t-d")');
        const both = [
          { name: 't-a', content: bytes('a') },
          { name: 't-d', content: bytes('d') },
        ];
        expect(await failure(writeFiles(board, both))).toBe('file-name-invalid');
        expect(await names()).not.toContain('t-a');
        expect((await listFiles(board)).find((entry) => entry.name === 't-d')?.folder).toBe(true);
      });

      it('in folders that exist', async () => {
        await board.exec('import os\nos.mkdir("t-d")');
        await writeFiles(board, [{ name: 't-d/x.py', content: bytes('x') }]);
        expect(await listFiles(board, 't-d')).toEqual([{ name: 'x.py', size: 1, folder: false }]);
        await removeFiles(board, ['t-d/x.py']);
      });

      it('in folders that do not exist: they are made, and gone again when nothing comes of it', async () => {
        await writeFiles(board, [{ name: 't-d/deep/x.py', content: bytes('x') }]);
        expect(text(await readFile(board, 't-d/deep/x.py'))).toBe('x');
        const control = new AbortController();
        const running = writeFiles(board, [{ name: 't-e/deep/x.bin', content: noise(40_000) }], {
          signal: control.signal,
          onProgress: () => control.abort('stop'),
        });
        await expect(running).rejects.toBe('stop');
        expect(await names()).not.toContain('t-e');
        await board.exec('import os\nos.remove("/t-d/deep/x.py")\nos.rmdir("/t-d/deep")');
      });

      it('in a folder that is a file: said, and nothing is written', async () => {
        await write('t-a', 'a');
        const error = await writeFiles(board, [
          { name: 't-b', content: bytes('b') },
          { name: 't-a/x.py', content: bytes('x') },
        ]).catch((reason: unknown) => reason);
        expect(error).toMatchObject({ code: 'file-name-invalid', params: { name: 't-a/x.py' } });
        expect((await names()).filter((name) => name.startsWith('t-'))).toEqual(['t-a']);
      });

      it('that are not of the set are listed, and removed only when asked', async () => {
        await board.exec('import os\nos.mkdir("t-d")');
        await write('t-d/ü "old".py', 'old');
        await write('t-old', 'old');
        const set = [{ name: 't-new', content: bytes('new') }];
        const listed = await writeFiles(board, set);
        const mine = (all: readonly string[]) => all.filter((name) => name.startsWith('t-')).sort();
        expect(mine(listed.stale)).toEqual(['t-d/ü "old".py', 't-old']);
        expect(listed.removed).toEqual([]);
        const asked = await writeFiles(board, set, { removeStale: (name) => name === 't-old' });
        expect(asked).toMatchObject({ written: [], unchanged: ['t-new'], removed: ['t-old'] });
        expect(mine(asked.stale)).toEqual(['t-d/ü "old".py']);
        expect((await names()).filter((name) => name.startsWith('t-'))).toEqual(['t-d', 't-new']);
        await removeFiles(board, ['t-d/ü "old".py']);
      });

      it('too large for the flash: said before a byte is sent, old files stand', async () => {
        await write('t-a', 'old');
        const free = await freeBytes(board);
        const large = { name: 't-a', content: new Uint8Array(free + 1) };
        const error = await writeFiles(board, [large]).catch((reason: unknown) => reason);
        expect(error).toMatchObject({ code: 'board-full', params: { file: 't-a' } });
        expect(text(await readFile(board, 't-a'))).toBe('old');
      });
    });

    describe('resetting', () => {
      const hello = `import time\nprint("main is up")\nwhile True:\n time.sleep_ms(10)\n`;

      it('comes back with what the board said from its first line on', async () => {
        await write('main.py', `print("first")\n${hello}`);
        await board.hardReset({ signal: soon() });
        expect(await board.waitForLine((line) => line === 'main is up', { signal: soon() })).toBe(
          'main is up',
        );
        const said = board.lines().filter((line) => line !== '');
        expect(said.slice(said.indexOf('first'))).toEqual(['first', 'main is up']);
        expect(board.state).toBe('console');
        expect(await board.exec('print("held")', { signal: soon() })).toBe('held\n');
      });

      it('forgets the lines of the run before', async () => {
        await write('main.py', `print("only once")\n${hello}`);
        await board.hardReset({ signal: soon() });
        await board.waitForLine((line) => line === 'only once', { signal: soon() });
        await board.interrupt({ signal: soon() });
        await removeFiles(board, ['main.py']);
        await board.hardReset({ signal: soon() });
        await board.waitForLine((line) => line.startsWith('MicroPython'), { signal: soon() });
        expect(board.lines()).not.toContain('only once');
      });

      it('a board that resets itself is followed', async () => {
        // What is said before the port is open again is lost on a real line: so it is said more than once.
        await write(
          'main.py',
          'import os, machine, time\ntry:\n os.stat("t-twice")\n for _ in range(100):\n  print("second time")\n  time.sleep_ms(20)\nexcept OSError:\n open("t-twice","w").close()\n for _ in range(25):\n  print("first time")\n  time.sleep_ms(20)\n machine.reset()\n',
        );
        await board.hardReset({ signal: soon() });
        await board.waitForLine((line) => line === 'first time', { signal: soon() });
        await board.waitForLine((line) => line === 'second time', { signal: soon() });
      });

      it('takes hold of a main.py that is busy and swallows Ctrl-C', async () => {
        await write(
          'main.py',
          'import time\nn = 0\nwhile n < 2:\n try:\n  while True:\n   print("busy")\n   time.sleep_ms(2)\n except KeyboardInterrupt:\n  n += 1\n',
        );
        await board.hardReset({ signal: soon() });
        await board.waitForLine((line) => line === 'busy', { signal: soon() });
        await board.close();
        board = await open();
        expect(await board.exec('print(n)')).toBe('2\n');
      });

      it('is watched without being touched', async () => {
        await write('main.py', 'import time\nwhile True:\n print("tick")\n time.sleep_ms(10)\n');
        await board.hardReset({ signal: soon() });
        // A port that is opened and closed in one breath may take a moment to be there again.
        await board.waitForLine((line) => line === 'tick', { signal: soon() });
        await board.close();
        board = await watchBoard(rig, { signal: soon() });
        await board.waitForLine((line) => line === 'tick', { signal: soon() });
        await board.waitForLine((line) => line === 'tick', { since: 'now', signal: soon() });
        expect(board.state).toBe('console');
      });
    });

    describe('ports', () => {
      it('in use are said to be', async () => {
        expect(await failure(openBoard(rig))).toBe('port-busy');
      });

      it('can be closed twice and opened again; a closed board says so', async () => {
        await Promise.all([board.close(), board.close()]);
        await board.close();
        expect(board.state).toBe('closed');
        expect(await failure(board.exec('1'))).toBe('port-vanished');
        expect(await failure(board.waitForLine(() => false))).toBe('port-vanished');
        board = await open();
        expect(await board.exec('print(1)')).toBe('1\n');
      });

      it('a wait for a line ends with its signal, or with the board', async () => {
        const control = new AbortController();
        const waiting = board.waitForLine(() => false, { signal: control.signal });
        control.abort('no more');
        await expect(waiting).rejects.toBe('no more');
        const other = failure(board.waitForLine(() => false));
        await board.close();
        expect(await other).toBe('port-vanished');
      });

      it('that vanish in mid-write: said, the old file stands, a second run finishes', async (context) => {
        const { power } = rig;
        if (power === undefined) return context.skip('nobody here to pull the cable');
        await write('t-a', 'old');
        await write('t-b', 'old');
        const files = [
          { name: 't-a', content: noise(9000) },
          { name: 't-b', content: noise(20_000).reverse() },
        ];
        let cut: Promise<void> | null = null;
        const cutAt = (limit: number) => ({
          onProgress: ({ done }: { done: number }) => {
            if (done > limit) cut ??= power.off();
          },
        });
        expect(await failure(writeFiles(board, files, cutAt(13_000)))).toBe('transfer-broken');
        await cut;
        expect(board.state).toBe('away');
        power.on();
        expect(text(await readFile(board, 't-a', { signal: soon() }))).toBe('old');
        const progress: number[] = [];
        await writeFiles(board, files, { onProgress: ({ done }) => progress.push(done), signal: soon() });
        expect(progress[0]).toBeGreaterThan(9000);
        for (const { name, content } of files) expect(await readFile(board, name)).toEqual(content);
        expect((await names()).filter((name) => name.endsWith('.usb'))).toEqual([]);
      });

      it('that do not come back', async (context) => {
        const { power } = rig;
        if (power === undefined) return context.skip('nobody here to pull the cable');
        const away = new Promise<void>((resolve) => {
          const stop = board.onState((state) => {
            if (state !== 'away') return;
            stop();
            resolve();
          });
        });
        await power.off();
        await away;
        const gone = new AbortController();
        const running = board.exec('print(1)', { signal: gone.signal });
        gone.abort('waited enough');
        await expect(running).rejects.toBe('waited enough');
        power.on();
        expect(await board.exec('print("back")', { signal: soon() })).toBe('back\n');
      });
    });
  });
}
