/** A reset brings a board to another path (ttyACM0, then ttyACM1) while somebody works on it: the work follows, and nobody gets between. */
import { expect, onTestFinished, test } from 'vitest';
import { createBoards } from '../../main/boards/index.ts';
import { type PortSource, untilPlugged } from '../../main/serial/index.ts';
import { createVirtualBench } from '../../main/virtual/index.ts';
import { Failure } from '../../preload/contract/errors.ts';
import { code, soon, watched } from './support.ts';

const [FIRST, SECOND] = ['/dev/ttyACM0', '/dev/ttyACM1'] as const;
const job = { who: 'provision', as: 'job' } as const;
const call = { who: 'list files', as: 'call' } as const;

/** Two boards of one serial number; the paths are given as a system gives them, each to one board and to one program. */
async function movingBoards() {
  const bench = createVirtualBench();
  const [board, other] = [bench.addBoard({ kind: 'pico' }), bench.addBoard({ kind: 'pico', power: 'off' })];
  await untilPlugged(bench.ports, board.path, soon());
  const paths = new Map<string, string>([
    [board.path, FIRST],
    [other.path, SECOND],
  ]);
  const open = new Set<string>();
  const opened: string[] = [];
  const ports: PortSource = {
    async list() {
      const usb = { vendorId: '2e8a', productId: '0005', serialNumber: '0001' } as const;
      return (await bench.ports.list()).map((port) => ({
        ...port,
        ...usb,
        path: paths.get(port.path) ?? '',
        location: port.path === board.path ? '1-1.2' : '1-1.3',
      }));
    },
    async open(wanted, options) {
      const there = (await bench.ports.list()).find(({ path }) => paths.get(path) === wanted);
      if (there === undefined) throw new Failure('port-not-found', { port: wanted });
      if (open.has(wanted)) throw new Failure('port-busy', { port: wanted });
      const link = await bench.ports.open(there.path, options);
      open.add(wanted);
      opened.push(wanted);
      link.onClose(() => open.delete(wanted));
      return {
        path: wanted,
        write: (bytes) => link.write(bytes),
        setSignals: (signals) => link.setSignals(signals),
        onData: (listener) => link.onData(listener),
        onClose: (listener) => link.onClose(listener),
        close: () => link.close(),
      };
    },
    onChange: (listener) => bench.ports.onChange(listener),
  };
  const boards = createBoards(ports);
  onTestFinished(async () => {
    await boards.close();
    await bench.close();
  });
  return {
    boards,
    other,
    opened,
    /** What the board is called when it comes back next. */
    move: () => {
      paths.set(other.path, FIRST);
      paths.set(board.path, SECOND);
    },
  };
}

test.each([
  ['has always been free', 'free'],
  ['another board has just left', 'left'],
] as const)(
  'who waits at a path that %s leaves the board to its work, and has it afterwards',
  async (_, was) => {
    const { boards, other, opened, move } = await movingBoards();
    const there = watched(boards, SECOND);
    if (was === 'left') {
      other.powerOn();
      await there.is('open');
      await other.powerOff();
      opened.length = 0;
    }
    await there.is('away');
    await boards.work(FIRST, job, async (board) => {
      move();
      await board.hardReset({ signal: soon() });
      expect(await board.exec('print(6 * 7)', { signal: soon() })).toBe('42\n');
      expect(board.path).toBe(SECOND);
      if (was === 'free') await there.is('working');
      else expect(there.states().at(-1)).toBe('away');
      await expect(boards.work(SECOND, call, async () => {})).rejects.toThrow(code('board-in-use'));
      await expect(boards.lend(SECOND, { who: 'doctor' }, async () => {})).rejects.toThrow(
        code('board-in-use'),
      );
      await expect(boards.type(SECOND, 'x')).rejects.toBeInstanceOf(Failure);
    });
    await there.is('open');
    expect(opened).toEqual([FIRST, SECOND, SECOND]);
    await boards.type(SECOND, 'print("typed", 1 + 1)\r\n');
    await there.says('typed 2');
  },
);

test('the console that watched it stays at its port, and says that nothing is there', async () => {
  const { boards, move } = await movingBoards();
  const here = watched(boards, FIRST);
  await here.is('open');
  await boards.work(FIRST, job, async (board) => {
    move();
    await board.hardReset({ signal: soon() });
    await board.exec('print(1)', { signal: soon() });
  });
  await here.is('away');
  await expect(boards.type(FIRST, 'x')).rejects.toThrow(code('port-vanished'));
});
