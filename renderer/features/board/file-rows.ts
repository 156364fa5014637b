/** The rows of a folder: what the board has there, and what was changed or made here and is not saved. */
import { type Draft, isDirty } from './drafts.ts';
import { inOrder, joined } from './names.ts';
import type { Listing } from './use-board-files.ts';

export interface FileRow {
  /** From the root. */
  readonly name: string;
  readonly kind: 'file' | 'folder';
  readonly size: number;
  /** `new`: the board has no file of this name yet. */
  readonly draft: 'none' | 'changed' | 'new';
}

/** More are counted and not listed. */
export const ROWS = 500;

/** Drafts that belong to no row of this folder stand above the others, so that none is out of sight. */
export function rowsOf(
  { folder, entries }: Pick<Listing, 'folder' | 'entries'>,
  drafts: ReadonlyMap<string, Draft>,
): { readonly rows: readonly FileRow[]; readonly more: number } {
  const shown = inOrder(entries).slice(0, ROWS);
  const here = shown.map(({ name, folder: isFolder, size }): FileRow => {
    const whole = joined(folder, name);
    const draft = isFolder ? undefined : drafts.get(whole);
    return {
      name: whole,
      kind: isFolder ? 'folder' : 'file',
      size,
      draft: draft !== undefined && isDirty(draft) ? 'changed' : 'none',
    };
  });
  const files = new Set(here.filter(({ kind }) => kind === 'file').map(({ name }) => name));
  const elsewhere = [...drafts.values()]
    .filter((draft) => isDirty(draft) && !files.has(draft.name))
    .map(
      ({ name, base }): FileRow => ({
        name,
        kind: 'file',
        size: base?.length ?? 0,
        draft: base === null ? 'new' : 'changed',
      }),
    );
  return { rows: [...elsewhere, ...here], more: entries.length - shown.length };
}
