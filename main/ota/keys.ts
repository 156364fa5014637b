/**
 * The file of keys: private ones, so it is for its owner alone, outside the OTA tree, and replaced whole.
 * What is wrong with it is told without a word of what is in it; so no error of a parser goes along as a cause.
 */
import { randomBytes } from 'node:crypto';
import { readFileSync, realpathSync, type Stats, statSync } from 'node:fs';
import { link, open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join, resolve, sep } from 'node:path';
import { z } from 'zod';
import { Failure } from '../../preload/contract/errors.ts';
import { fromPem, makeKey, type SigningKey, toPem } from './key-pair.ts';
import { type FilledRing, finished, type KeyRing, keysOf, withFirst, withNext } from './key-ring.ts';
import { isMissing } from './put-files.ts';

export interface Keys {
  /** The keys as they are now: the file is read again when it changed. @throws Failure `keys-file` */
  look(): KeyRing;
  /** The first key. @throws Failure `keys-refused`, `keys-file` */
  create(): Promise<FilledRing>;
  /** The next key, beside the present one. @throws Failure `keys-missing`, `keys-refused`, `keys-file` */
  rotate(): Promise<FilledRing>;
  /** The next key becomes the present one. @throws Failure `keys-missing`, `keys-refused`, `keys-file` */
  finish(): Promise<FilledRing>;
}

export interface KeysOptions {
  /** The file; it need not be there, its folder must. */
  readonly path: string;
  /** The OTA tree, in which keys must never lie. */
  readonly base: string;
  /** Unix milliseconds; for tests. */
  readonly now?: () => number;
}

const keyFile = z.object({
  format: z.literal(1),
  keys: z
    .array(
      z.object({
        id: z.string(),
        role: z.enum(['current', 'next', 'old']),
        createdAt: z.number(),
        privateKey: z.string(),
      }),
    )
    .min(1),
});

const NONE: KeyRing = { status: 'none' };

export function openKeys({ path, base, now = Date.now }: KeysOptions): Keys {
  let known: { stamp: string; ring: KeyRing } | undefined;

  const look = (): KeyRing => {
    const stat = statOf(path);
    if (!stat) return NONE;
    const stamp = `${stat.ino} ${stat.size} ${stat.mtimeMs} ${stat.ctimeMs}`;
    if (known?.stamp === stamp) return known.ring;
    refuseInside(path, base);
    if (process.platform !== 'win32' && (stat.mode & 0o077) !== 0)
      throw new Failure('keys-file', { path, problem: 'others on this computer may read it' });
    known = { stamp, ring: read(path) };
    return known.ring;
  };
  const change = async (
    how: 'new' | 'replace',
    next: (ring: KeyRing) => FilledRing | Promise<FilledRing>,
  ): Promise<FilledRing> => {
    refuseInside(path, base);
    const ring = await next(look());
    await store(path, how, ring);
    return ring;
  };
  const make = (): Promise<SigningKey> => makeKey(now());

  return {
    look,
    create: () => change('new', (ring) => withFirst(ring, make)),
    rotate: () => change('replace', (ring) => withNext(ring, make)),
    finish: () => change('replace', finished),
  };
}

/** Where the file really lies is what counts: a link may lead into the tree. */
function refuseInside(path: string, base: string): void {
  const tree = realOf(base);
  const place = realOf(path);
  if (place === tree || place.startsWith(tree.endsWith(sep) ? tree : tree + sep))
    throw new Failure('keys-file', { path, problem: 'it would lie in the OTA directory' });
}

/** The real path, also of what is not there yet. */
function realOf(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    const parent = dirname(resolve(path));
    return parent === resolve(path) ? parent : join(realOf(parent), basename(path));
  }
}

function statOf(path: string): Stats | undefined {
  try {
    return statSync(path);
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw new Failure('keys-file', { path, problem: 'it cannot be read' });
  }
}

function read(path: string): KeyRing {
  const parsed = keyFile.safeParse(parse(path));
  const ring = parsed.success ? ringOf(parsed.data) : undefined;
  if (!ring) throw new Failure('keys-file', { path, problem: 'it is not what a bench wrote' });
  return ring;
}

function parse(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
}

/** Undefined when a key is none, is not the one that it is named as, or has a role that another has already. */
function ringOf({ keys }: z.infer<typeof keyFile>): KeyRing | undefined {
  const all = keys.map(({ id, role, createdAt, privateKey }) => {
    const key = fromPem(privateKey, createdAt);
    return key?.pinned.id === id ? { role, key } : undefined;
  });
  const withRole = (role: string) => all.flatMap((each) => (each?.role === role ? [each.key] : []));
  const [current, ...currents] = withRole('current');
  const [next, ...nexts] = withRole('next');
  if (all.includes(undefined) || !current || currents.length + nexts.length > 0) return undefined;
  const old = withRole('old');
  return next ? { status: 'rotating', current, next, old } : { status: 'steady', current, old };
}

/** `new` refuses to take the place of a file that came meanwhile. */
async function store(path: string, how: 'new' | 'replace', ring: FilledRing): Promise<void> {
  const keys = keysOf(ring).map(({ role, key }) => ({
    id: key.pinned.id,
    role,
    createdAt: key.createdAt,
    privateKey: toPem(key),
  }));
  const staged = `${path}.${randomBytes(6).toString('hex')}.tmp`;
  try {
    await writePrivate(staged, JSON.stringify({ format: 1, keys }, null, 2));
    if (how === 'replace') await rename(staged, path);
    else await link(staged, path);
  } catch (error) {
    const exists = error instanceof Error && 'code' in error && error.code === 'EEXIST';
    if (exists) throw new Failure('keys-refused', { problem: 'there is a key already' });
    throw new Failure('keys-file', { path, problem: 'it cannot be written' });
  } finally {
    // What could not be made need not go.
    await rm(staged, { force: true }).catch(() => undefined);
  }
}

async function writePrivate(path: string, text: string): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}
