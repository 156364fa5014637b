/** Rigs for the serial suite: a virtual board, bare or behind a PTY. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, watch } from 'node:fs';
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
  const usb = usbPorts();
  let plug: Plug | null = null;
  let turn = Promise.resolve();
  const follow = () => {
    turn = turn.then(async () => {
      // A board may go and come again faster than socat follows: then the plug that is there leads nowhere.
      if (plug !== null && (!board.plugged || plug.isDead())) {
        await plug.pull();
        plug = null;
      }
      if (!board.plugged || plug !== null) return;
      // Known before it is there: whoever waits for the path may be the first to see it.
      plug = plugIn(board.open(), path);
      await plug.there;
    });
  };
  board.onPort(follow);
  await present(board);
  follow();
  await turn;
  return {
    ports: {
      ...usb,
      async open(...asked) {
        const link = await usb.open(...asked);
        plug?.listen();
        return link;
      },
    },
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
  readonly there: Promise<void>;
  /** Somebody has opened it: from now on it says what the board says. */
  listen(): void;
  /** The board's end is gone. */
  isDead(): boolean;
  pull(): Promise<void>;
}

/**
 * What the board says reaches the PTY only when somebody has opened it: opening flushes what an operating system had
 * buffered, and a USB board keeps its output until then. socat itself holds the slave open, so that its master sees no
 * hang-up (to socat the end of all) however briefly a client is there; what opened it is therefore told by `listen`.
 */
function plugIn(link: SerialLink, path: string): Plug {
  const there = linkMade(path);
  const socat = spawn('socat', [`PTY,link=${path},raw,echo=0`, 'STDIO'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const ended = new Promise<void>((resolve) => socat.once('exit', () => resolve()));
  let heard = false;
  let dead = false;
  link.onClose(() => {
    dead = true;
  });
  socat.stdin.on('error', () => {});
  socat.stdout.on('data', (bytes: Buffer) => void link.write(bytes).catch(() => {}));
  return {
    there,
    listen() {
      if (heard) return;
      heard = true;
      link.onData((data) => void socat.stdin.write(data));
    },
    isDead: () => dead,
    async pull() {
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
