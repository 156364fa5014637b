/**
 * How fast files come to lie on a board, verified: over a line of 115200 baud with a receive buffer that loses, and a flash
 * that takes a Pico's time for erasing and programming; beside the line's own limit and mpremote's way on the same line.
 *
 * The VM is real, and faster than a board's processor: what inflating, hashing and compiling take there is not in these
 * figures, neither in ours nor in mpremote's. What is modelled is the line and the flash, and they run eight times slower than
 * they are, with all times divided by eight: so what this computer takes counts an eighth, and a busy one changes little.
 * Eight at once run at full speed, for there it is this computer that is measured.
 */
import { type BoardFile, openBoard, untilPlugged, writeFiles } from '../../main/serial/index.ts';
import {
  type AddBoard,
  bytesPerSecond,
  createVirtualBench,
  type FlashCost,
  PICO_FLASH,
  UART_115200,
  type VirtualBench,
  type VirtualBoard,
} from '../../main/virtual/index.ts';
import { noise, sizeOf, sources } from './corpus.ts';
import { atLeast, atMost, type Figure, median } from './figures.ts';
import { type MpremoteWay, writeAsMpremote } from './mpremote-way.ts';

const ROUNDS = 3;
/** How much slower than real the line and the flash are. */
const SLOWER = 8;
const GANG = 8;
const WIRE = bytesPerSecond(UART_115200.baudRate);
/** What a board is reached over, and how much slower than real it is. */
interface Way {
  readonly options: AddBoard;
  readonly slower: number;
}

const overUart = (slower: number): Way => ({
  options: {
    kind: 'esp32',
    uart: { ...UART_115200, baudRate: UART_115200.baudRate / slower },
    flashCost: slowed(slower),
  },
  slower,
});
const OVER_USB: Way = { options: { kind: 'pico', flashCost: slowed(SLOWER) }, slower: SLOWER };

function slowed(times: number): FlashCost {
  const { eraseBlock, programPage, open, close, rename } = PICO_FLASH;
  return {
    eraseBlock: eraseBlock * times,
    programPage: programPage * times,
    open: open * times,
    close: close * times,
    rename: rename * times,
  };
}

const most = atMost('transfer');
const least = atLeast('transfer');

export async function benchTransfer(): Promise<Figure[]> {
  const python = await sources();
  const random = [noise('noise.bin', 20_000)];
  const bytes = sizeOf(python);

  const uart = overUart(SLOWER);
  // Beside each other: at that pace they are all waiting for their lines, mostly.
  const [{ fresh: one, unchanged }, { fresh: incompressible }, cp, chunks, usb, usbCp] = await Promise.all([
    ours(uart, python),
    ours(uart, random),
    mpremote(uart, python, 'cp'),
    mpremote(uart, python, 'chunks'),
    ours(OVER_USB, python),
    mpremote(OVER_USB, python, 'cp'),
  ]);
  const { fresh: alone } = await ours(overUart(1), python);
  const gang = await together(overUart(1), python);
  const perSecond = (ms: number) => bytes / ms;

  return [
    least('Python source, 115200 baud, times the wire', bytes / one / (WIRE / 1000), '', 1.6),
    least("the same, times mpremote's way", cp / one, '', 3.3),
    least("the same, times mpremote's chunks alone, without its pauses", chunks / one, '', null),
    least('incompressible, 115200 baud, times the wire', 20_000 / incompressible / (WIRE / 1000), '', 0.78),
    most('a board that needs nothing, 115200 baud', unchanged, 'ms', 1000),
    {
      ...least(`slowest of ${GANG} at once, times one alone`, Math.max(...gang) / alone, '', 1.3),
      sense: 'at-most',
    },
    most('Python source, 115200 baud: port open to verified', one, 'ms', null),
    most("the same, mpremote's way, nothing verified", cp, 'ms', null),
    least('Python source, USB', perSecond(usb.fresh), 'kB/s', null),
    least("the same, times mpremote's way", usbCp / usb.fresh, '', null),
    most('a board that needs nothing, USB', usb.unchanged, 'ms', null),
  ];
}

/** Medians, in ms: a board that has none of the files, and the same again. */
async function ours(way: Way, files: readonly BoardFile[]): Promise<{ fresh: number; unchanged: number }> {
  const fresh: number[] = [];
  const unchanged: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    await onBoard(way, async (bench, board) => {
      fresh.push(await write(bench, board, way, files));
      check(board, files);
      unchanged.push(await write(bench, board, way, files));
    });
  }
  return { fresh: median(fresh), unchanged: median(unchanged) };
}

/** Milliseconds from opening the port to the last file verified and in its place; giving the board back is not in it. */
async function write(
  bench: VirtualBench,
  { path }: VirtualBoard,
  { options, slower }: Way,
  files: readonly BoardFile[],
): Promise<number> {
  const startedAt = performance.now();
  const board = await openBoard({ ports: bench.ports, path }, { baudRate: options.uart?.baudRate });
  await writeFiles(board, files);
  const ms = (performance.now() - startedAt) / slower;
  await board.close();
  return ms;
}

/** The same in mpremote's way. Once: two hundred exchanges are a median of their own. */
function mpremote(way: Way, files: readonly BoardFile[], how: MpremoteWay): Promise<number> {
  return onBoard(way, async (_, board) => {
    const link = board.open({ baudRate: way.options.uart?.baudRate });
    const startedAt = performance.now();
    await writeAsMpremote(link, files, how, way.slower);
    const ms = (performance.now() - startedAt) / way.slower;
    await link.close();
    check(board, files);
    return ms;
  });
}

/** Milliseconds of each of eight boards that are written at the same time. */
async function together(way: Way, files: readonly BoardFile[]): Promise<number[]> {
  const bench = createVirtualBench();
  try {
    const boards = Array.from({ length: GANG }, () => bench.addBoard(way.options));
    await Promise.all(boards.map((board) => untilPrompt(bench, board, way)));
    const times = await Promise.all(boards.map((board) => write(bench, board, way, files)));
    for (const board of boards) check(board, files);
    return times;
  } finally {
    await bench.close();
  }
}

async function onBoard<T>(
  way: Way,
  work: (bench: VirtualBench, board: VirtualBoard) => Promise<T>,
): Promise<T> {
  const bench = createVirtualBench();
  try {
    const board = bench.addBoard(way.options);
    await untilPrompt(bench, board, way);
    return await work(bench, board);
  } finally {
    await bench.close();
  }
}

/** Booted, and idle: what a board does before that is not the transfer's. */
async function untilPrompt(bench: VirtualBench, board: VirtualBoard, { options }: Way): Promise<void> {
  await untilPlugged(bench.ports, board.path, AbortSignal.timeout(10_000));
  const link = board.open({ baudRate: options.uart?.baudRate });
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
