/** What the transfer is measured with. Fixed, so that figures of different days can be compared. */
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { BoardFile } from '../../main/serial/index.ts';
import { seeded } from '../serial/random.ts';

const FOLDER = join(import.meta.dirname, 'corpus');
const SHA256 = '49b2ca8e91a78d316105bcaa2910d8c1313cfc431113b9377b749b3da240d56c';
const SEED = 20_251;

/** MicroPython source: the platform and an app as they stood one day. Nobody runs it. @throws when it is not what it was */
export async function sources(): Promise<BoardFile[]> {
  const names = (await readdir(FOLDER)).filter((name) => name.endsWith('.py')).sort();
  const files = await Promise.all(
    names.map(async (name) => ({ name, content: new Uint8Array(await readFile(join(FOLDER, name))) })),
  );
  const hash = createHash('sha256');
  for (const { name, content } of files) hash.update(`${name} ${content.length}\n`).update(content);
  const found = hash.digest('hex');
  if (found !== SHA256) throw new Error(`the corpus is not what it was: ${found}`);
  return files;
}

/** Bytes that do not shrink, the same each time. */
export function noise(name: string, size: number): BoardFile {
  const random = seeded(SEED);
  return { name, content: Uint8Array.from({ length: size }, () => Math.floor(random() * 256)) };
}

export function sizeOf(files: readonly BoardFile[]): number {
  return files.reduce((sum, { content }) => sum + content.length, 0);
}
