/** `restore`: a board gets the files of a backup, and keeps what is not in it. */
import { Failure } from '../../preload/contract/errors.ts';
import { restartBoard } from '../boards/index.ts';
import { planRestore, type RestorePlan, readBackup, restoreFiles } from '../provisioning/index.ts';
import { identifyBoard } from '../serial/index.ts';
import { type PortOption, shownName, size, withBoards } from './board-context.ts';
import type { CommandContext } from './context.ts';
import { tellDifference } from './sync.ts';

export interface RestoreOptions extends PortOption {
  readonly dryRun?: true;
  /** The backup may be of another board. */
  readonly otherBoard?: true;
  /** Commander's form of `--no-restart`. */
  readonly restart: boolean;
}

/** @throws Failure `backup-of-another`, as `readBackup`, `restoreFiles` */
export async function runRestore(
  context: CommandContext,
  folder: string,
  options: RestoreOptions,
): Promise<void> {
  const { out, signal } = context;
  const kept = await readBackup(folder);
  await withBoards(options, ({ boards, port }) =>
    boards.work(port, { signal, who: 'restore', as: 'job' }, async (board) => {
      const { uniqueId } = await identifyBoard(board, { signal });
      const backup = kept.board.uniqueId;
      if (backup !== uniqueId && !options.otherBoard && !options.dryRun) {
        // Its program was ended to ask which one it is.
        if (options.restart) await restartBoard(board, { signal });
        throw new Failure('backup-of-another', { port, backup, board: uniqueId });
      }
      if (backup !== uniqueId)
        out.say(`This backup is of another board, ${shownName(backup)}; this is ${uniqueId}.`, {
          type: 'other-board',
          backup,
          board: uniqueId,
        });
      for (const name of kept.leftOut)
        out.say(`${shownName(name)}/ is not in the backup: it was empty, or mounted from elsewhere.`, null);
      if (options.dryRun) {
        const plan = await planRestore(board, kept.files, { signal });
        tell(context, plan);
        const differ = namesOf(plan).length;
        out.say(`${differ} to write, ${plan.stays.length} not in the backup. Nothing was written.`, {
          type: 'compared',
          differ,
          stays: plan.stays.map(({ name }) => name),
        });
        return;
      }
      const done = await restoreFiles(board, kept.files, { signal });
      tell(context, done);
      const written = namesOf(done);
      const restarts = options.restart && written.length > 0;
      if (restarts) await restartBoard(board, { signal });
      for (const name of done.ended) out.say(`${name} removed: it belonged to a hotfix.`, null);
      const end = restarts ? ' It starts anew.' : '';
      const there = done.files.length - written.length;
      out.say(
        `${written.length} written and held by their hashes, ${there} there already, ${done.stays.length} not in the backup stay.${end}`,
        {
          type: 'restored',
          written,
          stays: done.stays.map(({ name }) => name),
          ended: done.ended,
          restarted: restarts,
        },
      );
    }),
  );
}

const namesOf = ({ files }: RestorePlan): string[] =>
  files.filter(({ state }) => state !== 'same').map(({ name }) => name);

function tell(context: CommandContext, { files, stays }: RestorePlan): void {
  tellDifference(context, files);
  for (const { name, size: bytes } of stays)
    context.out.say(`  ${shownName(name).padEnd(24)} ${size(bytes)}, stays`, {
      type: 'stays',
      name,
      size: bytes,
    });
}
