/**
 * How fast files come to lie on a board, verified: over a line of 115200 baud with a receive buffer that loses, and a flash
 * that takes a Pico's time for erasing and programming; beside the line's own limit and mpremote's way on the same line.
 *
 * The VM is real, and faster than a board's processor: what inflating, hashing and compiling take there is not in these
 * figures, neither in ours nor in mpremote's. Rounds of the two take turns, so that a busy computer slows both.
 */
import { type BoardFile, openBoard, untilPlugged, writeFiles } from '../../main/serial/index.ts';
import {
  type AddBoard,
  bytesPerSecond,
  createVirtualBench,
  PICO_FLASH,
  UART_115200,
  type VirtualBench,
  type VirtualBoard,
} from '../../main/virtual/index.ts';
import { noise, sizeOf, sources } from './corpus.ts';
import { atLeast, atMost, type Figure, median } from './figures.ts';
import { type Waiting, writeAsMpremote } from './mpremote-way.ts';

const ROUNDS = 3;
const GANG = 8;
const WIRE = bytesPerSecond(UART_115200.baudRate);
const OVER_UART: AddBoard = { kind: 'esp32', uart: UART_115200, flashCost: PICO_FLASH };
const OVER_USB: AddBoard = { kind: 'pico', flashCost: PICO_FLASH };

const most = atMost('transfer');
const least = atLeast('transfer');

export async function benchTransfer(): Promise<Figure[]> {
  const python = await sources();
  const random = [noise('noise.bin', 20_000)];
  const bytes = sizeOf(python);

  const ours = await rounds(OVER_UART, python);
  const one = ours.fresh;
  const incompressible = (await rounds(OVER_UART, random)).fresh;
  const gang = await together(python);
  const usb = await rounds(OVER_USB, python);
  const perSecond = (ms: number) => bytes / ms;

  return [
    least('Python source, 115200 baud, times the wire', bytes / one / (WIRE / 1000), '', 1.6),
    least("the same, times mpremote's way", ours.polling / one, '', 3.3),
    least("the same, times mpremote's way without its pauses", ours.awaiting / one, '', null),
    least('incompressible, 115200 baud, times the wire', 20_000 / incompressible / (WIRE / 1000), '', 0.78),
    most('a board that needs nothing, 115200 baud', ours.unchanged, 'ms', 1000),
    {
      ...least(`slowest of ${GANG} at once, times one alone`, Math.max(...gang) / one, '', 1.3),
      sense: 'at-most',
    },
    most('Python source, 115200 baud: port open to verified', one, 'ms', null),
    most("the same, mpremote's way, nothing verified", ours.polling, 'ms', null),
    least('Python source, USB', perSecond(usb.fresh), 'kB/s', null),
    least("the same, times mpremote's way", usb.polling / usb.fresh, '', null),
    most('a board that needs nothing, USB', usb.unchanged, 'ms', null),
  ];
}

/** Medians, in ms. */
async function rounds(options: AddBoard, files: readonly BoardFile[]) {
  const times = {
    fresh: [] as number[],
    unchanged: [] as number[],
    polling: [] as number[],
    awaiting: [] as number[],
  };
  for (let round = 0; round < ROUNDS; round++) {
    const { fresh, unchanged } = await onBoard(options, async (bench, board) => {
      const first = await write(bench, board, files);
      check(board, files);
      return { fresh: first, unchanged: await write(bench, board, files) };
    });
    times.fresh.push(fresh);
    times.unchanged.push(unchanged);
    times.polling.push(await mpremote(options, files, 'polling'));
    times.awaiting.push(await mpremote(options, files, 'awaiting'));
  }
  return {
    fresh: median(times.fresh),
    unchanged: median(times.unchanged),
    polling: median(times.polling),
    awaiting: median(times.awaiting),
  };
}

/** Milliseconds from opening the port to the last file verified and in its place; giving the board back is not in it. */
async function write(
  bench: VirtualBench,
  { path }: VirtualBoard,
  files: readonly BoardFile[],
): Promise<number> {
  const startedAt = performance.now();
  const board = await openBoard({ ports: bench.ports, path });
  await writeFiles(board, files);
  const ms = performance.now() - startedAt;
  await board.close();
  return ms;
}

function mpremote(options: AddBoard, files: readonly BoardFile[], waiting: Waiting): Promise<number> {
  return onBoard(options, async (_, board) => {
    const link = board.open();
    const startedAt = performance.now();
    await writeAsMpremote(link, files, waiting);
    const ms = performance.now() - startedAt;
    await link.close();
    check(board, files);
    return ms;
  });
}

/** Milliseconds of each of eight boards that are written at the same time. */
async function together(files: readonly BoardFile[]): Promise<number[]> {
  const bench = createVirtualBench();
  try {
    const boards = Array.from({ length: GANG }, () => bench.addBoard(OVER_UART));
    await Promise.all(boards.map((board) => untilPrompt(bench, board)));
    const times = await Promise.all(boards.map((board) => write(bench, board, files)));
    for (const board of boards) check(board, files);
    return times;
  } finally {
    await bench.close();
  }
}

async function onBoard<T>(
  options: AddBoard,
  work: (bench: VirtualBench, board: VirtualBoard) => Promise<T>,
): Promise<T> {
  const bench = createVirtualBench();
  try {
    const board = bench.addBoard(options);
    await untilPrompt(bench, board);
    return await work(bench, board);
  } finally {
    await bench.close();
  }
}

/** Booted, and idle: what a board does before that is not the transfer's. */
async function untilPrompt(bench: VirtualBench, board: VirtualBoard): Promise<void> {
  await untilPlugged(bench.ports, board.path, AbortSignal.timeout(10_000));
  const link = board.open();
  let said = '';
  await new Promise<void>((resolve) => {
    link.onData((bytes) => {
      said += Buffer.from(bytes).toString('latin1');
      if (said.endsWith('>>> ')) resolve();
    });
  });
  await link.close();
}

/** The flash is looked at itself, whatever the board said. */
function check({ flash }: VirtualBoard, files: readonly BoardFile[]): void {
  for (const { name, content } of files) {
    const found = flash.entries.get(name);
    if (!found || !Buffer.from(content).equals(found)) throw new Error(`${name} is not what was sent`);
  }
}
