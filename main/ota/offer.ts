/** What a device is missing, and the two forms in which it is told. Pure. */
import type { HashMap } from '../../preload/contract/models.ts';
import type { FolderContent, ServedFile } from './folder.ts';

export interface Difference {
  /** In writing order, `main.py` last. */
  readonly put: readonly ServedFile[];
  /** Sorted. */
  readonly remove: readonly string[];
}

/**
 * What makes of a device's files those of its type.
 *
 * A file is removed only when the type does not have it (any more) and this server once offered it for the type:
 * what somebody else put on the board stays. With `dropOverlay` the hotfixed files count as they truly are;
 * a file that only the hotfix brought is removed by the device itself when it drops the overlay.
 *
 * @param offered every name that was ever offered for the type
 */
export function differenceOf(
  type: FolderContent,
  device: { files: HashMap; overlay: HashMap },
  offered: ReadonlySet<string>,
  dropOverlay: boolean,
): Difference {
  // A type without any file is one that somebody is just setting up: it must not empty a device.
  if (type.files.size === 0) return { put: [], remove: [] };
  const has = dropOverlay ? { ...device.files, ...device.overlay } : device.files;
  const put = [...type.files.values()].filter(({ name, md5 }) => has[name] !== md5);
  const remove = Object.keys(device.files).filter((name) => offered.has(name) && !type.files.has(name));
  return { put, remove: remove.sort() };
}

export function isEmpty({ put, remove }: Difference): boolean {
  return put.length === 0 && remove.length === 0;
}

export interface ManifestHead {
  scope: { app_type: string } | { device_id: string };
  version: string;
  set: string;
  number: { readonly seq: number; readonly downgradeFrom: number | null };
  /** `drop` ends the device's hotfix. */
  overlay: 'keep' | 'drop';
}

/** The exact text of a manifest, which is what is signed. `url` of each file is relative to the API's base. */
export function manifestText(
  { scope, version, set, number, overlay }: ManifestHead,
  { put, remove }: Difference,
): string {
  const folder = 'app_type' in scope ? `files/${scope.app_type}` : `hotfix/${scope.device_id}`;
  return JSON.stringify({
    ...scope,
    version,
    seq: number.seq,
    set,
    files: put.map(({ name, size, md5, sha256 }) => ({
      name,
      size,
      md5,
      sha256,
      url: `${folder}/${name}?md5=${md5}`,
    })),
    remove,
    ...(number.downgradeFrom === null ? {} : { downgrade_from: number.downgradeFrom }),
    ...(overlay === 'drop' ? { drop_overlay: true } : {}),
  });
}

/** `md5` comes first, so that a device that reads as it goes can pass over what it has. */
export interface PlainFiles {
  md5: HashMap;
  files: Record<string, string>;
}

/** The user's own form: the text of each file by its name, `main.py` last. */
export function plainFiles(put: readonly ServedFile[]): PlainFiles {
  const files: Record<string, string> = {};
  const md5: HashMap = {};
  for (const file of put) {
    files[file.name] = file.bytes.toString('utf8');
    md5[file.name] = file.md5;
  }
  return { md5, files };
}
