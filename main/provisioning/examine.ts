/** Is this a board that the platform runs on, and the one that the recipe is for? */
import { Failure } from '../../preload/contract/errors.ts';
import type { BoardKind, Recipe } from '../../preload/contract/models.ts';
import { type Board, type BoardIdentity, identifyBoard } from '../serial/index.ts';

/** The first MicroPython of each port that the platform is written for (docs/protocol.md, section 1). */
const OLDEST: Record<BoardKind, readonly [number, number]> = { pico: [1, 27], esp32: [1, 23] };

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
  const [major, minor] = OLDEST[kind];
  if (version[0] < major || (version[0] === major && version[1] < minor)) {
    return refuse(`MicroPython ${runtime}`, `MicroPython ${major}.${minor} or later`);
  }
  // FAT's rename is not atomic: a power cut there can leave half a device (docs/protocol.md, section 1).
  if (filesystem === 'fat') return refuse('a FAT file system', 'littlefs');
  if (recipe.kind !== null && recipe.kind !== kind) {
    throw new Failure('board-kind-mismatch', { port: board.path, expected: recipe.kind, found: kind });
  }
  return { ...identity, kind };
}
