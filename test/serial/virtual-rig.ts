/** Rigs for the serial suite: a virtual board, bare or behind a PTY. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, constants, mkdtempSync, openSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type SerialLink, usbPorts } from '../../main/serial/index.ts';
import { createVirtualBench, type VirtualBoard } from '../../main/virtual/index.ts';
import type { BoardKind } from '../../preload/contract/models.ts';
import type { SerialRig } from '../suites/serial-suite.ts';

export async function virtualRig(kind: BoardKind): Promise<SerialRig & { board: VirtualBoard }> {
  const bench = createVirtualBench();
  const board = bench.addBoard({ kind });
  await present(board);
  return { ports: bench.ports, path: board.path, board, power: power(board), close: () => bench.close() };
}

/** The board's port as a PTY that comes and goes with it; what opens it is node-serialport. */
export async function ptyRig(kind: BoardKind): Promise<SerialRig & { board: VirtualBoard }> {
  const bench = createVirtualBench();
  const board = bench.addBoard({ kind });
  const folder = mkdtempSync(join(tmpdir(), 'bootbench-pty-'));
  const path = join(folder, 'board');
  let plug: Plug | null = null;
  let turn = Promise.resolve();
  const follow = () => {
    turn = turn.then(async () => {
      if (board.plugged && plug === null) plug = await plugIn(board.open(), path);
      else if (!board.plugged && plug !== null) {
        await plug.pull();
        plug = null;
      }
    });
  };
  board.onPort(follow);
  await present(board);
  follow();
  await turn;
  return {
    ports: usbPorts(),
    path,
    board,
    power: power(board),
    async close() {
      await bench.close();
      follow();
      await turn;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

interface Plug {
  pull(): Promise<void>;
}

async function plugIn(link: SerialLink, path: string): Promise<Plug> {
  const socat = spawn('socat', ['-d', '-d', `PTY,link=${path},raw,echo=0`, 'STDIO'], {
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const slave = await ptyOf(socat);
  // While nobody has the slave open its master reports a hang-up, and socat would end with the first client.
  const held = openSync(slave, constants.O_RDWR | constants.O_NOCTTY | constants.O_NONBLOCK);
  socat.stdout.on('data', (bytes: Buffer) => void link.write(bytes).catch(() => {}));
  socat.stdin.on('error', () => {});
  link.onData((bytes) => void socat.stdin.write(bytes));
  return {
    async pull() {
      closeSync(held);
      const ended = once(socat, 'exit');
      socat.kill('SIGTERM');
      await ended;
      await link.close();
    },
  };
}

/** Where socat made it; the link to it stands by then. */
function ptyOf(socat: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    let pty = '';
    socat.once('error', reject);
    socat.once('exit', () => reject(new Error(`socat ended: ${said}`)));
    socat.stderr?.on('data', (bytes: Buffer) => {
      said += bytes.toString();
      pty ||= /PTY is (\S+)/.exec(said)?.[1] ?? '';
      if (pty !== '' && said.includes('starting data transfer loop')) resolve(pty);
    });
  });
}

function power(board: VirtualBoard): NonNullable<SerialRig['power']> {
  return { off: () => board.powerOff(), on: () => board.powerOn() };
}

async function present(board: VirtualBoard): Promise<void> {
  if (board.plugged) return;
  await new Promise<void>((resolve) => {
    const stop = board.onPort(() => {
      stop();
      resolve();
    });
  });
}
