/** A board beside what it should be: one listing, one exchange of hashes, and its settings where a recipe has some. */
import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { BoardComparison, FileDifference } from '../../preload/contract/boards.ts';
import type { Presets } from '../../preload/contract/models.ts';
import { type Boards, listTree, ownFile, thenRestart } from '../boards/index.ts';
import { type Board, hashFiles, readFile } from '../serial/index.ts';
import { configBytes, type Wanted } from './wanted.ts';

interface Way {
  readonly signal?: AbortSignal | undefined;
}

/** A board takes so many names in one exec. */
const HASHES_AT_ONCE = 40;

/**
 * By name. What belongs to the board itself is no difference, and what stands in none of its sets is `removed`.
 * The board is at its prompt before and after. Errors as `Board.exec`.
 */
export async function compareFiles(board: Board, wanted: Wanted, way: Way = {}): Promise<FileDifference[]> {
  const there = new Map(
    (await listTree(board, '/', way))
      .filter(({ folder }) => !folder)
      .map(({ name, size }) => [name, size] as const),
  );
  // A file of another size is another file.
  const alike = wanted.files.filter(({ name, content }) => there.get(name) === content.length);
  const hashes = await hashesOf(
    board,
    alike.map(({ name }) => name),
    way,
  );
  const differences = wanted.files.map(({ name, content }): FileDifference => {
    const sizes = { boardSize: there.get(name) ?? null, wantedSize: content.length };
    if (sizes.boardSize === null) return { name, state: 'added', ...sizes };
    const sha256 = createHash('sha256').update(content).digest('hex');
    return { name, state: hashes.get(name) === sha256 ? 'same' : 'replaced', ...sizes };
  });
  const config = await configDifference(board, wanted.config, there.get('config.json') ?? null, way);
  const names = new Set(wanted.files.map(({ name }) => name));
  const others = [...there]
    .filter(([name]) => !names.has(name) && ownFile(name) === undefined)
    .map(([name, size]): FileDifference => ({ name, state: 'removed', boardSize: size, wantedSize: null }));
  return [...differences, ...config, ...others].sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** SHA-256 of each file, lower-case hex; null where there is none. Any number of names. Errors as `Board.exec`. */
export async function hashesOf(
  board: Board,
  names: readonly string[],
  way: Way,
): Promise<Map<string, string | null>> {
  const hashes = new Map<string, string | null>();
  for (let at = 0; at < names.length; at += HASHES_AT_ONCE) {
    const some = await hashFiles(board, names.slice(at, at + HASHES_AT_ONCE), way);
    for (const [name, sha256] of Object.entries(some)) hashes.set(name, sha256);
  }
  return hashes;
}

/** Settings are compared by what they say: a device writes them anew, in an order of its own. */
async function configDifference(
  board: Board,
  config: Presets | undefined,
  boardSize: number | null,
  way: Way,
): Promise<FileDifference[]> {
  if (config === undefined) return [];
  const sizes = { boardSize, wantedSize: configBytes(config).length };
  if (boardSize === null) return [{ name: 'config.json', state: 'added', ...sizes }];
  const content = await readFile(board, 'config.json', way);
  const same = content !== null && isDeepStrictEqual(parsed(content), parsed(configBytes(config)));
  return [{ name: 'config.json', state: same ? 'same' : 'replaced', ...sizes }];
}

function parsed(content: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(content).toString('utf8'));
  } catch {
    return undefined;
  }
}

/**
 * Looks at a board, and starts it anew: also when nobody waits for the answer any more.
 * Errors as `Boards.work`, `Board.exec` and `Board.hardReset`.
 */
export async function compareBoard(
  boards: Boards,
  port: string,
  { appType, wanted, signal }: { appType: string; wanted: Wanted; signal: AbortSignal },
): Promise<BoardComparison> {
  return boards.work(port, { signal, who: 'compare', as: 'call' }, (board) =>
    thenRestart(board, async () => ({ appType, files: await compareFiles(board, wanted, { signal }) })),
  );
}
