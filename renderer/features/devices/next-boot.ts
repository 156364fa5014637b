/** What would become of a device's files if it started now: its own, as it reported them, beside those of its app type. */
import type { Device, HashMap } from '../../../preload/contract/models.ts';
import type { AppTypeSummary } from '../../../preload/contract/ota.ts';
import type { UpdateView } from './update-view.ts';

export type FileChange =
  | 'replaced'
  | 'added'
  | 'same'
  /** It would differ, and the server offers it no more: the device refused it. */
  | 'held-back'
  /** A hotfix lies over the type's own file, and goes on to. */
  | 'hotfix-stays'
  /** Not of the type: the server takes it away when it once served it, and leaves it alone otherwise. */
  | 'extra';

export interface FileRow {
  readonly name: string;
  /** MD5 of what runs there now; null where it has none. */
  readonly onDevice: string | null;
  readonly onServer: string | null;
  readonly change: FileChange;
  /** `hotfixed`: what runs is a hotfix's and not the type's. */
  readonly from: 'hotfixed' | 'type';
}

export interface NextBoot {
  readonly rows: readonly FileRow[];
  readonly replaced: number;
  readonly added: number;
  readonly hotfixed: number;
}

/**
 * A hotfixed file is replaced only when the type's own file is no longer the one that the hotfix was laid over:
 * that is what `files` tells for it, while `overlay` tells what runs.
 *
 * @param view how the device stands with its updates
 */
export function nextBoot(
  device: Pick<Device, 'files' | 'overlay'>,
  type: Pick<AppTypeSummary, 'files'>,
  view: UpdateView,
): NextBoot {
  const server = new Map(type.files.map(({ name, md5 }) => [name, md5]));
  const names = new Set([...server.keys(), ...Object.keys(device.files), ...Object.keys(device.overlay)]);
  const rows = [...names].map((name): FileRow => {
    const base = own(device.files, name);
    const hotfix = own(device.overlay, name);
    const onServer = server.get(name) ?? null;
    return {
      name,
      onDevice: hotfix ?? base,
      onServer,
      change: hotfix !== null && base === onServer ? 'hotfix-stays' : changeOf(base, onServer, view),
      from: hotfix === null ? 'type' : 'hotfixed',
    };
  });
  rows.sort((a, b) => RANK[a.change] - RANK[b.change] || (a.name < b.name ? -1 : 1));
  const count = (change: FileChange) => rows.filter((row) => row.change === change).length;
  return {
    rows,
    replaced: count('replaced'),
    added: count('added'),
    hotfixed: rows.filter((row) => row.from === 'hotfixed').length,
  };
}

const RANK: Readonly<Record<FileChange, number>> = {
  replaced: 0,
  added: 1,
  'held-back': 2,
  'hotfix-stays': 3,
  same: 4,
  extra: 5,
};

function changeOf(base: string | null, onServer: string | null, { status }: UpdateView): FileChange {
  if (onServer === null) return 'extra';
  if (base === onServer) return 'same';
  if (status === 'held-back') return 'held-back';
  return base === null ? 'added' : 'replaced';
}

/** Names come from outside: one that every object has is not there unless it was said. */
function own(map: HashMap, name: string): string | null {
  return Object.hasOwn(map, name) ? (map[name] ?? null) : null;
}
