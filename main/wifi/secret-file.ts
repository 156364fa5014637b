/**
 * Secrets for programs that take them from a file alone. It lies in a folder of its own that only this user enters, and is gone as
 * soon as it was read, or could not be. The folder has the name of the visit, so that what a killed program left is found.
 */
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Gives `work` the path of a file with this text, and has it away again whatever happens. */
export async function withSecretFile<T>(
  session: string,
  { name, text }: { readonly name: string; readonly text: string },
  work: (path: string) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), prefix(session)));
  try {
    const path = join(folder, name);
    await writeFile(path, text, { mode: 0o600, flag: 'wx' });
    return await work(path);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** What a program that was killed left of it. */
export async function sweepSecretFiles(session: string): Promise<void> {
  const names = await readdir(tmpdir()).catch(() => []);
  for (const name of names.filter((one) => one.startsWith(prefix(session))))
    await rm(join(tmpdir(), name), { recursive: true, force: true });
}

const prefix = (session: string) => `${session}-`;
