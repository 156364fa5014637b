/**
 * Where that lies what this program reads at run time and does not import.
 *
 *     source tree   main/*.ts                  firmware/, main/virtual/port/, out/renderer/ beside it
 *     bundle        out/main/*.js              the same folders, two levels up: in the tree or in the package's app.asar
 *
 * So the package keeps the layout of the tree, and only where "here" is differs.
 */
import { existsSync } from 'node:fs';
import { join, sep } from 'node:path';

/** How this code runs: as it is written, or bundled by a build. */
export const RUNS_FROM: 'source' | 'bundle' = import.meta.url.endsWith('.ts') ? 'source' : 'bundle';

/** The repository's folder, or what stands for it in a package. */
const ROOT = join(import.meta.dirname, ...(RUNS_FROM === 'source' ? ['..'] : ['..', '..']));

/** Paths of folders and files; those in a package's archive can be read with `node:fs`, and in no other way. */
export const RESOURCES = {
  root: ROOT,
  /** `boot.py`, `platform/`, `apps/`. */
  firmware: join(ROOT, 'firmware'),
  /** The built pages, with `index.html`. */
  pages: join(ROOT, 'out', 'renderer'),
  /** The Python half of the virtual boards' port. */
  virtualPort: join(ROOT, 'main', 'virtual', 'port'),
  /** Rules for udev, which a person copies. */
  udevRules: join(ROOT, 'build', 'udev', '60-bootbench.rules'),
  /** What a virtual board's thread runs; there only in a bundle. */
  vmWorker: join(import.meta.dirname, 'vm-worker.js'),
} as const;

/**
 * The same file outside the archive, for who reads without Electron's `node:fs`: a module loader in another thread,
 * the system. A path that is in no archive is given back as it is.
 */
export function outsideArchive(path: string, exists: (path: string) => boolean = existsSync): string {
  const outside = path.replace(`${sep}app.asar${sep}`, `${sep}app.asar.unpacked${sep}`);
  return outside !== path && exists(outside) ? outside : path;
}
