/** What goes to and comes from a board's flash. */
import type { BoardKind } from '../../preload/contract/models.ts';

/** A file to write: `name` from the root (`app.py`, `lib/x.py`), content as it shall stand on the flash. */
export interface BoardFile {
  readonly name: string;
  readonly content: Uint8Array;
}

export interface WriteResult {
  /** Names written, in order. */
  readonly written: readonly string[];
  /** Names whose content was there already. */
  readonly unchanged: readonly string[];
  /** Files on the board that are not of the set: left alone, and removed because it was asked for. */
  readonly stale: readonly string[];
  readonly removed: readonly string[];
  /** Bytes of source in `written`. */
  readonly bytes: number;
  /** SHA-256 of each given file, lower-case hex, as read back from the flash. */
  readonly hashes: Readonly<Record<string, string>>;
  readonly ms: number;
}

export interface FileEntry {
  readonly name: string;
  readonly size: number;
  readonly folder: boolean;
}

export interface BoardIdentity {
  /** `other`: a MicroPython that the platform does not run on. */
  readonly kind: BoardKind | 'other';
  /** `sys.platform`. */
  readonly platform: string;
  /** `1.27.0`. */
  readonly runtime: string;
  readonly version: readonly [number, number, number];
  /** `Raspberry Pi Pico W with RP2040`. */
  readonly machine: string;
  /** `machine.unique_id()`, lower-case hex; empty where there is none. */
  readonly uniqueId: string;
  /** Of the station interface, twelve lower-case hex digits; empty where there is no radio. */
  readonly mac: string;
  readonly hasMd5: boolean;
  readonly hasDeflate: boolean;
  readonly filesystem: 'littlefs' | 'fat' | 'unknown';
  /** Of the root file system. */
  readonly freeBytes: number;
  readonly totalBytes: number;
  /** `gc.mem_free()` after a collection. */
  readonly freeHeap: number;
}
