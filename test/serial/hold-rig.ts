/** Boards that run a program when somebody wants to get hold of them. */
import { type Board, openBoard, type PortSource } from '../../main/serial/index.ts';
import { type AddBoard, createVirtualBench, type VirtualBoard } from '../../main/virtual/index.ts';
import { Terminal, untilPlugged } from '../virtual/support.ts';

const PATIENCE_MS = 18_000;
export const soon = () => AbortSignal.timeout(PATIENCE_MS);

export interface Subject {
  readonly device: VirtualBoard;
  readonly resets: readonly string[];
  open(): Promise<Board>;
}

export function holdRig() {
  const bench = createVirtualBench();
  const boards: Board[] = [];

  async function opened(device: VirtualBoard, ports: PortSource = bench.ports): Promise<Board> {
    const board = await openBoard({ ports, path: device.path }, { signal: soon() });
    boards.push(board);
    return board;
  }

  return {
    bench,
    /** Closed by `clear`. */
    boards,
    opened,
    /** A board that runs that main.py, and has got as far as to say `until`. */
    async running(main: string, options: Partial<AddBoard> = {}, until = 'on'): Promise<Subject> {
      const device = bench.addBoard({ kind: 'esp32', ...options, power: 'off' });
      device.flash.write('main.py', main);
      const resets: string[] = [];
      device.onEvent((event) => {
        if (event.type === 'reset') resets.push(event.why);
      });
      device.powerOn();
      await untilPlugged(device);
      const terminal = new Terminal(device);
      const said = await terminal.until(until);
      // The words of an error and of the prompt have an "on" too: a program that cannot run would count as one that does.
      if (until === 'on' && /Traceback|MicroPython/.test(said)) throw new Error(`main.py ended with ${said}`);
      await terminal.close();
      return { device, resets, open: () => opened(device) };
    },
    /** After each test. */
    async clear(): Promise<void> {
      for (const board of boards.splice(0)) await board.close();
      for (const device of [...bench.boards]) await bench.removeBoard(device);
    },
  };
}
