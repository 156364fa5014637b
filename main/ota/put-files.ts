/**
 * Many files into one folder, all or none, whatever happens in between.
 *
 *     .tmp-*  being written           left over: read by nobody
 *        │ rename: the commit point
 *        ▼
 *     .drop-* complete                left over: carried on by whoever reads the folder next
 *        │ a rename a file
 *        ▼
 *     the folder
 */
import { readdirSync, renameSync, rmSync } from 'node:fs';
import { mkdir, mkdtemp, open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { syncFolder } from '../sync-folder.ts';
import { inWritingOrder } from './names.ts';

const COMMITTED = '.drop-';
const UNFINISHED = '.tmp-';

let count = 0;

/** Writes the files into `folder`, making it when it is not there. Names must have been checked. */
export async function putFiles(folder: string, files: ReadonlyMap<string, Uint8Array>): Promise<void> {
  await mkdir(folder, { recursive: true });
  const staging = await mkdtemp(join(folder, UNFINISHED));
  try {
    for (const [name, bytes] of files) await writeSynced(join(staging, name), bytes);
    count += 1;
    const order = `${Date.now().toString().padStart(15, '0')}-${count.toString().padStart(6, '0')}`;
    await rename(staging, join(folder, `${COMMITTED}${order}-${process.pid}`));
  } catch (error) {
    await rm(staging, { recursive: true, force: true });
    throw error;
  }
  settlePuts(folder);
}

/** Carries on what `putFiles` committed and could not finish. Cheap when there is nothing. `entries` is the folder's listing. */
export function settlePuts(folder: string, entries: readonly string[] = readdirSync(folder)): boolean {
  const drops = entries.filter((name) => name.startsWith(COMMITTED)).sort();
  for (const drop of drops) {
    const from = join(folder, drop);
    try {
      for (const name of inWritingOrder(readdirSync(from))) renameSync(join(from, name), join(folder, name));
      rmSync(from, { recursive: true, force: true });
    } catch (error) {
      // Another program that reads the same folder was faster.
      if (!isMissing(error)) throw error;
    }
  }
  if (drops.length > 0) syncFolder(folder);
  return drops.length > 0;
}

export function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');
}

async function writeSynced(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(path, 'wx');
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}
