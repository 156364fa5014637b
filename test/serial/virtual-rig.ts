/** Rigs for the serial suite: a virtual board, bare or behind a PTY. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { usbPorts } from '../../main/serial/index.ts';
import { createVirtualBench, openPty, type VirtualBoard } from '../../main/virtual/index.ts';
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
  await present(board);
  const pty = await openPty(board, path);
  return {
    ports: usbPorts(),
    path,
    board,
    power: power(board),
    async close() {
      await pty.close();
      await bench.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
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
