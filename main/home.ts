/**
 * Where the bench keeps what it knows: one folder, and nothing is written outside it but what a person points at.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import envPaths from 'env-paths';
import { Failure } from '../preload/contract/errors.ts';

export interface Home {
  readonly folder: string;
  readonly database: string;
  /** The OTA tree: `boot/<app_type>/…` and `heartbeat/<device_id>/…`. */
  readonly ota: string;
  /** Private keys that updates are signed with. */
  readonly keys: string;
  /** What stood on boards before they were provisioned. */
  readonly backups: string;
}

/**
 * `folder`, else BOOTBENCH_HOME, else the system's usual place; the OTA tree is OTA_BASE or `ota` in it. Both are made.
 * @throws Failure `data-folder`
 */
export function openHome(folder?: string, env: NodeJS.ProcessEnv = process.env): Home {
  const root = folder ?? env.BOOTBENCH_HOME ?? envPaths('bootbench', { suffix: '' }).data;
  // A folder of one's own brings its own OTA tree; the variable is for the usual one.
  const ota = (folder === undefined ? env.OTA_BASE : undefined) ?? join(root, 'ota');
  for (const path of [root, ota]) {
    try {
      // Keys of the bench will lie here: for its owner alone.
      mkdirSync(path, { recursive: true, mode: 0o700 });
    } catch (error) {
      throw new Failure('data-folder', { path, problem: 'it cannot be made' }, error);
    }
  }
  return {
    folder: root,
    database: join(root, 'bootbench.sqlite'),
    ota,
    keys: join(root, 'keys.json'),
    backups: join(root, 'backups'),
  };
}
