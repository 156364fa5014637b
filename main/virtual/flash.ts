/**
 * The flash of a virtual board: what is committed, and so what outlives a reset or a power cut.
 */
import type { BoardKind } from '../../preload/contract/models.ts';
import type { FileSystemKind, FlashGeometry, FlashOp } from './vm/messages.ts';

const BLOCK_SIZE = 4096;

/**
 * Sizes of the ports' file systems: 848 KiB on a Pico W (ports/rp2/boards/RPI_PICO_W/mpconfigboard.h), 2 MiB on an
 * ESP32 with 4 MiB (partitions-4MiBplus.csv). A littlefs file up to an eighth of a block, and up to what the cache
 * holds (256-byte programming on rp2, 32 on esp32, times four), lives in its folder's metadata.
 */
const GEOMETRY: Record<BoardKind, FlashGeometry> = {
  pico: { kind: 'littlefs', blocks: (848 * 1024) / BLOCK_SIZE, blockSize: BLOCK_SIZE, inlineMax: 512 },
  esp32: { kind: 'littlefs', blocks: (2048 * 1024) / BLOCK_SIZE, blockSize: BLOCK_SIZE, inlineMax: 128 },
};

/** What a port's first start puts there (ports/esp32/modules/inisetup.py); rp2 leaves it empty. */
const FIRST_START: Record<BoardKind, Record<string, string>> = {
  pico: {},
  esp32: { 'boot.py': '# Runs on every boot, before main.py.\n' },
};

export interface VirtualFlash {
  readonly geometry: FlashGeometry;
  /** Path without leading slash to content; null for a folder. */
  readonly entries: ReadonlyMap<string, Uint8Array | null>;
  /** Operations committed since the board was made. */
  readonly operations: number;
  apply(op: FlashOp): void;
  /** Text of a file, or undefined. For tests and for whoever looks from outside. */
  text(path: string): string | undefined;
  write(path: string, content: string | Uint8Array): void;
  remove(path: string): void;
}

/** @param format how the file system was made; `bytes` its size, else the port's own */
export function createFlash(
  kind: BoardKind,
  format: FileSystemKind = 'littlefs',
  bytes?: number,
): VirtualFlash {
  const entries = new Map<string, Uint8Array | null>();
  const geometry: FlashGeometry = {
    ...GEOMETRY[kind],
    ...(bytes === undefined ? {} : { blocks: Math.floor(bytes / BLOCK_SIZE) }),
    // FAT has no room for content beside the name.
    ...(format === 'fat' ? { kind: format, inlineMax: 0 } : {}),
  };
  let operations = 0;

  const move = (from: string, to: string) => {
    for (const [path, content] of [...entries]) {
      if (path !== from && !path.startsWith(`${from}/`)) continue;
      entries.delete(path);
      entries.set(to + path.slice(from.length), content);
    }
  };

  const flash: VirtualFlash = {
    geometry,
    entries,
    get operations() {
      return operations;
    },
    apply(op) {
      operations++;
      switch (op.op) {
        case 'write':
          entries.set(op.path, op.bytes);
          return;
        case 'rename':
          move(op.from, op.to);
          return;
        case 'mkdir':
          entries.set(op.path, null);
          return;
        case 'remove':
        case 'rmdir':
          entries.delete(op.path);
      }
    },
    text(path) {
      const content = entries.get(path);
      return content ? Buffer.from(content).toString('utf8') : undefined;
    },
    write(path, content) {
      entries.set(path, typeof content === 'string' ? Buffer.from(content) : content);
    },
    remove: (path) => void entries.delete(path),
  };
  for (const [path, text] of Object.entries(FIRST_START[kind])) flash.write(path, text);
  return flash;
}
