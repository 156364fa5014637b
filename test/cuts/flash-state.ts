/** What is on a flash at one moment, and when two moments are the same. */
import { createHash } from 'node:crypto';
import type { VirtualBoard } from '../../main/virtual/index.ts';

export type FlashState = ReadonlyMap<string, Uint8Array | null>;

/** Nothing in the firmware reads its logs; their times would make every moment a new one. */
const LOG = /^(boot|main|platform)_log.*\.txt/;

/** A copy; the contents themselves are never changed in place. */
export const stateOf = (board: VirtualBoard): FlashState => new Map(board.flash.entries);

export function load(board: VirtualBoard, state: FlashState): void {
  for (const path of [...board.flash.entries.keys()]) board.flash.remove(path);
  for (const [path, content] of state) if (content) board.flash.write(path, content);
}

/** Equal for states in which the firmware cannot tell a difference. */
export function keyOf(state: FlashState): string {
  const hash = createHash('sha256');
  for (const [path, content] of [...state].sort(([a], [b]) => (a < b ? -1 : 1))) {
    if (!LOG.test(path))
      hash
        .update(`${path} ${content?.length ?? '/'}\n`)
        .update(content ?? '')
        .update('\n');
  }
  return hash.digest('hex');
}

export function textOf(state: FlashState, path: string): string | undefined {
  const content = state.get(path);
  return content ? Buffer.from(content).toString('utf8') : undefined;
}

/** The names beside the logs, for a message. */
export const namesOf = (state: FlashState): string =>
  [...state.keys()]
    .filter((path) => !LOG.test(path))
    .sort()
    .join(' ');
