/** What no real VM here shows: silent boards, deaf programs, old firmware, lost bytes, too little memory. */
import { describe, expect, it } from 'vitest';
import { type Board, openBoard, watchBoard, writeFiles } from '../../main/serial/index.ts';
import { Failure } from '../../preload/contract/errors.ts';
import { FakeDevice, type FakeOptions, type FakeReply } from './fake-device.ts';
import { chunked, freshSeed, seeded } from './random.ts';

/** Tries that a fake device needs: it answers at once or never. */
const QUICK = { tries: [60, 60, 60] };

const echo = (source: Uint8Array): FakeReply => ({ output: `${source.length}\r\n` });

async function opened(options: FakeOptions): Promise<{ device: FakeDevice; board: Board }> {
  const device = new FakeDevice({ run: echo, ...options });
  return { device, board: await openBoard({ link: device }, QUICK) };
}

async function failure(work: Promise<unknown>): Promise<Failure> {
  const error = await work.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (error instanceof Failure) return error;
  throw new Error(`no Failure: ${String(error)}`);
}

describe('opening', () => {
  it('never soft-resets, and runs nothing that was half typed', async () => {
    const { device, board } = await opened({ stubborn: 0 });
    expect(board.state).toBe('prompt');
    expect(device.resets).toBe(0);
    expect(Buffer.from(device.heard).toString('latin1')).toMatch(
      /^\x03\r\x01print\('bb\d+'\)\nimport [^\x03\x04]{0,240}\x04$/,
    );
  });

  it('leaves the friendly REPL behind', async () => {
    const { device, board } = await opened({});
    await board.close();
    expect(device.at).toBe('friendly');
    expect(device.closed).toBe(true);
  });

  it('only watching sends nothing at all, not even on closing', async () => {
    const device = new FakeDevice({ stubborn: 3 });
    const board = await watchBoard({ link: device });
    const line = board.waitForLine((text) => text === 'hello');
    device.say('hello\r\n');
    await line;
    await board.close();
    expect(device.heard).toEqual([]);
  });

  it('a board that says nothing is silent, one that says anything but a prompt is busy', async () => {
    const [silent, busy] = await Promise.all([
      failure(openBoard({ link: new FakeDevice({ firmware: 'mute' }) }, QUICK)),
      failure(openBoard({ link: new FakeDevice({ stubborn: 1000 }) }, QUICK)),
    ]);
    expect(silent.code).toBe('board-silent');
    expect(busy.code).toBe('board-busy');
  });

  it('can be given up: the link is closed', async () => {
    const device = new FakeDevice({ firmware: 'mute' });
    const control = new AbortController();
    const opening = openBoard({ link: device }, { signal: control.signal });
    setImmediate(() => control.abort('enough'));
    await expect(opening).rejects.toBe('enough');
    expect(device.closed).toBe(true);
  });

  it('a port that goes while it is opened', async () => {
    const device = new FakeDevice({ firmware: 'mute' });
    const opening = openBoard({ link: device });
    setImmediate(() => void device.close());
    expect((await failure(opening)).code).toBe('port-vanished');
  });
});

describe('running', () => {
  it.each([1, 32, 128, 1000])('never overruns a window of %i bytes', async (window) => {
    const { device, board } = await opened({ window });
    const source = `#${'x'.repeat(3000)}`;
    expect(await board.exec(source)).toBe('3001\n');
    expect(device.overrun).toBe(0);
    expect(board.flow).toBe('window');
  });

  it.each(['refuses', 'ancient'] as const)('firmware that %s raw-paste gets it plain', async (firmware) => {
    const { device, board } = await opened({ firmware });
    const source = 'y'.repeat(700);
    expect(await board.exec(source)).toBe('700\n');
    expect(await board.exec('z')).toBe('1\n');
    expect(device.sources.map((one) => one.length)).toEqual([700, 1]);
    expect(board.flow).toBe('paced');
  });

  it('in any chunking', async () => {
    const seed = freshSeed();
    const random = seeded(seed);
    for (const firmware of ['window', 'refuses', 'ancient'] as const) {
      const { board } = await opened({ firmware, cut: (bytes) => chunked(bytes, random, 4) });
      for (const size of [1, 127, 128, 129, 400]) {
        expect(await board.exec('x'.repeat(size)), `seed ${seed}`).toBe(`${size}\n`);
      }
    }
  });

  it('output without measure is given up, unless it is only told', async () => {
    const output = new Uint8Array(40_000_000).fill(0x78);
    const { device, board } = await opened({
      run: (source) => (source.length > 3 ? { output } : echo(source)),
    });
    expect((await failure(board.exec('endless'))).code).toBe('board-protocol');
    expect(device.at).toBe('raw');
    let told = 0;
    const returned = await board.exec('endless', {
      output: 'told',
      onOutput: (bytes) => {
        told += bytes.length;
      },
    });
    expect([returned, told]).toEqual(['', output.length]);
  });

  it('given up for silence: Ctrl-C, the prompt, board-silent', async () => {
    const { device, board } = await opened({ run: (source) => (source.length > 3 ? 'hang' : echo(source)) });
    expect((await failure(board.exec('hang', { silenceMs: 30 }))).code).toBe('board-silent');
    expect(device.at).toBe('raw');
    expect(await board.exec('ok')).toBe('2\n');
  });

  it('cancelled in the middle of a paste', async () => {
    const control = new AbortController();
    let windows = 0;
    const { device, board } = await opened({
      cut: (bytes) => {
        if (bytes[0] === 0x01 && ++windows === 3) control.abort('enough');
        return [bytes];
      },
    });
    await expect(board.exec('x'.repeat(3000), { signal: control.signal })).rejects.toBe('enough');
    expect(device.sources).toEqual([]);
    expect(await board.exec('ok')).toBe('2\n');
  });

  it('a program that takes no Ctrl-C: cancelled all the same, and busy for the next one', async () => {
    const control = new AbortController();
    const { board } = await opened({
      run: () => {
        // Not before it runs: what is cancelled while it is still sent was never deaf.
        setImmediate(() => control.abort('enough'));
        return 'deaf';
      },
    });
    const running = board.exec('deaf', { signal: control.signal });
    await expect(running).rejects.toBe('enough');
    expect((await failure(board.interrupt())).code).toBe('board-silent');
  });

  it('the port goes in mid-program', async () => {
    const { board } = await opened({ run: () => 'vanish' });
    expect((await failure(board.exec('x'))).code).toBe('port-vanished');
    expect(board.state).toBe('closed');
    expect((await failure(board.exec('x'))).code).toBe('port-vanished');
  });

  it('a garbled reply is a failure of the protocol, and the next one works', async () => {
    let first = true;
    const { board } = await opened({
      run: (source) => {
        if (!first) return echo(source);
        first = false;
        return { output: 'a\x04\x04>\x04\x04>' };
      },
    });
    await board.exec('x').catch(() => {});
    expect(await board.exec('ok').catch(() => board.exec('ok'))).toBe('2\n');
  });

  it('lost bytes end in a failure or an answer, never in a wait without end', async () => {
    const seed = freshSeed();
    const random = seeded(seed);
    const tries = Array.from({ length: 12 }, async () => {
      let lossy = true;
      const device = new FakeDevice({ run: echo, drop: (at) => lossy && at > 60 && random() < 0.1 });
      const board = await openBoard({ link: device }, QUICK);
      const results = [];
      for (let round = 0; round < 4; round++) {
        results.push(await board.exec('x'.repeat(300), { silenceMs: 40 }).catch((reason: unknown) => reason));
      }
      lossy = false;
      expect(await board.exec('x'.repeat(300), { silenceMs: 500 }), `seed ${seed}`).toBe('300\n');
      for (const result of results) {
        if (typeof result !== 'string') expect(result, `seed ${seed}`).toBeInstanceOf(Failure);
      }
    });
    await Promise.all(tries);
  });
});

describe('resetting by the lines', () => {
  it('pulses EN and ends with both lines asserted', async () => {
    const { device, board } = await opened({});
    const reset = board.hardReset({ how: 'lines' });
    await reset;
    expect(device.signals).toEqual([
      { dtr: false, rts: true },
      { dtr: false, rts: false },
      { dtr: true, rts: false },
      { dtr: true, rts: true },
    ]);
    expect(board.state).toBe('console');
  });
});

describe('writing', () => {
  const survey = (letters: string, free = 200_000, heap = 100_000, deflate = 1) =>
    `${[...letters].join('\r\n')}\r\nF - ${free} 4096 ${heap} ${deflate} ${free + 4096 + heap + deflate}\r\n`;

  /** Answers as the board's half would; `fail` may say what goes wrong in a statement. */
  function writer(fail: (source: string) => FakeReply | 'vanish' | null, surveyed = survey('N')) {
    return (bytes: Uint8Array): FakeReply | 'vanish' => {
      const source = Buffer.from(bytes).toString('latin1');
      const failed = fail(source);
      if (failed !== null) return failed;
      if (source.startsWith('try:import deflate')) return { output: 'Z\r\n' };
      if (source.includes('def _W')) return { output: surveyed };
      if (source.includes('os.rename(')) return { output: 'R\r\n' };
      const closes = source.match(/^_C\(/gm)?.length ?? 0;
      const writes = source.match(/^_[SD]\(/gm)?.length ?? 0;
      return { output: '.'.repeat(writes) + 'K\r\n'.repeat(closes) };
    };
  }
  const random = seeded(7);
  const content = Uint8Array.from({ length: 9000 }, () => Math.floor(random() * 256));
  const files = [{ name: 'a.bin', content }];

  it('a board out of memory gets smaller and smaller execs', async () => {
    const { device, board } = await opened({ run: writer(() => null), pasteLimit: 2500 });
    await writeFiles(board, files);
    const sizes = device.sources.map((source) => source.length);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(2500);
    expect(device.sources.filter((source) => Buffer.from(source).includes('def _O')).length).toBe(3);
  });

  it('one that stays out of memory says so', async () => {
    const { board } = await opened({
      run: writer((s) => (s.startsWith('_O') ? { error: 'MemoryError: \r\n' } : null)),
    });
    const error = await failure(writeFiles(board, files));
    expect(error).toMatchObject({ code: 'board-exec', params: { error: 'MemoryError:' } });
  });

  it.each([
    ['OSError: [Errno 28] ENOSPC', 'board-full'],
    ['OSError: 28', 'board-full'],
    ['OSError: [Errno 30] EROFS', 'board-readonly'],
  ])('%s is %s, and what was staged is discarded', async (says, code) => {
    const { device, board } = await opened({
      run: writer((source) => (/^_O/.test(source) ? { error: `Traceback:\r\n${says}\r\n` } : null)),
    });
    expect(await failure(writeFiles(board, files))).toMatchObject({ code, params: { file: 'a.bin' } });
    expect(Buffer.from(device.sources.at(-1) ?? []).toString()).toContain("os.remove(_n+'.usb')");
  });

  it('a flash that reads back something else is a mismatch', async () => {
    const { board } = await opened({
      run: writer((source) => (source.includes('\n_C(') ? { output: '..M\r\n' } : null)),
    });
    expect(await failure(writeFiles(board, files))).toMatchObject({
      code: 'write-mismatch',
      params: { file: 'a.bin' },
    });
  });

  it('without deflate, and into a plain raw REPL', async () => {
    const { device, board } = await opened({
      firmware: 'refuses',
      run: writer(() => null, survey('N', 200_000, 100_000, 0)),
    });
    await writeFiles(board, [{ name: 'a.bin', content: content.subarray(0, 4000) }]);
    const all = Buffer.concat(device.sources).toString('latin1');
    // Asked once; a board without it prints `Z`.
    expect(all.match(/deflate\.DeflateIO/g)).toHaveLength(1);
    expect(Math.max(...device.sources.map((source) => source.length))).toBeLessThan(2500);
  });

  it('a survey that makes no sense is a failure of the protocol', async () => {
    const { board } = await opened({ run: () => ({ output: 'what?\r\n' }) });
    expect((await failure(writeFiles(board, files))).code).toBe('board-protocol');
  });

  it('the same name twice is refused', async () => {
    const { board } = await opened({});
    const twice = [...files, { name: '/a.bin', content }];
    expect((await failure(writeFiles(board, twice))).code).toBe('bad-input');
  });
});
