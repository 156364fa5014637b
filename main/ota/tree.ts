/** The app types of an OTA tree: `boot/<app_type>/*.py`. The directory is the truth; this is its index. */
import { readdirSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { createFolder, type Folder, type FolderContent } from './folder.ts';
import { createGather, type Gather } from './gather.ts';
import { isAppTypeName } from './names.ts';
import { isMissing } from './put-files.ts';

export interface AppType extends FolderContent {
  readonly name: string;
  /** `<FIRMWARE of app.py>+<first eight digits of the set>`. */
  readonly version: string;
}

export interface Tree {
  /**
   * The app type as its folder is now, undefined when there is none. Sees every change made before the call;
   * calls that come together share one look at the disk.
   */
  appType(name: string): Promise<AppType | undefined>;
  /** All app types as they are now, by name. */
  list(): AppType[];
  /** Their names only. */
  names(): string[];
}

/** Names that were asked for, known or not: strangers may ask for any number of them. */
const KEPT_GATHERS = 256;

/** @param base the OTA tree (`OTA_BASE`); its `boot/` need not exist yet */
export function createTree(base: string): Tree {
  const boot = join(base, 'boot');
  const folders = new Map<string, Folder>();
  const described = new WeakMap<FolderContent, AppType>();
  const gathers = new Map<string, Gather<AppType | undefined>>();

  const names = (): string[] => {
    try {
      return readdirSync(boot).filter(isAppTypeName).sort();
    } catch (error) {
      if (isMissing(error)) return [];
      throw error;
    }
  };
  /** The folder of that name, found in the listing and not made from the name that was asked for. */
  const folderOf = (name: string): Folder | undefined => {
    const known = folders.get(name);
    if (known) return known;
    const found = names().find((entry) => entry === name);
    if (found === undefined) return undefined;
    const root = realpathSync(base);
    const folder = createFolder(join(root, 'boot', found), root);
    folders.set(found, folder);
    return folder;
  };
  const look = (name: string): AppType | undefined => {
    const content = folderOf(name)?.look();
    if (!content) {
      folders.delete(name);
      return undefined;
    }
    let appType = described.get(content);
    if (!appType) {
      appType = { ...content, name, version: versionOf(content) };
      described.set(content, appType);
    }
    return appType;
  };

  return {
    appType: (name) => {
      if (!isAppTypeName(name)) return Promise.resolve(undefined);
      let gather = gathers.get(name);
      if (!gather) {
        if (gathers.size >= KEPT_GATHERS) gathers.clear();
        gather = createGather(() => look(name));
        gathers.set(name, gather);
      }
      return gather.ask();
    },
    list: () => names().flatMap((name) => look(name) ?? []),
    names: () => names().filter((name) => look(name) !== undefined),
  };
}

const FIRMWARE_LINE = /^FIRMWARE\s*=\s*(["'])([0-9A-Za-z.-]{1,40})(?:\+[0-9A-Za-z.-]*)?\1/m;

function versionOf(content: FolderContent): string {
  const source = content.files.get('app.py')?.bytes.toString('utf8') ?? '';
  const firmware = FIRMWARE_LINE.exec(source)?.[2] ?? '0.0.0';
  return `${firmware}+${content.set.slice(0, 8)}`;
}
