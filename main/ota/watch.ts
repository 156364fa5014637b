/**
 * Tells when somebody changes the OTA tree, for views that show it. Nothing correct depends on it:
 * every answer looks at the disk itself.
 */
import { join, relative, sep } from 'node:path';
import { watch } from 'chokidar';

/** Changes of one folder within this time are told once, milliseconds. */
const GATHER_MS = 50;

export interface Watch {
  close(): Promise<void>;
}

/**
 * Resolves when the tree is being watched.
 *
 * @param base the OTA tree; its `boot/` and `heartbeat/` must exist
 * @param tell called with the app type or device id whose folder changed
 */
export async function watchTree(
  base: string,
  tell: (where: 'boot' | 'heartbeat', name: string) => void,
  log: (line: string) => void,
): Promise<Watch> {
  const changed = new Map<string, { where: 'boot' | 'heartbeat'; name: string }>();
  let timer: NodeJS.Timeout | undefined;
  const flush = (): void => {
    timer = undefined;
    const all = [...changed.values()];
    changed.clear();
    for (const { where, name } of all) tell(where, name);
  };
  const watcher = watch([join(base, 'boot'), join(base, 'heartbeat')], {
    ignoreInitial: true,
    depth: 1,
    ignorePermissionErrors: true,
  });
  watcher.on('all', (_event, path) => {
    const [where, name] = relative(base, path).split(sep);
    if ((where !== 'boot' && where !== 'heartbeat') || name === undefined) return;
    changed.set(`${where}/${name}`, { where, name });
    timer ??= setTimeout(flush, GATHER_MS).unref();
  });
  // From here on every change is told; where watching is not to be had, there is only the log line.
  await new Promise<void>((resolve) => {
    watcher.on('ready', resolve);
    watcher.on('error', (error) => {
      log(`cannot watch ${base}: ${error instanceof Error ? error.message : error}`);
      resolve();
    });
  });
  return {
    close: async () => {
      if (timer) clearTimeout(timer);
      await watcher.close();
    },
  };
}
