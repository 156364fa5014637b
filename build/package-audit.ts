/** Looks at a packed program: what is in it, how much of it, and whether what its code imports is there. */

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire, isBuiltin } from 'node:module';
import { join } from 'node:path';
import { listPackage, statFile } from '@electron/asar';
import { parseSync } from 'vite';
import { ALLOWED, NEEDED, UNWANTED } from './package-contents.ts';

export interface PackedFile {
  /** With forward slashes, from the root of the archive. */
  readonly path: string;
  readonly size: number;
  readonly where: 'archive' | 'outside';
}

export function listPacked(archive: string): PackedFile[] {
  return listPackage(archive, { isPack: false }).flatMap((entry) => {
    const path = entry.replaceAll('\\', '/').replace(/^\//, '');
    const stat = statFile(archive, path, false);
    if (!('size' in stat)) return [];
    return [{ path, size: stat.size, where: stat.unpacked ? ('outside' as const) : ('archive' as const) }];
  });
}

/** What is wrong with the contents, a line each. */
export function faultsOf(files: readonly PackedFile[], outside: string): string[] {
  const faults: string[] = [];
  for (const { path, why, where } of NEEDED) {
    const found = files.filter((file) =>
      path.endsWith('/') ? file.path.startsWith(path) : file.path === path,
    );
    if (found.length === 0) faults.push(`missing: ${path} (${why})`);
    for (const file of found) {
      if (file.where !== where) faults.push(`${file.path} is in the wrong place: ${where} (${why})`);
    }
  }
  for (const { path, where } of files) {
    if (!ALLOWED.some((pattern) => pattern.test(path))) faults.push(`not on the list: ${path}`);
    for (const { pattern, why } of UNWANTED)
      if (pattern.test(path)) faults.push(`unwanted: ${path} (${why})`);
    if (where === 'outside' && !existsSync(join(outside, path))) faults.push(`not a real file: ${path}`);
  }
  return faults;
}

/** Bytes by what they belong to, largest first. */
export function sizesOf(files: readonly PackedFile[]): [name: string, bytes: number][] {
  const sizes = new Map<string, number>();
  for (const { path, size } of files) {
    const name =
      /^(.*\/)?node_modules\/((@[^/]+\/)?[^/]+)/.exec(path)?.[2] ?? path.split('/').slice(0, 2).join('/');
    sizes.set(name, (sizes.get(name) ?? 0) + size);
  }
  return [...sizes].sort((a, b) => b[1] - a[1]);
}

/** Files that the start page names and that do not lie there, or are not named from the root as every place needs it. */
export function missingFromPage(folder: string): string[] {
  const html = readFileSync(join(folder, 'index.html'), 'utf8');
  return [...html.matchAll(/(?:src|href)="(?!data:)([^"]*)"/g)]
    .map(([, path = '']) => path)
    .filter((path) => !path.startsWith('/') || !existsSync(join(folder, path)))
    .map((path) => `index.html names ${path}, which is not there`);
}

/** Packages that the bundle in `folder` imports and that cannot be found from there. Electron brings itself. */
export function unresolved(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.js'))
    .flatMap((name) => {
      const file = join(folder, name);
      const { module } = parseSync(file, readFileSync(file, 'utf8'));
      const specifiers = module.staticImports.map((one) => one.moduleRequest.value);
      const { resolve } = createRequire(file);
      return specifiers
        .filter((specifier) => specifier !== 'electron' && !isBuiltin(specifier))
        .filter((specifier) => !canResolve(resolve, specifier))
        .map((specifier) => `${name} imports ${specifier}, which is not packed`);
    });
}

function canResolve(resolve: (specifier: string) => string, specifier: string): boolean {
  try {
    resolve(specifier);
    return true;
  } catch (error) {
    // A package for `import` alone is found, and only not by this function.
    return error instanceof Error && 'code' in error && error.code === 'ERR_PACKAGE_PATH_NOT_EXPORTED';
  }
}
