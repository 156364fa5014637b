/** Finds Electron's program, which npm does not bring: it is fetched from elsewhere when it is asked for first. */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './fresh.ts';

export type ElectronBinary =
  | { readonly kind: 'here'; readonly path: string }
  /** `why` completes "Electron cannot open a window here: …". */
  | { readonly kind: 'missing'; readonly why: string };

const PACKAGE = join(ROOT, 'node_modules', 'electron');
/** 120 MB over a slow line; without a line it ends by itself within seconds. */
const FETCH_LIMIT_MS = 10 * 60_000;

export interface Surroundings {
  readonly platform: NodeJS.Platform;
  readonly env: NodeJS.ProcessEnv;
  readonly isRoot: boolean;
}

/** Why there can be no window, whether Electron is there or not. */
export function windowless({ platform, env, isRoot }: Surroundings): string | undefined {
  if (platform !== 'linux') return undefined;
  if (!env.DISPLAY && !env.WAYLAND_DISPLAY) return 'there is no screen';
  if (isRoot) return 'its sandbox does not run for root';
  return undefined;
}

/** Where the program lies, as the package notes it once it was fetched. */
function present(): string | undefined {
  const note = join(PACKAGE, 'path.txt');
  const name = existsSync(note) ? readFileSync(note, 'utf8') : undefined;
  const override = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  const path =
    override !== undefined
      ? join(override, name ?? 'electron')
      : name === undefined
        ? undefined
        : join(PACKAGE, 'dist', name);
  return path !== undefined && existsSync(path) ? path : undefined;
}

/** Fetches it where it is not there yet. */
export function findElectron(say: (line: string) => void): ElectronBinary {
  const found = present();
  if (found !== undefined) return { kind: 'here', path: found };
  const installer = join(PACKAGE, 'install.js');
  if (!existsSync(installer)) return { kind: 'missing', why: 'its package is not installed' };
  if (process.stdout.isTTY) say('Fetching Electron, this one time …');
  spawnSync(process.execPath, [installer], { cwd: PACKAGE, stdio: 'ignore', timeout: FETCH_LIMIT_MS });
  const fetched = present();
  return fetched === undefined
    ? { kind: 'missing', why: 'its program could not be fetched' }
    : { kind: 'here', path: fetched };
}
