/** Who has a board, and what its console shows meanwhile. */
import { describe, expect, it } from 'vitest';
import { createBoards } from '../../main/boards/index.ts';
import type { PortSource } from '../../main/serial/index.ts';
import { createVirtualBench } from '../../main/virtual/index.ts';
import { Failure } from '../../preload/contract/errors.ts';
import { code, seated, soon, watched } from './support.ts';

const job = { who: 'provision', as: 'job' } as const;
const call = { who: 'list files', as: 'call' } as const;

describe('a console', () => {
  it.each(['pico', 'esp32'] as const)('shows what a %s says, and takes what is typed', async (kind) => {
    const { boards, port } = await seated(kind);
    const seen = watched(boards, port);
    await seen.is('open');
    await boards.type(port, '\r\nprint(6 * 7)\r\n');
    await seen.says('\r\n42\r\n');
    expect(seen.states()).toEqual(['opening', 'open']);
  });

  it('sends the board nothing by itself: its program goes on', async () => {
    const { boards, board, port } = await seated('pico', {
      'main.py': 'import time\nn = 0\nwhile True:\n print("tick", n)\n n += 1\n time.sleep_ms(20)\n',
    });
    const seen = watched(boards, port);
    await seen.says('tick');
    seen.stop();
    const again = watched(boards, port);
    await again.is('open');
    const from = Number(/tick (\d+)\D*$/.exec(again.text())?.[1] ?? 0);
    await again.says(`tick ${from + 5}`);
    expect(again.text()).not.toContain('KeyboardInterrupt');
    expect(board.state).toBe('running');
  });

  it('shows what the board says while a job works, takes nothing meanwhile, and comes back after it', async () => {
    const { boards, port } = await seated('pico', { 'main.py': 'print("main runs")\n' });
    const seen = watched(boards, port);
    await seen.is('open');
    await boards.work(port, job, async (board) => {
      expect(seen.states().at(-1)).toBe('working');
      await expect(boards.type(port, 'x')).rejects.toMatchObject({
        code: 'board-in-use',
        params: { board: port, job: 'provision' },
      });
      await board.hardReset({ signal: soon() });
      await seen.says('main runs');
    });
    await seen.is('open');
    await boards.type(port, 'print("typed", 1 + 1)\r\n');
    await seen.says('typed 2');
    expect(seen.states()).toEqual(['opening', 'open', 'working', 'open']);
  });

  it('a call takes nothing that is typed either', async () => {
    const { boards, port } = await seated();
    watched(boards, port);
    const typed = boards.work(port, call, () => boards.type(port, 'x'));
    await expect(typed).rejects.toMatchObject({ code: 'board-in-use', params: { job: 'list files' } });
  });

  it('two consoles see the same, and who comes late is told what was', async () => {
    const { boards, port } = await seated();
    const early = watched(boards, port);
    await early.is('open');
    await boards.type(port, 'print("one")\r\n');
    await early.says('\r\none\r\n');
    const late = watched(boards, port);
    expect(late.first()).toEqual({ type: 'all', state: { at: 'open' }, text: early.text() });
    await boards.type(port, 'print("two")\r\n');
    await Promise.all([early.says('\r\ntwo\r\n'), late.says('\r\ntwo\r\n')]);
    early.stop();
    await boards.type(port, 'print("three")\r\n');
    await late.says('\r\nthree\r\n');
    expect(early.text()).not.toContain('three');
  });

  it('waits for a port that goes, and takes it up again', async () => {
    const { boards, board, port } = await seated();
    const seen = watched(boards, port);
    await seen.is('open');
    await board.powerOff();
    await seen.is('away');
    await expect(boards.type(port, 'x')).rejects.toBeInstanceOf(Failure);
    board.powerOn();
    await seen.is('open');
    await boards.type(port, 'print("back")\r\n');
    await seen.says('\r\nback\r\n');
  });

  it('waits for a port that is not there yet', async () => {
    const bench = createVirtualBench();
    const boards = createBoards(bench.ports);
    const board = bench.addBoard({ kind: 'pico', power: 'off' });
    const seen = watched(boards, board.path);
    await seen.is('away');
    board.powerOn();
    await seen.is('open');
    seen.stop();
    await boards.close();
    await bench.close();
  });

  it('says why a port cannot be opened, and tries again when the ports change', async () => {
    const bench = createVirtualBench();
    let busy = true;
    const ports: PortSource = {
      ...bench.ports,
      open: async (path, options) => {
        if (busy) throw new Failure('port-busy', { port: path });
        return bench.ports.open(path, options);
      },
    };
    const boards = createBoards(ports);
    const board = bench.addBoard({ kind: 'pico' });
    const seen = watched(boards, board.path);
    await seen.is('refused');
    busy = false;
    bench.addBoard({ kind: 'esp32' });
    await seen.is('open');
    seen.stop();
    await boards.close();
    await bench.close();
  });

  it('does not tell who looks next that somebody works who has ended', async () => {
    const { boards, port } = await seated();
    await boards.work(port, job, async () => {});
    const seen = watched(boards, port);
    await seen.is('open');
    expect(seen.states()).not.toContain('working');
  });
});

describe('work on a board', () => {
  it('calls wait for each other, and one that fails holds up none', async () => {
    const { boards, port } = await seated();
    const order: string[] = [];
    const does = (name: string) =>
      boards.work(port, { ...call, who: name }, async (board) => {
        order.push(`${name} begins`);
        await board.exec('print(1)');
        if (name === 'b') throw new Error('b fails');
        order.push(`${name} ends`);
      });
    const settled = await Promise.allSettled(['a', 'b', 'c'].map(does));
    expect(settled.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(order).toEqual(['a begins', 'a ends', 'b begins', 'c begins', 'c ends']);
  });

  it('a job refuses everybody else until it has ended, from the moment on that it is asked for', async () => {
    const { boards, port } = await seated();
    const { promise, resolve } = Promise.withResolvers<void>();
    const first = boards.work(port, job, () => promise);
    await expect(boards.work(port, job, async () => {})).rejects.toThrow(code('board-in-use'));
    await expect(boards.work(port, call, async () => {})).rejects.toThrow(code('board-in-use'));
    resolve();
    await first;
    await boards.work(port, call, async () => {});
  });

  it('a job waits for the call that is under way', async () => {
    const { boards, port } = await seated();
    const order: string[] = [];
    const first = boards.work(port, call, async (board) => {
      await board.exec('print(1)');
      order.push('call');
    });
    await boards.work(port, job, async () => void order.push('job'));
    await first;
    expect(order).toEqual(['call', 'job']);
  });

  it('who waits may give up, and lets nobody in before who works has ended', async () => {
    const { boards, port } = await seated();
    const { promise, resolve } = Promise.withResolvers<void>();
    const order: string[] = [];
    const first = boards.work(port, call, async () => {
      await promise;
      order.push('first');
    });
    const control = new AbortController();
    const second = boards.work(port, { ...job, signal: control.signal }, async () => void order.push('job'));
    control.abort();
    await expect(second).rejects.toMatchObject({ name: 'AbortError' });
    const third = boards.work(port, call, async () => void order.push('third'));
    resolve();
    await Promise.all([first, third]);
    expect(order).toEqual(['first', 'third']);
  });

  it('closing takes the board from who works on it', async () => {
    const { boards, port } = await seated();
    const { promise, resolve } = Promise.withResolvers<void>();
    const endless = boards.work(port, call, (board) => {
      resolve();
      return board.exec('import time\nwhile True:time.sleep(1)\n', { silenceMs: 2_000_000 });
    });
    await promise;
    await Promise.all([expect(endless).rejects.toThrow(code('port-vanished')), boards.close()]);
    await expect(boards.work(port, call, async () => {})).rejects.toThrow(code('port-vanished'));
  });
});
