/** A virtual board behind a PTY, for commands that run as processes of their own. */
import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createVirtualBench, openPty, type VirtualBoard } from '../../main/virtual/index.ts';
import type { BoardKind } from '../../preload/contract/models.ts';

export interface BoardAtHand {
  readonly board: VirtualBoard;
  /** What `--port` takes. */
  readonly port: string;
  /** For what a command reads and writes on this computer. */
  readonly folder: string;
  close(): Promise<void>;
}

/** `files` stand on the flash before its first start. */
export async function boardAtHand(
  kind: BoardKind,
  files: Readonly<Record<string, string | Uint8Array>> = {},
): Promise<BoardAtHand> {
  const bench = createVirtualBench();
  const board = bench.addBoard({ kind, power: 'off' });
  for (const [name, content] of Object.entries(files)) {
    for (let at = name.indexOf('/'); at > 0; at = name.indexOf('/', at + 1))
      board.flash.apply({ op: 'mkdir', path: name.slice(0, at) });
    board.flash.write(name, content);
  }
  const there = new Promise<void>((resolve) => {
    const stop = board.onPort(() => {
      if (!board.plugged) return;
      stop();
      resolve();
    });
  });
  board.powerOn();
  await there;
  const folder = mkdtempSync(join(tmpdir(), 'bootbench-board-'));
  const pty = await openPty(board, join(folder, 'port'));
  return {
    board,
    port: pty.path,
    folder,
    async close() {
      await pty.close();
      await bench.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
