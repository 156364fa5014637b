/** Rigs for the serial suite: a virtual board, bare or behind a PTY. */
import { spawn } from 'node:child_process';
import { closeSync, constants, mkdtempSync, openSync, rmSync, watch } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
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
      // A board may go and come again faster than socat follows: then the plug that is there leads nowhere.
      if (plug !== null && (!board.plugged || plug.isDead())) {
        await plug.pull();
        plug = null;
      }
      if (board.plugged && plug === null) plug = await plugIn(board.open(), path);
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
  /** The board's end is gone. */
  isDead(): boolean;
  pull(): Promise<void>;
}

/**
 * What the board says reaches the PTY only when somebody opened it: opening flushes what an operating system had
 * buffered, and a USB board keeps its output until then.
 */
async function plugIn(link: SerialLink, path: string): Promise<Plug> {
  const there = linkMade(path);
  const options = `PTY,link=${path},raw,echo=0,wait-slave,pty-interval=0.002`;
  const socat = spawn('socat', ['-d', '-d', options, 'STDIO'], { stdio: ['pipe', 'pipe', 'pipe'] });
  const ended = new Promise<void>((resolve) => socat.once('exit', () => resolve()));
  let held: number | null = null;
  let dead = false;
  let said = '';
  link.onClose(() => {
    dead = true;
  });
  socat.stdin.on('error', () => {});
  socat.stdout.on('data', (bytes: Buffer) => void link.write(bytes).catch(() => {}));
  socat.stderr.on('data', (bytes: Buffer) => {
    said += bytes.toString();
    const pty = /PTY is (\S+)/.exec(said)?.[1];
    if (held !== null || pty === undefined || !said.includes('starting data transfer loop')) return;
    // While nobody has the slave open its master reports a hang-up, and socat would end with the first client.
    held = openSync(pty, constants.O_RDWR | constants.O_NOCTTY | constants.O_NONBLOCK);
    link.onData((data) => void socat.stdin.write(data));
  });
  await there;
  return {
    isDead: () => dead,
    async pull() {
      if (held !== null) closeSync(held);
      held = -1;
      socat.kill('SIGTERM');
      await ended;
      await link.close();
    },
  };
}

function linkMade(path: string): Promise<void> {
  return new Promise((resolve) => {
    const watcher = watch(dirname(path), (_, name) => {
      if (name !== basename(path)) return;
      watcher.close();
      resolve();
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
