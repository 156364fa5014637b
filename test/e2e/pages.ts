/**
 * The built pages that the browser tests open. They are built into a folder of their own, so that nobody who builds or
 * serves `out/renderer` meanwhile is in the way, and only when something that they are made of has changed since.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { canRunChromium } from '../capabilities.ts';

const ROOT = join(import.meta.dirname, '..', '..');
/** Hidden from git with all of `out`. */
export const PAGES = join(ROOT, 'out', 'tested', 'renderer');
const MADE_OF = [
  'renderer',
  'preload/contract',
  'vite.web.config.ts',
  'electron.vite.config.ts',
  'package-lock.json',
];

/** When this was changed last, in ms; a folder's own time tells of what was removed from it. */
function newest(path: string): number {
  const stat = statSync(path);
  if (!stat.isDirectory()) return stat.mtimeMs;
  return readdirSync(path, { recursive: true, withFileTypes: true }).reduce((latest, entry) => {
    // Who edits a file may take it away for a moment.
    const found = statSync(join(entry.parentPath, entry.name), { throwIfNoEntry: false });
    return Math.max(latest, found?.mtimeMs ?? 0);
  }, stat.mtimeMs);
}

function isFresh(): boolean {
  if (!existsSync(join(PAGES, 'index.html'))) return false;
  const built = statSync(PAGES).mtimeMs;
  return MADE_OF.every((path) => newest(join(ROOT, path)) < built);
}

/** Says in how many ms they were built; 0 when there was nothing to do. */
export async function buildPages(): Promise<number> {
  if (isFresh()) return 0;
  const startedAt = Date.now();
  await mkdir(join(PAGES, '..'), { recursive: true });
  const folder = mkdtempSync(`${PAGES}-`);
  try {
    await vite(['build', '--config', 'vite.web.config.ts', '--outDir', folder, '--logLevel', 'warn']);
    rmSync(PAGES, { recursive: true, force: true });
    renameSync(folder, PAGES);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return Date.now() - startedAt;
}

/** In a process of its own: under a test runner it would build React for development. */
function vite(args: readonly string[]): Promise<void> {
  const { NODE_ENV: _, VITEST: __, ...env } = process.env;
  const script = join(ROOT, 'node_modules', 'vite', 'bin', 'vite.js');
  const child = spawn(process.execPath, [script, ...args], { cwd: ROOT, env, stdio: 'inherit' });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code) =>
      code === 0 ? resolve() : reject(new Error(`the pages could not be built: vite ended with ${code}`)),
    );
  });
}

/** What Vitest calls once before the browser tests. */
export async function setup(): Promise<void> {
  if (!canRunChromium) return;
  const ms = await buildPages();
  if (ms > 0) console.log(`Built the pages for the browser tests in ${(ms / 1000).toFixed(1)} s`);
}
