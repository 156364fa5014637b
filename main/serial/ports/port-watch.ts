/**
 * Tells when serial ports, or boards without one, may have come or gone.
 *
 * On Linux every serial port is a node in `/dev`, and inotify (`fs.watch`) tells of it at once: no package for udev,
 * no process left running, nothing to compile. A change of mode counts as well: udev gives a fresh node to its group
 * a moment after it made it. A board in BOOTSEL has a node of its bus (`/dev/bus/usb/001/007`), those of its drive, and
 * a folder where the desktop mounts it. Elsewhere (macOS: FSEvents does not cover /dev; Windows: no nodes) the list of ports is
 * compared every two seconds, while somebody listens and only then.
 *
 * Bytes that pass through a node are "changes" to inotify as well, so those count only when the node's mode did change.
 */
import { existsSync, type FSWatcher, statSync, watch } from 'node:fs';
import { basename, dirname } from 'node:path';
import { namesIn, userName } from '../system/files.ts';
import { Listeners } from '../until.ts';

const POLL_MS = 2000;
/** A board that comes makes several events. */
const SETTLE_MS = 30;
const BOARD_NODE = /^(tty(ACM|USB|AMA|XRUSB|WCH)\d+|rfcomm\d+|sd[a-z]+\d*)$/;

/** Folders in which every coming and going counts: the buses, and where a desktop mounts this user's drives. */
function busyFolders(): string[] {
  const user = userName();
  const buses = namesIn('/dev/bus/usb').map((bus) => `/dev/bus/usb/${bus}`);
  return [...buses, `/media/${user}`, `/run/media/${user}`];
}

export interface PortWatch {
  onChange(listener: () => void): () => void;
  /** Watches the place of a port that no list has: a PTY, a link to a port. */
  include(path: string): void;
}

/**
 * @param listed what the system lists at this moment, as one comparable string; used where watching is no way
 * @param folders on Linux: where every coming and going counts
 */
export function watchPorts(
  listed: () => Promise<string>,
  platform: string = process.platform,
  pollMs = POLL_MS,
  folders: readonly string[] = busyFolders(),
): PortWatch {
  const listeners = new Listeners<void>();
  const typed = new Set<string>();
  const watchers = new Map<string, FSWatcher>();
  const owners = new Map<string, string>();
  let poll: NodeJS.Timeout | null = null;
  let settle: NodeJS.Timeout | null = null;

  const changed = () => {
    if (settle !== null) return;
    settle = setTimeout(() => {
      settle = null;
      listeners.tell();
    }, SETTLE_MS);
  };

  const watchFolder = (folder: string, counts: 'nodes' | 'comings') => {
    if (watchers.has(folder)) return;
    try {
      const watcher = watch(folder, { persistent: false }, (event, name) => {
        if (name === null) return changed();
        const path = `${folder}/${name}`;
        if (counts === 'comings' && !typed.has(path)) {
          // To ask a device for its name is a "change" of its node on the bus.
          if (event === 'rename') changed();
          return;
        }
        if (!typed.has(path) && !(folder === '/dev' && BOARD_NODE.test(name))) return;
        const owner = ownership(path);
        if (event === 'rename' || owners.get(path) !== owner) changed();
        owners.set(path, owner);
      });
      watcher.on('error', () => {
        watcher.close();
        watchers.delete(folder);
      });
      watchers.set(folder, watcher);
    } catch {
      // It is made when something comes into it: the first drive that is mounted, the first device on a bus.
      awaitFolder(folder, counts);
    }
  };

  const awaitFolder = (folder: string, counts: 'nodes' | 'comings') => {
    const place = dirname(folder);
    if (watchers.has(folder) || !existsSync(place)) return;
    const watcher = watch(place, { persistent: false }, (_, name) => {
      if (name !== basename(folder) || !existsSync(folder)) return;
      watcher.close();
      watchers.delete(folder);
      watchFolder(folder, counts);
      changed();
    });
    watcher.on('error', () => watcher.close());
    watchers.set(folder, watcher);
  };

  const start = () => {
    if (platform === 'linux') {
      for (const folder of folders) watchFolder(folder, 'comings');
      for (const folder of ['/dev', ...[...typed].map((path) => dirname(path))]) watchFolder(folder, 'nodes');
      return;
    }
    let last: string | null = null;
    let isAsking = false;
    poll ??= setInterval(async () => {
      if (isAsking) return;
      isAsking = true;
      const now = await listed().catch(() => '');
      isAsking = false;
      if (last !== null && now !== last) listeners.tell();
      last = now;
    }, pollMs).unref();
  };

  const stop = () => {
    for (const watcher of watchers.values()) watcher.close();
    watchers.clear();
    if (poll !== null) clearInterval(poll);
    poll = null;
  };

  return {
    onChange(listener) {
      const remove = listeners.add(listener);
      start();
      return () => {
        remove();
        if (listeners.size === 0) stop();
      };
    },
    include(path) {
      typed.add(`${dirname(path)}/${basename(path)}`);
      if (listeners.size > 0) start();
    },
  };
}

function ownership(path: string): string {
  const found = statSync(path, { throwIfNoEntry: false });
  return found === undefined ? '' : `${found.mode} ${found.uid} ${found.gid}`;
}
