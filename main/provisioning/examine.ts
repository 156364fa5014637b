/** Is this a board that the platform runs on, and the one that the recipe is for? */
import { Failure } from '../../preload/contract/errors.ts';
import type { BoardKind, Recipe } from '../../preload/contract/models.ts';
import {
  type Board,
  type BoardIdentity,
  identifyBoard,
  isRuntimeOld,
  neededRuntime,
} from '../serial/index.ts';

export interface KnownBoard extends BoardIdentity {
  readonly kind: BoardKind;
}

/** @throws Failure `board-unsupported`, `board-kind-mismatch`, and as `identifyBoard` */
export async function examine(board: Board, recipe: Recipe, signal: AbortSignal): Promise<KnownBoard> {
  const identity = await identifyBoard(board, { signal });
  const { kind, version, runtime, filesystem, mac } = identity;
  const refuse = (found: string, needed: string): never => {
    throw new Failure('board-unsupported', { port: board.path, found, needed });
  };
  if (kind === 'other') return refuse(identity.machine, 'a Raspberry Pi Pico W or an ESP32');
  if (mac === '') return refuse(`${identity.machine} without a radio`, 'a board with Wi-Fi');
  if (isRuntimeOld(kind, version)) return refuse(`MicroPython ${runtime}`, neededRuntime(kind));
  // FAT's rename is not atomic: a power cut there can leave half a device (docs/protocol.md, section 1).
  if (filesystem === 'fat') return refuse('a FAT file system', 'littlefs');
  if (recipe.kind !== null && recipe.kind !== kind) {
    throw new Failure('board-kind-mismatch', { port: board.path, expected: recipe.kind, found: kind });
  }
  return { ...identity, kind };
}
