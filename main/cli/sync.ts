/** `sync`: a board gets what a folder, or an app type, has and it has not. */
import { stat } from 'node:fs/promises';
import type { FileDifference } from '../../preload/contract/boards.ts';
import { Failure, isFailure } from '../../preload/contract/errors.ts';
import { createBench } from '../bench.ts';
import { ownFile, restartBoard } from '../boards/index.ts';
import { bringTo, changed, compareFiles, filesBelow, staleOf, type Wanted } from '../provisioning/index.ts';
import { type PortOption, shownName, size, withBoards } from './board-context.ts';
import type { CommandContext } from './context.ts';

export interface SyncOptions extends PortOption {
  readonly removeStale?: true;
  readonly dryRun?: true;
  /** Commander's form of `--no-restart`. */
  readonly restart: boolean;
}

const MARKS = { added: '+', replaced: '~', removed: '-', same: '=' } as const;

export async function runSync(context: CommandContext, source: string, options: SyncOptions): Promise<void> {
  const { out, signal } = context;
  const wanted = await wantedFrom(source);
  await withBoards(options, ({ boards, port }) =>
    boards.work(port, { signal, who: 'sync', as: 'job' }, async (board) => {
      if (options.dryRun) {
        const files = await compareFiles(board, wanted, { signal });
        tellDifference(context, files);
        out.say(summary(files), { type: 'compared', differ: changed(files).length, stale: staleOf(files) });
        return;
      }
      const { before } = await bringTo(board, wanted, {
        signal,
        remove: (stale) => (options.removeStale ? stale : []),
      });
      tellDifference(context, before);
      const stale = staleOf(before);
      const written = changed(before).length;
      const gone = options.removeStale ? stale.length : 0;
      if (stale.length > gone)
        out.say(`${stale.length} on the board belong to nothing of it; --remove-stale removes them.`, null);
      const restarts = options.restart && written + gone > 0;
      if (restarts) await restartBoard(board, { signal });
      const end = restarts ? ' It starts anew.' : '';
      out.say(
        `${written} written, ${before.length - stale.length - written} there already, ${gone} removed.${end}`,
        {
          type: 'synced',
          written: changed(before).map(({ name }) => name),
          removed: options.removeStale ? stale : [],
          stale: options.removeStale ? [] : stale,
          restarted: restarts,
        },
      );
    }),
  );
}

function summary(files: readonly FileDifference[]): string {
  const [differ, stale] = [changed(files).length, staleOf(files).length];
  return `${differ} to write, ${stale} that belong to nothing of it. Nothing was written.`;
}

/** A line for each file that is not as it should be: `+ added`, `~ replaced`, `- belongs to nothing`. */
export function tellDifference({ out }: CommandContext, files: readonly FileDifference[]): void {
  for (const file of files) {
    const { name, state, boardSize, wantedSize } = file;
    const sizes = [boardSize, wantedSize]
      .map((bytes) => (bytes === null ? 'none' : size(bytes)))
      .join(' -> ');
    out.say(state === 'same' ? null : `${MARKS[state]} ${shownName(name).padEnd(24)} ${sizes}`, {
      type: 'difference',
      ...file,
    });
  }
}

/** A folder's files, or an app type's and the firmware. What belongs to a board itself stays its own. */
async function wantedFrom(source: string): Promise<Wanted> {
  const isFolder = await stat(source).then(
    (found) => found.isDirectory(),
    () => false,
  );
  if (isFolder) {
    const files = (await filesBelow(source)).filter(({ name }) => ownFile(name) === undefined);
    return { files, config: undefined };
  }
  const bench = await createBench({ usb: 'none' });
  try {
    return await bench.wanted({ appType: source });
  } catch (error) {
    if (!isFailure(error, 'app-type-unknown')) throw error;
    const problem = `there is neither a folder nor an app type ${source}`;
    throw new Failure('bad-usage', { problem }, error);
  } finally {
    await bench.close();
  }
}
