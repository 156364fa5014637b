/**
 * `npm run test:board -- --port PATH`: the whole serial suite on any real board, with its transfer rates, as a table to be
 * pasted into a report. Exit code 0 passed, 1 failed, 2 used wrongly.
 *
 * Whatever ends it, `main.py` is put back: at once where this program lives to do it, else by the next run.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { openBoard, usbPorts } from '../../main/serial/index.ts';
import { isFailure, toFailure } from '../../preload/contract/errors.ts';
import { describeFailure } from '../../renderer/text/errors.ts';
import { measureRates } from './rates.ts';
import { type Result, resultsOf, table } from './report.ts';
import { putBack, setAside } from './set-aside.ts';
import { describeSubject, type Subject } from './subject.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const SUITE = 'test/serial/real-port.test.ts';
/** A real board's flash and a line of 115,200 baud take their time: so long may one test take. */
const TEST_TIMEOUT_MS = 120_000;
/** A port is closed with the last process that has it open. */
const LET_GO_MS = 10_000;
const LET_GO_EVERY_MS = 100;

const ABOUT = (port: string) => `The serial suite on the board at ${port}.
It interrupts the program on the board, restarts the board many times, and writes and removes files named t-…
Your main.py waits on the board as bench-suite-main.py and is put back at the end, also after a failure or Ctrl-C; should this
program be killed or the cable be pulled, by the next run. Other files stay as they are. boot.py runs at each restart.
`;

const stopping = new AbortController();
process.once('SIGINT', () => stopping.abort(new Error('stopped by Ctrl-C')));
process.once('SIGTERM', () => stopping.abort(new Error('told to stop')));

/** The board for as long as `work` takes; the suite opens it by itself. */
async function withBoard<T>(
  path: string,
  signal: AbortSignal | undefined,
  work: (board: Awaited<ReturnType<typeof openBoard>>) => Promise<T>,
): Promise<T> {
  const board = await openBoard({ ports: usbPorts(), path }, { signal });
  try {
    return await work(board);
  } finally {
    await board.close();
  }
}

/** The processes of a suite that was killed do not end all at once, nobody tells when, and the last to go has the port. */
async function untilLetGo<T>(work: () => Promise<T>): Promise<T> {
  for (let waited = 0; ; waited += LET_GO_EVERY_MS) {
    try {
      return await work();
    } catch (error) {
      if (!isFailure(error, 'port-busy') || waited >= LET_GO_MS) throw error;
    }
    await sleep(LET_GO_EVERY_MS);
  }
}

/** Runs the suite in a process of its own, as `TEST_PORT` does. */
async function runSuite(path: string): Promise<Result[]> {
  const folder = mkdtempSync(join(tmpdir(), 'bootbench-board-'));
  const file = join(folder, 'report.json');
  const vitest = join(ROOT, 'node_modules', 'vitest', 'vitest.mjs');
  const args = [vitest, 'run', '--project', 'code', SUITE, `--testTimeout=${TEST_TIMEOUT_MS}`];
  args.push(
    `--hookTimeout=${TEST_TIMEOUT_MS}`,
    '--reporter=verbose',
    '--reporter=json',
    `--outputFile.json=${file}`,
  );
  try {
    // Its Ctrl-C comes from here, and not also from the terminal.
    const suite = spawn(process.execPath, args, {
      cwd: ROOT,
      env: { ...process.env, TEST_PORT: path },
      stdio: 'inherit',
      detached: true,
    });
    const kill = () => suite.pid !== undefined && process.kill(-suite.pid, 'SIGKILL');
    stopping.signal.addEventListener('abort', kill, { once: true });
    await once(suite, 'exit');
    stopping.signal.removeEventListener('abort', kill);
    stopping.signal.throwIfAborted();
    return resultsOf(readFileSync(file, 'utf8'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function main(path: string): Promise<number> {
  console.log(ABOUT(path));
  let subject: Subject | undefined;
  try {
    const rates = await withBoard(path, stopping.signal, async (board) => {
      await setAside(board);
      subject = await describeSubject(board, usbPorts());
      console.log('Measuring how fast files go over …');
      return measureRates(board, stopping.signal);
    });
    const results = await runSuite(path);
    console.log(`\n${table(subject, rates, results)}`);
    return results.some(({ outcome }) => outcome === 'fail') || results.length === 0 ? 1 : 0;
  } finally {
    // Not stopped by a second Ctrl-C: it is what the first one has to wait for.
    const kept = await untilLetGo(() => withBoard(path, undefined, putBack)).then(
      () => 'The board is as it was.',
      (error: unknown) => `main.py could not be put back now (${String(error)}); the next run does it.`,
    );
    console.log(kept);
  }
}

function wantedPort(): string | undefined {
  try {
    return parseArgs({ options: { port: { type: 'string' } } }).values.port ?? process.env.TEST_PORT;
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    return undefined;
  }
}

const port = wantedPort();
if (port === undefined || port === '') {
  console.error('Which port? npm run test:board -- --port /dev/ttyACM0');
  process.exit(2);
}
try {
  process.exitCode = await main(port);
} catch (error) {
  const { sentence, remedy } = describeFailure(toFailure(error).toData());
  console.error(`${sentence}\n  ${remedy}`);
  process.exitCode = 1;
}
// As in main/headless.ts: Node does not always find its own end after threads have run.
process.stdout.write('', () => process.exit());
