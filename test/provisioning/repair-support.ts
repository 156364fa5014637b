/** Boards beside what they should be: for the tests of comparing and repairing. */
import type { VirtualBoard } from '../../main/virtual/index.ts';
import { type BoardComparison, boardComparison } from '../../preload/contract/boards.ts';
import { plugged, type Table } from './support.ts';

export const soon = () => ({ signal: AbortSignal.timeout(40_000) });
export const standard = { appType: 'skeleton' };

type More = { readonly config?: Record<string, unknown> };

export const compare = ({ bench }: Table, board: VirtualBoard, more: More & { appType?: string } = {}) =>
  bench.compare(board.path, { ...standard, ...more }, soon());

/** Runs the job, and insists on what it came to. */
export async function repair(
  { bench }: Table,
  board: VirtualBoard,
  { remove = [], ...more }: More & { readonly remove?: readonly string[] } = {},
): Promise<BoardComparison> {
  const id = await bench.repair(board.path, { ...standard, ...more }, { remove });
  const state = await bench.jobs.finished(id);
  if (state.status !== 'done') throw new Error(`the job ended as ${JSON.stringify(state)}`);
  return boardComparison.parse(state.result);
}

/** What differs, by name. */
export const stateOf = ({ files }: BoardComparison): Record<string, string> =>
  Object.fromEntries(files.filter(({ state }) => state !== 'same').map(({ name, state }) => [name, state]));

/** Changes the flash while the board is off, as another program might have done. */
export async function tamper({ bench }: Table, board: VirtualBoard, change: () => void): Promise<void> {
  await board.powerOff();
  change();
  board.powerOn();
  await plugged(bench, board);
}
