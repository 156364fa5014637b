/**
 * Reads a golden board: one that is as all others should be. Its Python files become an app type, its kind and settings a
 * recipe. What is secret, or says who this very board is, stays on it.
 *
 *     look ──► read ──► save          the board starts anew before anything is saved
 */

import type { GoldenResult, LeftOutWhy } from '../../preload/contract/boards.ts';
import { Failure } from '../../preload/contract/errors.ts';
import type { BoardKind, Presets, Recipe } from '../../preload/contract/models.ts';
import { presets } from '../../preload/contract/models.ts';
import {
  type Boards,
  listTree,
  type OwnFile,
  ownFile,
  type TreeEntry,
  thenRestart,
} from '../boards/index.ts';
import type { JobContext, JobPhase } from '../jobs/index.ts';
import { FILE_LIMIT, isFileName, isProtected } from '../ota/index.ts';
import { type Board, identifyBoard, readFile } from '../serial/index.ts';
import { NEEDED } from './app-types.ts';

export type GoldenPhase = 'look' | 'read' | 'save';

export const GOLDEN_PHASES: readonly JobPhase<GoldenPhase>[] = [
  { name: 'look', weight: 10 },
  { name: 'read', weight: 80 },
  { name: 'save', weight: 10 },
];

export interface GoldenRequest {
  readonly port: string;
  /** Of the app type and of the recipe. */
  readonly name: string;
}

export interface GoldenDeps {
  readonly boards: Boards;
  /** Makes the app type of exactly these files, or makes it so. */
  readonly saveAppType: (name: string, files: Readonly<Record<string, Uint8Array>>) => Promise<void>;
  readonly saveRecipe: (recipe: Recipe) => Promise<void>;
}

type LeftOut = GoldenResult['leftOut'][number];

interface Sorted {
  /** Names of what an app type can hold. */
  readonly python: readonly TreeEntry[];
  readonly leftOut: readonly LeftOut[];
  readonly config: 'there' | 'none';
}

const WHY: Record<Exclude<OwnFile, 'settings'>, LeftOutWhy> = {
  secret: 'secret',
  identity: 'identity',
  state: 'state',
  log: 'log',
};

/** What becomes of each file of a board. */
export function sortFiles(entries: readonly TreeEntry[]): Sorted {
  const python: TreeEntry[] = [];
  const leftOut: LeftOut[] = [];
  let config: Sorted['config'] = 'none';
  for (const entry of entries) {
    if (entry.folder) continue;
    const own = ownFile(entry.name);
    if (own === 'settings') config = 'there';
    else {
      const why = own === undefined ? whyNot(entry) : WHY[own];
      if (why === null) python.push(entry);
      else leftOut.push({ name: entry.name, why });
    }
  }
  return { python, leftOut, config };
}

/** Why no update can carry a file; null when one can. */
function whyNot({ name, size }: TreeEntry): LeftOutWhy | null {
  if (isProtected(name)) return 'firmware';
  if (name.includes('/')) return 'folder';
  if (!isFileName(name)) return 'not-python';
  return size > FILE_LIMIT ? 'too-large' : null;
}

/** @throws Failure `golden-incomplete`, `board-unsupported`, as `Boards.work`, `Board.exec` and `createAppType` */
export async function readGolden(
  ctx: JobContext<GoldenPhase>,
  { port, name }: GoldenRequest,
  deps: GoldenDeps,
): Promise<GoldenResult> {
  const { signal } = ctx;
  ctx.phase('look', 'Looking at what is on the board');
  const golden = await deps.boards.work(port, { signal, who: 'read a golden board', as: 'job' }, (board) =>
    thenRestart(board, () => readBoard(ctx, board)),
  );
  ctx.phase('save', `Saving it as ${name}`);
  signal.throwIfAborted();
  await deps.saveAppType(name, Object.fromEntries(golden.files));
  await deps.saveRecipe(recipeOf(name, golden));
  for (const { name: left, why } of golden.leftOut) ctx.log(`${left} stays on the board: ${why}`);
  return { appType: name, recipe: name, files: [...golden.files.keys()], leftOut: [...golden.leftOut] };
}

interface Golden {
  readonly kind: BoardKind;
  readonly files: ReadonlyMap<string, Uint8Array>;
  readonly config: Presets | undefined;
  readonly leftOut: readonly LeftOut[];
}

async function readBoard(ctx: JobContext<GoldenPhase>, board: Board): Promise<Golden> {
  const { signal } = ctx;
  const { kind, machine } = await identifyBoard(board, { signal });
  if (kind === 'other') {
    const needed = 'a Raspberry Pi Pico W or an ESP32';
    throw new Failure('board-unsupported', { port: board.path, found: machine, needed });
  }
  const { python, leftOut, config } = sortFiles(await listTree(board, '/', { signal }));
  const missing = NEEDED.filter((needed) => !python.some(({ name }) => name === needed));
  if (missing.length > 0)
    throw new Failure('golden-incomplete', { port: board.path, missing: missing.join(', ') });

  const total = python.reduce((sum, { size }) => sum + size, 0);
  ctx.phase('read', `Reading ${python.length} files`);
  const files = new Map<string, Uint8Array>();
  let done = 0;
  for (const { name, size } of python) {
    const content = await readFile(board, name, {
      signal,
      onProgress: ({ done: ofFile }) =>
        ctx.moved({ done: done + Math.min(ofFile, size), total, file: name }, `Reading ${name}`),
    });
    if (content === null) throw new Failure('board-file-missing', { port: board.path, name });
    files.set(name, content);
    done += size;
  }
  const settings = config === 'there' ? presetsOf(await readFile(board, 'config.json', { signal })) : 'none';
  return {
    kind,
    files,
    config: typeof settings === 'string' ? undefined : settings,
    leftOut: settings === 'unreadable' ? [...leftOut, { name: 'config.json', why: 'unreadable' }] : leftOut,
  };
}

function presetsOf(content: Uint8Array | null): Presets | 'none' | 'unreadable' {
  if (content === null) return 'none';
  try {
    return presets.parse(JSON.parse(Buffer.from(content).toString('utf8')));
  } catch {
    return 'unreadable';
  }
}

const recipeOf = (name: string, { kind, config }: Golden): Recipe => ({
  name,
  kind,
  appType: name,
  install: 'boot',
  wifi: 'cable',
  identify: 'ask',
  ...(config === undefined ? {} : { config }),
});
