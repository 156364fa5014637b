/**
 * The built pages, read once at the start into an index of paths. A request is looked up in it and never becomes a path
 * of the disk, so there is nothing to climb out of.
 */
import { lstat, readdir, readFile } from 'node:fs/promises';
import { extname, join, relative, sep } from 'node:path';
import { Failure } from '../../preload/contract/errors.ts';
import { pathOf, problemOf } from '../problem.ts';

export interface Page {
  readonly body: Buffer;
  readonly type: string;
  readonly cache: string;
}

export interface Pages {
  /** `path` as it stands in the request, encoded and without the query. */
  find(path: string): Page | undefined;
}

const INDEX = '/index.html';
/** Where the build puts files whose names hold their hash. */
const HASHED = /^\/assets\/.*-[\w-]{8,}\.\w+$/;

/** Only these are served; source maps and whatever else lies there are not. */
const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.mp3': 'audio/mpeg',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.wav': 'audio/wav',
  '.webmanifest': 'application/manifest+json',
  '.webp': 'image/webp',
  '.woff': 'font/woff',
  '.woff2': 'font/woff2',
};

/** @throws Failure `file-unreadable` when the folder has no readable `index.html` */
export async function readPages(folder: string): Promise<Pages> {
  const index = new Map<string, Page>();
  try {
    for await (const file of filesBelow(folder)) {
      const type = TYPES[extname(file).toLowerCase()];
      if (type === undefined) continue;
      const path = `/${relative(folder, file).split(sep).map(encodeURIComponent).join('/')}`;
      const cache = HASHED.test(path) ? 'private, max-age=31536000, immutable' : 'no-cache';
      index.set(path, { body: await readFile(file), type, cache });
    }
  } catch (error) {
    throw new Failure('file-unreadable', { path: pathOf(error, folder), problem: problemOf(error) }, error);
  }
  const start = index.get(INDEX);
  if (start === undefined) {
    throw new Failure('file-unreadable', { path: join(folder, 'index.html'), problem: 'it is not there' });
  }
  return {
    find: (path) => index.get(path) ?? (isRoute(path) ? start : undefined),
  };
}

/**
 * A link is neither a file nor a folder here: what it leads to is not served. Names and `lstat` are the plain ways,
 * because a package is an archive, in which Electron's `readdir` tells the kinds of entries in its own manner.
 */
async function* filesBelow(folder: string): AsyncGenerator<string> {
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    const stat = await lstat(path);
    if (stat.isDirectory()) yield* filesBelow(path);
    else if (stat.isFile()) yield path;
  }
}

/** Whether the path may be a place in the app, which the page itself finds. A missing file is missing. */
function isRoute(path: string): boolean {
  return !path.startsWith('/assets/') && !hasDots(path) && TYPES[extname(path).toLowerCase()] === undefined;
}

/** Browsers take `.` and `..` out of what they ask for, encoded ones too: who sends them has something else in mind. */
function hasDots(path: string): boolean {
  return /(\/|\\|%2f|%5c)(\.|%2e){1,2}(\/|\\|%2f|%5c|$)/i.test(path);
}
