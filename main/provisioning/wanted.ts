/** What should stand on a board: the files of an app type, the firmware, and the presets of a recipe. */
import type { Presets } from '../../preload/contract/models.ts';
import type { BoardFile } from '../serial/index.ts';
import type { AppTypes } from './app-types.ts';

export interface Wanted {
  /** In the order in which they are to be written: what starts a program comes last. */
  readonly files: readonly BoardFile[];
  /** What `config.json` is to hold, however it is spelled; undefined: whatever it holds. */
  readonly config: Presets | undefined;
}

const LATE = ['main.py', 'boot.py'];

/** Names in an order in which a cable that is pulled leaves a board that starts nothing new. */
export function inStartingOrder(names: Iterable<string>): string[] {
  return [...names].sort((a, b) => LATE.indexOf(a) - LATE.indexOf(b));
}

/** As `config.json` is written. */
export const configBytes = (config: Presets): Uint8Array => Buffer.from(JSON.stringify(config));

/** @throws Failure `app-type-unknown`, `app-type-empty` */
export async function wantedOf(
  { appType, config }: { readonly appType: string; readonly config?: Presets | undefined },
  deps: { readonly appTypes: AppTypes; readonly bootPy: Uint8Array },
): Promise<Wanted> {
  const { files } = await deps.appTypes.demand(appType);
  const all = new Map([...files, ['boot.py', deps.bootPy]]);
  return {
    files: inStartingOrder(all.keys()).map((name) => ({ name, content: all.get(name) ?? new Uint8Array(0) })),
    config,
  };
}
