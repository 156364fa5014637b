/** The files that are shipped, as they lie on the disk: nothing is left out because it is not committed yet. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';

/** The repository's folder, and the folders of it that are shipped. */
export const ROOT = join(import.meta.dirname, '..', '..');
export const SHIPPED = ['main', 'preload', 'renderer', 'build', 'firmware'];

/** Paths below `folders`, relative to the repository, with forward slashes, sorted. */
export function list(folders: readonly string[]): string[] {
  return folders
    .filter((folder) => existsSync(join(ROOT, folder)))
    .flatMap((folder) =>
      readdirSync(join(ROOT, folder), { withFileTypes: true, recursive: true })
        .filter((entry) => entry.isFile())
        .map((entry) =>
          join(entry.parentPath, entry.name)
            .slice(ROOT.length + 1)
            .split(sep)
            .join('/'),
        ),
    )
    .filter((path) => !/(^|\/)(node_modules|__pycache__)\//.test(path))
    .sort();
}

export function read(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8');
}

/** True for what the parser can read. */
export function isScript(path: string): boolean {
  return /\.(ts|tsx|mts|cts|js|mjs|cjs)$/.test(path);
}
