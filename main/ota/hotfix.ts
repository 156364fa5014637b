/**
 * Hotfixes: files for one device.
 *
 *     heartbeat/<device_id>/*.py ──offered──► the device has it ──► heartbeat/<device_id>/served/<UTC time>/
 *                                      └────► the device refused it ──►        …/served/<UTC time>-rejected/
 *
 * A file leaves the folder only after what it was moved from is known to be what the device got; whatever happens in between,
 * it is offered again. Nothing is ever deleted.
 */
import {
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { join } from 'node:path';
import { Failure } from '../../preload/contract/errors.ts';
import type { HashMap } from '../../preload/contract/models.ts';
import { isWellFormedId } from '../devices/index.ts';
import { createFolder, type Folder, type FolderContent } from './folder.ts';
import { createGather } from './gather.ts';
import { md5Of } from './hashes.ts';
import { FILE_LIMIT, isFileName, isProtected } from './names.ts';
import { isMissing, putFiles } from './put-files.ts';

export interface Hotfixes {
  /** What waits for the device now, undefined when nothing does. */
  pending(deviceId: string): Promise<FolderContent | undefined>;
  /** Everything that waits, by device. */
  list(): { deviceId: string; names: string[] }[];
  /**
   * Moves what was delivered (or rejected) out of the way; a file that changed since `content` was read stays and is offered anew.
   * @param at Unix milliseconds, which name the folder
   * @returns the folder under `served/`, undefined when nothing was moved
   */
  settle(
    deviceId: string,
    content: FolderContent,
    how: 'delivered' | 'rejected',
    at: number,
  ): string | undefined;
}

/** @param base the OTA tree (`OTA_BASE`) */
export function createHotfixes(base: string): Hotfixes {
  const heartbeat = join(base, 'heartbeat');
  const folders = new Map<string, Folder>();

  const ids = (): string[] => {
    try {
      return readdirSync(heartbeat).filter(isWellFormedId).sort();
    } catch (error) {
      if (isMissing(error)) return [];
      throw error;
    }
  };
  /** Found in the listing, not made from the id that was asked for. */
  const listing = createGather(() => new Set(ids()));
  const look = (deviceId: string): FolderContent | undefined => {
    let folder = folders.get(deviceId);
    if (!folder) {
      const root = realpathSync(base);
      folder = createFolder(join(root, 'heartbeat', deviceId), root);
      folders.set(deviceId, folder);
    }
    const content = folder.look();
    if (!content) folders.delete(deviceId);
    return content && content.files.size > 0 ? content : undefined;
  };

  return {
    pending: async (deviceId) => ((await listing.ask()).has(deviceId) ? look(deviceId) : undefined),
    list: () =>
      ids().flatMap((deviceId) => {
        const content = look(deviceId);
        return content ? [{ deviceId, names: [...content.files.keys()] }] : [];
      }),
    settle: (deviceId, content, how, at) => settle(join(heartbeat, deviceId), content, how, at),
  };
}

/**
 * True when the device runs every file of the hotfix: laid over its set, or as part of the set itself.
 *
 * @param files as the device last reported them; what the overlay says goes before
 */
export function hasHotfix(content: FolderContent, files: HashMap, overlay: HashMap): boolean {
  for (const [name, { md5 }] of content.files) {
    if ((overlay[name] ?? files[name]) !== md5) return false;
  }
  return true;
}

/**
 * Lays a hotfix down for one device, all of its files or none; a file of the same name that still waits is replaced.
 * Works whether a server runs or not.
 *
 * @param base the OTA tree (`OTA_BASE`)
 * @throws Failure `bad-input` (device id), `hotfix-empty`, `file-name-invalid`, `file-too-large`, `data-folder`
 */
export async function dropHotfix(
  base: string,
  deviceId: string,
  files: Readonly<Record<string, string | Uint8Array>>,
): Promise<void> {
  if (!isWellFormedId(deviceId))
    throw new Failure('bad-input', { field: 'deviceId', problem: 'not a device id' });
  const checked = checkedFiles(files);
  if (checked.size === 0) throw new Failure('hotfix-empty', { deviceId });
  const folder = join(base, 'heartbeat', deviceId);
  try {
    await putFiles(folder, checked);
  } catch (error) {
    throw new Failure(
      'data-folder',
      { path: folder, problem: error instanceof Error ? error.message : '' },
      error,
    );
  }
}

/**
 * Files as bytes, by name.
 * @throws Failure `file-name-invalid` for what is no module name and for `boot.py`, `file-too-large`
 */
export function checkedFiles(files: Readonly<Record<string, string | Uint8Array>>): Map<string, Uint8Array> {
  const checked = new Map<string, Uint8Array>();
  for (const [name, content] of Object.entries(files)) {
    if (!isFileName(name) || isProtected(name)) throw new Failure('file-name-invalid', { name });
    const bytes = typeof content === 'string' ? Buffer.from(content, 'utf8') : content;
    if (bytes.length > FILE_LIMIT) {
      throw new Failure('file-too-large', { name, size: bytes.length, limit: FILE_LIMIT });
    }
    checked.set(name, bytes);
  }
  return checked;
}

function settle(
  folder: string,
  content: FolderContent,
  how: 'delivered' | 'rejected',
  at: number,
): string | undefined {
  const archive = newArchive(join(folder, 'served'), how, at);
  let moved = 0;
  for (const [name, { md5 }] of content.files) {
    if (moveIfSame(join(folder, name), join(archive, name), md5)) moved += 1;
  }
  if (moved > 0) return archive;
  // Nothing was moved: an empty folder would tell of a delivery that was none.
  if (readdirSync(archive).length === 0) rmSync(archive, { recursive: true });
  return undefined;
}

/** Moves first and looks then: whatever is written meanwhile, the file that is judged is the file that was moved. */
function moveIfSame(from: string, to: string, md5: string): boolean {
  try {
    renameSync(from, to);
  } catch (error) {
    if (isMissing(error)) return false;
    throw error;
  }
  if (md5Of(readFileSync(to)) === md5) return true;
  try {
    // Back to where it was, unless something still newer lies there.
    linkSync(to, from);
    rmSync(to);
  } catch {
    if (!existsSync(from)) renameSync(to, from);
  }
  return false;
}

function newArchive(served: string, how: 'delivered' | 'rejected', at: number): string {
  mkdirSync(served, { recursive: true });
  const stamp = new Date(at).toISOString().replace(/[-:]/g, '').replace('.', '_');
  const suffix = how === 'rejected' ? '-rejected' : '';
  for (let n = 1; ; n += 1) {
    const archive = join(served, `${stamp}${n === 1 ? '' : `_${n}`}${suffix}`);
    try {
      mkdirSync(archive);
      return archive;
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    }
  }
}
