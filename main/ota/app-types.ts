/** Making and listing app types, whether a server runs or not. */

import { randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Failure } from '../../preload/contract/errors.ts';
import { checkedFiles } from './hotfix.ts';
import { isAppTypeName, isFileName, isProtected } from './names.ts';
import { isMissing, putFiles } from './put-files.ts';
import { type AppType, createTree } from './tree.ts';

/** Without these no device comes up. */
const NEEDED = ['main.py', 'platform.py', 'app.py'];

export interface AppTypeSummary {
  name: string;
  version: string;
  /** SHA-256 that names exactly these files. */
  set: string;
  files: { name: string; size: number; md5: string }[];
  /** What lies in the folder and is not served, and why. */
  skipped: { name: string; reason: string }[];
  /** Which of `main.py`, `platform.py`, `app.py` it lacks: devices of this type would not come up. */
  missing: string[];
}

/** All app types of an OTA tree as they are now, by name. */
export function listAppTypes(base: string): AppTypeSummary[] {
  return createTree(base).list().map(summaryOf);
}

export function summaryOf(appType: AppType): AppTypeSummary {
  const files = [...appType.files.values()];
  return {
    name: appType.name,
    version: appType.version,
    set: appType.set,
    files: files.map(({ name, size, md5 }) => ({ name, size, md5 })),
    skipped: appType.skipped.map(({ name, reason }) => ({ name, reason })),
    missing: NEEDED.filter((name) => !appType.files.has(name)),
  };
}

/** Names of the apps in a firmware folder, `<firmware>/apps/<app>/`. @throws Failure `file-unreadable` */
export async function listApps(firmware: string): Promise<string[]> {
  return (await entriesOf(join(firmware, 'apps'))).filter(isAppTypeName).sort();
}

/**
 * The platform's files and those of one app, by name: `<firmware>/platform/*.py` and `<firmware>/apps/<app>/*.py`, never `boot.py`.
 *
 * @throws Failure `app-type-invalid`, `file-unreadable`, `app-type-empty` when what a device needs is not among them
 */
export async function firmwareFiles(firmware: string, app: string): Promise<Record<string, Uint8Array>> {
  // The name comes from a page: one with dots in it would lead out of the folder.
  if (!isAppTypeName(app)) throw new Failure('app-type-invalid', { appType: app });
  const files = {
    ...(await pythonFiles(join(firmware, 'platform'))),
    ...(await pythonFiles(join(firmware, 'apps', app))),
  };
  const missing = NEEDED.filter((name) => !(name in files));
  if (missing.length > 0) throw new Failure('app-type-empty', { appType: app, missing: missing.join(', ') });
  return files;
}

/**
 * Makes an app type of these files; it is there whole or not at all.
 *
 * @throws Failure `app-type-invalid`, `bad-input` when there is one of that name, `file-name-invalid`, `file-too-large`, `data-folder`
 */
export async function createAppType(
  base: string,
  name: string,
  files: Readonly<Record<string, string | Uint8Array>>,
): Promise<void> {
  if (!isAppTypeName(name)) throw new Failure('app-type-invalid', { appType: name });
  const checked = checkedFiles(files);
  const boot = join(base, 'boot');
  const staging = join(boot, `.new-${randomBytes(6).toString('hex')}`);
  try {
    await mkdir(boot, { recursive: true });
    await putFiles(staging, checked);
    await moveInto(staging, boot, name);
  } catch (error) {
    await rm(staging, { recursive: true, force: true }).catch(() => undefined);
    throw folderFailure(boot, error);
  }
}

async function moveInto(staging: string, boot: string, name: string): Promise<void> {
  try {
    // Onto a folder with something in it this fails; an empty one is what `mkdir` of a person left.
    await rename(staging, join(boot, name));
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code !== 'ENOTEMPTY' && code !== 'EEXIST' && code !== 'EPERM') throw error;
    throw new Failure('bad-input', { field: 'name', problem: `there is an app type ${name} already` }, error);
  }
}

/**
 * Puts files into an app type, all or none; others that it has stay, except those in `remove`.
 *
 * @throws Failure `app-type-unknown`, `file-name-invalid`, `file-too-large`, `data-folder`
 */
export async function updateAppType(
  base: string,
  name: string,
  files: Readonly<Record<string, string | Uint8Array>>,
  options: { remove?: readonly string[] } = {},
): Promise<void> {
  const checked = checkedFiles(files);
  for (const each of options.remove ?? [])
    if (!isFileName(each)) throw new Failure('file-name-invalid', { name: each });
  const known = createTree(base).names();
  const folder = known.find((each) => each === name);
  if (folder === undefined) throw new Failure('app-type-unknown', { appType: name, known: known.join(', ') });
  const path = join(base, 'boot', folder);
  try {
    await putFiles(path, checked);
    for (const each of options.remove ?? []) await rm(join(path, each), { force: true });
  } catch (error) {
    throw folderFailure(path, error);
  }
}

/**
 * Makes it an app type of exactly these files, whether there is one of that name or not. Of one that there is, the files
 * that do not belong any more go after the others are there.
 *
 * @throws Failure as `createAppType` and `updateAppType`
 */
export async function putAppType(
  base: string,
  name: string,
  files: Readonly<Record<string, string | Uint8Array>>,
): Promise<void> {
  const present = createTree(base)
    .list()
    .find((appType) => appType.name === name);
  if (present === undefined) return createAppType(base, name, files);
  const remove = [...present.files.keys()].filter((each) => !(each in files));
  return updateAppType(base, name, files, { remove });
}

async function pythonFiles(folder: string): Promise<Record<string, Uint8Array>> {
  const files: Record<string, Uint8Array> = {};
  for (const name of (await entriesOf(folder)).sort()) {
    if (!isFileName(name) || isProtected(name)) continue;
    try {
      files[name] = await readFile(join(folder, name));
    } catch (error) {
      throw unreadable(join(folder, name), error);
    }
  }
  return files;
}

async function entriesOf(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    throw unreadable(folder, error);
  }
}

function unreadable(path: string, error: unknown): Failure {
  const problem = isMissing(error)
    ? 'it is not there'
    : error instanceof Error
      ? error.message
      : String(error);
  return new Failure('file-unreadable', { path, problem }, error);
}

function folderFailure(path: string, error: unknown): Failure {
  if (error instanceof Failure) return error;
  return new Failure(
    'data-folder',
    { path, problem: error instanceof Error ? error.message : String(error) },
    error,
  );
}
