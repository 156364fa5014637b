/** What provisioning needs to know of the app types that the OTA server offers. */
import { Failure } from '../../preload/contract/errors.ts';
import type { HashMap } from '../../preload/contract/models.ts';
import type { Tree } from '../ota/index.ts';

/** Without these a device of the type never comes up as one. */
export const NEEDED = ['main.py', 'platform.py', 'app.py'];

export interface OfferedType {
  readonly set: string;
  /** MD5 by name. */
  readonly hashes: HashMap;
  readonly files: ReadonlyMap<string, Uint8Array>;
}

export interface AppTypes {
  /**
   * The type's files as they are now.
   * @throws Failure `app-type-unknown`, `app-type-empty`
   */
  demand(appType: string): Promise<OfferedType>;
}

export function createAppTypes(tree: Tree): AppTypes {
  return {
    async demand(appType) {
      const found = await tree.appType(appType);
      if (!found) {
        throw new Failure('app-type-unknown', { appType, known: tree.names().join(', ') || 'none yet' });
      }
      const missing = NEEDED.filter((name) => !found.files.has(name));
      if (missing.length > 0) throw new Failure('app-type-empty', { appType, missing: missing.join(', ') });
      return {
        set: found.set,
        hashes: Object.fromEntries([...found.files].map(([name, file]) => [name, file.md5])),
        files: new Map([...found.files].map(([name, file]) => [name, file.bytes])),
      };
    },
  };
}
