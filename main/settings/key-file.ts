/**
 * A seal whose key is made of a person's file: AES-256-GCM, the key by scrypt from what is in the file and a salt that is kept. Beside
 * the salt lies a known text, sealed: a wrong file is found out at once, and told apart from a damaged password.
 */
import { createCipheriv, createDecipheriv, randomBytes, type ScryptOptions, scrypt } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import { z } from 'zod';
import { Failure } from '../../preload/contract/errors.ts';
import type { Settings as KeptSettings } from '../records/index.ts';
import type { Sealer } from './sealer.ts';

const ROW = 'sealing:key-file';
const kept = z.object({ salt: z.string(), check: z.string() });
const CHECK = 'bootbench';

const CIPHER = 'aes-256-gcm';
const KEY_BYTES = 32;
const SALT_BYTES = 16;
/** GCM's own sizes (NIST SP 800-38D). */
const IV_BYTES = 12;
const TAG_BYTES = 16;
/** 32 MiB and about a tenth of a second: for a file that holds a pass phrase, guessing gets dear. */
const COST = 2 ** 15;
const SCRYPT = { r: 8, p: 1, maxmem: 64 * 2 ** 20 } as const satisfies ScryptOptions;
/** Less can be guessed whatever the cost. */
const LEAST_BYTES = 16;
/** A file of another kind was named by mistake. */
const MOST_BYTES = 64 * 1024;
const OTHERS = 0o077;

/**
 * @param isEmpty nothing is sealed yet, so that another file is none too many
 * @throws Failure `key-file-refused`, `key-file-wrong`
 */
export async function openKeyFile(
  settings: KeptSettings,
  { path, cost = COST }: { readonly path: string; readonly cost?: number | undefined },
  isEmpty: boolean,
): Promise<Sealer> {
  const secret = await readKeyFile(path);
  const row = (await settings.list(ROW)).find(({ key }) => key === ROW);
  const before = kept.safeParse(row?.value);
  if (before.success) {
    const sealer = await sealerOf(secret, Buffer.from(before.data.salt, 'base64'), cost);
    const opened = await sealer.open(Buffer.from(before.data.check, 'base64')).catch(() => null);
    if (opened?.text === CHECK) return sealer;
    if (!isEmpty) throw new Failure('key-file-wrong', { path });
  }
  const salt = randomBytes(SALT_BYTES);
  const sealer = await sealerOf(secret, salt, cost);
  const check = Buffer.from(await sealer.seal(CHECK)).toString('base64');
  await settings.save(ROW, { salt: salt.toString('base64'), check });
  return sealer;
}

async function sealerOf(secret: Uint8Array, salt: Uint8Array, cost: number): Promise<Sealer> {
  const key = await derive(secret, salt, cost);
  return {
    async seal(text) {
      const iv = randomBytes(IV_BYTES);
      const cipher = createCipheriv(CIPHER, key, iv);
      const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return Buffer.concat([iv, cipher.getAuthTag(), sealed]);
    },
    async open(sealed) {
      const bytes = Buffer.from(sealed);
      const tag = bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES);
      const decipher = createDecipheriv(CIPHER, key, bytes.subarray(0, IV_BYTES), {
        authTagLength: TAG_BYTES,
      });
      decipher.setAuthTag(tag);
      const text = Buffer.concat([decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES)), decipher.final()]);
      return { text: text.toString('utf8'), seal: 'fresh' };
    },
  };
}

function derive(secret: Uint8Array, salt: Uint8Array, cost: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(secret, salt, KEY_BYTES, { ...SCRYPT, N: cost }, (error, key) =>
      error === null ? resolve(key) : reject(error),
    );
  });
}

async function readKeyFile(path: string): Promise<Uint8Array> {
  const refuse = (problem: string, cause?: unknown) =>
    new Failure('key-file-refused', { path, problem }, cause);
  let file: FileHandle;
  try {
    file = await open(path);
  } catch (error) {
    throw refuse('it cannot be read', error);
  }
  try {
    const stat = await file.stat();
    if (!stat.isFile()) throw refuse('it is no file');
    if (process.platform !== 'win32' && (stat.mode & OTHERS) !== 0)
      throw refuse('others on this computer may read it');
    if (stat.size < LEAST_BYTES) throw refuse(`it is shorter than ${LEAST_BYTES} bytes`);
    if (stat.size > MOST_BYTES) throw refuse(`it is longer than ${MOST_BYTES} bytes`);
    return await file.readFile();
  } finally {
    await file.close();
  }
}
