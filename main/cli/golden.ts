/** `golden`: an app type and a recipe of a board that is right, and other boards held beside it. */
import { boardComparison, goldenResult } from '../../preload/contract/boards.ts';
import { Failure } from '../../preload/contract/errors.ts';
import { boardText } from '../../renderer/text/board.ts';
import { type Bench, createBench, type Standard } from '../bench.ts';
import { changed, staleOf } from '../provisioning/index.ts';
import { type PortOption, portOf } from './board-context.ts';
import type { CommandContext } from './context.ts';
import { followJob } from './follow-job.ts';
import { tellDifference } from './sync.ts';

async function withBench<T>(
  options: PortOption,
  work: (at: { bench: Bench; port: string }) => Promise<T>,
): Promise<T> {
  const bench = await createBench();
  try {
    return await work({ bench, port: await portOf(options, bench.ports) });
  } finally {
    await bench.close();
  }
}

/** A recipe of that name with its presets, or the app type of that name. */
function standardOf(bench: Bench, name: string): Standard {
  const recipe = bench.settings.present().recipes.find((one) => one.name === name);
  return recipe === undefined ? { appType: name } : { appType: recipe.appType, config: recipe.config };
}

export async function runGoldenRead(
  context: CommandContext,
  name: string,
  options: PortOption & { readonly replace?: true },
): Promise<void> {
  await withBench(options, async ({ bench, port }) => {
    const id = bench.readGolden(port, name, { existing: options.replace ? 'replace' : 'refuse' });
    const result = goldenResult.parse(await followJob(context, bench.jobs, id));
    const { out } = context;
    out.say(`App type and recipe ${name}: ${result.files.length} files.`, { type: 'golden', ...result });
    for (const { name: left, why } of result.leftOut)
      out.say(`  not ${left.padEnd(20)} ${boardText.golden.why[why]}`, null);
  });
}

/** @throws Failure `board-differs` */
export async function runGoldenDiff(
  context: CommandContext,
  name: string,
  options: PortOption,
): Promise<void> {
  const { out, signal } = context;
  await withBench(options, async ({ bench, port }) => {
    const { appType, files } = await bench.compare(port, standardOf(bench, name), { signal });
    tellDifference(context, files);
    const differ = changed(files).length + staleOf(files).length;
    if (differ > 0) throw new Failure('board-differs', { port, appType, files: differ });
    out.say(`It is ${appType}, file by file: ${files.length} of them.`, {
      type: 'same',
      appType,
      files: files.length,
    });
  });
}

export async function runGoldenRepair(
  context: CommandContext,
  name: string,
  options: PortOption & { readonly removeStale?: true },
): Promise<void> {
  const { out, signal } = context;
  await withBench(options, async ({ bench, port }) => {
    const standard = standardOf(bench, name);
    const remove = options.removeStale
      ? staleOf((await bench.compare(port, standard, { signal })).files)
      : [];
    const id = await bench.repair(port, standard, { remove });
    const { appType, files } = boardComparison.parse(await followJob(context, bench.jobs, id));
    const stale = staleOf(files);
    const more = stale.length === 0 ? '' : ` Also on it: ${stale.join(', ')}.`;
    out.say(`It is ${appType} now.${more}`, { type: 'repaired', appType, files });
  });
}
