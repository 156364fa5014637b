/** What the platform needs of a board before anything is written to it. */
import type { BoardKind } from '../../preload/contract/models.ts';

/** The first MicroPython of each port that the platform is written for (docs/protocol.md, section 1). */
const OLDEST_RUNTIME: Record<BoardKind, readonly [major: number, minor: number]> = {
  pico: [1, 27],
  esp32: [1, 23],
};

export function isRuntimeOld(
  kind: BoardKind,
  [major, minor]: readonly [number, number, ...number[]],
): boolean {
  const [neededMajor, neededMinor] = OLDEST_RUNTIME[kind];
  return major < neededMajor || (major === neededMajor && minor < neededMinor);
}

/** "MicroPython 1.27 or later". */
export function neededRuntime(kind: BoardKind): string {
  return `MicroPython ${OLDEST_RUNTIME[kind].join('.')} or later`;
}
