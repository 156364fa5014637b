/**
 * The board's file system: Emscripten's in-memory one, made to behave as littlefs does on a board.
 *
 * - Content commits when a file is closed or flushed; power gone before leaves what was there
 *   (MicroPython extmod/vfs_lfsx_file.c). A file that `open` made exists at once, empty.
 * - `rename` replaces in one operation (littlefs `lfs_rename`).
 * - `x/..` is resolved in the path itself (littlefs `lfs_dir_find`): `x` need not be there.
 * - There are so many blocks; a new content takes its blocks before the old one's come free.
 *
 * Or as FAT, which keeps less: `open` for writing loses the old content at once, and `rename` over a file removes it
 * first, an operation of its own (extmod/vfs_fat.c). That its names do not tell capitals apart is left out.
 *
 * Each commit goes to the host, which holds the flash; after the k-th, power may go.
 */
import type { EmscriptenFs, FsStream, MicroPython } from './emscripten.ts';
import { WASI_ENOSPC, WASI_EROFS } from './errno.ts';
import type { FlashClock } from './flash-cost.ts';
import type { FlashFault, FlashGeometry, FlashOp } from './messages.ts';
import type { CountBytes } from './meters.ts';

const O_ACCMODE = 3;
const O_RDWR = 2;
const O_CREAT = 0o100;
const O_TRUNC = 0o1000;
const O_APPEND = 0o2000;
/** Emscripten's own folders, which no board has, and where the Python half of the port stands while it loads. */
const HIDDEN = new Set(['dev', 'home', 'proc', 'tmp']);
const METADATA_BLOCKS_PER_FOLDER = 2;

export interface FileSystemHooks {
  readonly geometry: FlashGeometry;
  /** What is wrong with the flash at this moment. */
  readonly fault: () => FlashFault;
  readonly commit: (op: FlashOp) => void;
  readonly count: CountBytes;
  /** What all of it takes. */
  readonly clock: FlashClock;
  /** Closed after so much was read of it. */
  readonly wasRead: (path: string, bytes: number) => void;
}

/** Fills the VM's file system with the flash's content, then makes it behave. */
export function mountFlash(
  vm: MicroPython,
  files: ReadonlyMap<string, Uint8Array | null>,
  hooks: FileSystemHooks,
): void {
  const { FS } = vm;
  const space = createSpace(hooks.geometry);
  for (const [path, content] of [...files].sort(([a], [b]) => (a < b ? -1 : 1))) {
    if (content === null) {
      FS.mkdir(`/${path}`);
      space.addFolder();
    } else {
      FS.writeFile(`/${path}`, content);
      space.commit(`/${path}`, content.length);
    }
  }
  hook(vm, space, hooks);
}

/** The name on the flash (no leading slash), or null for what is not on it. */
function flashName(absolute: string): string | null {
  const name = absolute.slice(1);
  const top = name.split('/', 1)[0] ?? '';
  return name === '' || HIDDEN.has(top) ? null : name;
}

function hook(
  vm: MicroPython,
  space: Space,
  { geometry, fault, clock, commit, count, wasRead }: FileSystemHooks,
): void {
  const { FS } = vm;
  const resolve = (path: string) => vm._module.PATH_FS.resolve(path);
  const plain = {
    open: FS.open,
    close: FS.close,
    read: FS.read,
    write: FS.write,
    rename: FS.rename,
    unlink: FS.unlink,
    mkdir: FS.mkdir,
    rmdir: FS.rmdir,
    readdir: FS.readdir,
    lookupPath: FS.lookupPath,
  };

  FS.lookupPath = (path, options) =>
    plain.lookupPath.call(FS, path.includes('..') ? resolve(path) : path, options);

  /** Read by this module, and not by the program, which it is not counted for. */
  const contentOf = (path: string): Uint8Array => {
    const stream = plain.open.call(FS, path, 0);
    const bytes = new Uint8Array(stream.node.usedBytes ?? 0);
    plain.read.call(FS, stream, bytes, 0, bytes.length, 0);
    plain.close.call(FS, stream);
    return bytes;
  };

  /** @throws EROFS where nothing can be changed */
  const mayChange = () => {
    if (fault().is === 'read-only') throw new FS.ErrnoError(WASI_EROFS);
  };

  const wearOut = (path: string) => {
    const stream = plain.open.call(FS, path, O_RDWR);
    plain.write.call(FS, stream, Uint8Array.of(0), 0, 1, 0);
    plain.close.call(FS, stream);
  };

  const commitStream = (stream: FsStream) => {
    if (!stream.dirty) return;
    stream.dirty = false;
    const path = FS.getPath(stream.node);
    const name = flashName(path);
    space.closeDirty(stream);
    // A file that was removed or replaced while it was open has no name to commit under.
    if (name === null || !isAt(FS, path, stream)) return;
    const wrong = fault();
    if (wrong.is === 'worn' && name.endsWith(wrong.ending) && (stream.node.usedBytes ?? 0) > 0) wearOut(path);
    const bytes = contentOf(path);
    space.commit(path, bytes.length);
    if (stream.progress) clock.closed(stream.progress, bytes.length);
    commit({ op: 'write', path: name, bytes });
  };

  const flushStream = (stream: FsStream) => {
    commitStream(stream);
    return 0;
  };

  FS.open = (path, flags, mode) => {
    const absolute = resolve(path);
    const name = flashName(absolute);
    if (typeof flags !== 'number' || name === null) return plain.open.call(FS, path, flags, mode);
    if ((flags & (O_ACCMODE | O_CREAT | O_TRUNC)) !== 0) mayChange();
    const isNew = (flags & O_CREAT) !== 0 && !FS.analyzePath(absolute).exists;
    const stream = plain.open.call(FS, path, flags, mode);
    if (FS.isFile(stream.node.mode)) stream.node.stream_ops.fsync = flushStream;
    stream.progress = clock.opened(stream.node.usedBytes ?? 0);
    if (isNew) {
      clock.created();
      space.commit(absolute, 0);
      commit({ op: 'write', path: name, bytes: new Uint8Array(0) });
    } else if ((flags & O_TRUNC) !== 0) {
      stream.dirty = true;
      if (geometry.kind === 'fat') commit({ op: 'write', path: name, bytes: new Uint8Array(0) });
    }
    return stream;
  };

  FS.read = (stream, buffer, offset, length, position) => {
    const bytes = plain.read.call(FS, stream, buffer, offset, length, position);
    if (flashName(stream.path) !== null && FS.isFile(stream.node.mode)) {
      stream.read = (stream.read ?? 0) + bytes;
      count('flashRead', bytes);
    }
    return bytes;
  };

  FS.write = (stream, buffer, offset, length, position, canOwn) => {
    if (flashName(stream.path) !== null && FS.isFile(stream.node.mode)) {
      const used = stream.node.usedBytes ?? 0;
      const size = Math.max(used, ((stream.flags & O_APPEND) === 0 ? stream.position : used) + length);
      if (!space.reserve(stream, size)) throw new FS.ErrnoError(WASI_ENOSPC);
      stream.dirty = true;
      if (stream.progress) clock.wrote(stream.progress, size);
      count('flashWrite', length);
    }
    return plain.write.call(FS, stream, buffer, offset, length, position, canOwn);
  };

  FS.close = (stream) => {
    commitStream(stream);
    if (stream.read) wasRead(flashName(stream.path) ?? stream.path, stream.read);
    plain.close.call(FS, stream);
  };

  FS.rename = (from, to) => {
    const [source, target] = [resolve(from), resolve(to)];
    const [fromName, toName] = [flashName(source), flashName(target)];
    if (fromName !== null || toName !== null) mayChange();
    if (geometry.kind === 'fat' && source !== target && isFile(FS, source) && isFile(FS, target))
      FS.unlink(to);
    plain.rename.call(FS, from, to);
    if (fromName === null || toName === null || source === target) return;
    space.move(source, target);
    clock.renamed();
    commit({ op: 'rename', from: fromName, to: toName });
  };

  FS.unlink = (path) => {
    const absolute = resolve(path);
    const name = flashName(absolute);
    if (name !== null) mayChange();
    plain.unlink.call(FS, path);
    if (name === null) return;
    space.remove(absolute);
    commit({ op: 'remove', path: name });
  };

  FS.mkdir = (path, mode) => {
    const absolute = resolve(path);
    const name = flashName(absolute);
    if (name !== null) mayChange();
    const node = plain.mkdir.call(FS, path, mode);
    if (name !== null) {
      space.addFolder();
      commit({ op: 'mkdir', path: name });
    }
    return node;
  };

  FS.rmdir = (path) => {
    const absolute = resolve(path);
    const name = flashName(absolute);
    if (name !== null) mayChange();
    plain.rmdir.call(FS, path);
    if (name === null) return;
    space.removeFolder();
    commit({ op: 'rmdir', path: name });
  };

  FS.readdir = (path) => {
    const names = plain.readdir.call(FS, path).sort();
    return resolve(path) === '/' ? names.filter((name) => !HIDDEN.has(name)) : names;
  };

  FS.statfs = () => {
    const wrong = fault();
    const free = space.free() + (wrong.is === 'lies' ? wrong.blocks : 0);
    return {
      bsize: geometry.blockSize,
      frsize: geometry.blockSize,
      blocks: geometry.blocks,
      bfree: free,
      bavail: free,
      files: 0,
      ffree: 0,
      fsid: 0,
      flags: 0,
      namelen: 255,
    };
  };
}

function isAt(FS: EmscriptenFs, path: string, stream: FsStream): boolean {
  return FS.analyzePath(path).exists && FS.lookupPath(path).node === stream.node;
}

function isFile(FS: EmscriptenFs, path: string): boolean {
  return FS.analyzePath(path).exists && FS.isFile(FS.lookupPath(path).node.mode);
}

type Space = ReturnType<typeof createSpace>;

/** Counts blocks: what is committed, and what open files have taken on top. */
function createSpace(geometry: FlashGeometry) {
  const committed = new Map<string, number>();
  const open = new Map<FsStream, number>();
  let folders = 1;
  const blocksOf = (size: number) => (size <= geometry.inlineMax ? 0 : Math.ceil(size / geometry.blockSize));
  const sum = (values: Iterable<number>) => [...values].reduce((all, one) => all + one, 0);
  const free = () =>
    geometry.blocks - folders * METADATA_BLOCKS_PER_FOLDER - sum(committed.values()) - sum(open.values());

  return {
    free,
    commit: (path: string, size: number) => void committed.set(path, blocksOf(size)),
    remove: (path: string) => void committed.delete(path),
    move(from: string, to: string) {
      for (const [path, blocks] of [...committed]) {
        if (path !== from && !path.startsWith(`${from}/`)) continue;
        committed.delete(path);
        committed.set(to + path.slice(from.length), blocks);
      }
    },
    addFolder: () => void folders++,
    removeFolder: () => void folders--,
    /** False when the flash has no room for the file at that size. */
    reserve(stream: FsStream, size: number): boolean {
      const had = open.get(stream) ?? 0;
      const wants = blocksOf(size);
      if (wants > had && wants - had > free()) return false;
      open.set(stream, Math.max(had, wants));
      return true;
    },
    closeDirty: (stream: FsStream) => void open.delete(stream),
  };
}
