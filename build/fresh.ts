/** Builds `out/` when something that it is made of has changed since; a look at the times of some hundred files. */
import { existsSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export const ROOT = join(import.meta.dirname, '..');
const STAMP = join(ROOT, 'out', '.built');

const MADE_OF = [
  'main',
  'preload',
  'renderer',
  'build/vm-worker-plugin.ts',
  'electron.vite.config.ts',
  'vite.web.config.ts',
  'package-lock.json',
];
const MADE = ['main/desktop.js', 'main/headless.js', 'preload/electron.cjs', 'renderer/index.html'];

/** When this was changed last, in ms; a folder's own time tells of what was removed from it. */
function newest(path: string): number {
  const stat = statSync(path);
  if (!stat.isDirectory()) return stat.mtimeMs;
  return readdirSync(path, { withFileTypes: true, recursive: true }).reduce(
    (latest, entry) => Math.max(latest, statSync(join(entry.parentPath, entry.name)).mtimeMs),
    stat.mtimeMs,
  );
}

export function isFresh(): boolean {
  if (!existsSync(STAMP) || !MADE.every((file) => existsSync(join(ROOT, 'out', file)))) return false;
  const built = statSync(STAMP).mtimeMs;
  return MADE_OF.every((path) => newest(join(ROOT, path)) < built);
}

/** Says in how many ms it built; undefined when there was nothing to do. Throws what the build throws. */
export async function buildIfNeeded(): Promise<number | undefined> {
  if (isFresh()) return undefined;
  const startedAt = Date.now();
  rmSync(STAMP, { force: true });
  const { build } = await import('electron-vite');
  await build({ root: ROOT, logLevel: 'warn' });
  // The time is that of the start: what was changed during the build may not be in it.
  writeFileSync(STAMP, '');
  utimesSync(STAMP, startedAt / 1000, startedAt / 1000);
  return Date.now() - startedAt;
}
