/** The parts of the VM's JavaScript half that the virtual port touches. */
import type { Progress } from './flash-cost.ts';

export interface FsNode {
  readonly mode: number;
  usedBytes?: number;
  stream_ops: { fsync?: (stream: FsStream) => number };
}

export interface FsStream {
  readonly node: FsNode;
  readonly path: string;
  readonly flags: number;
  readonly position: number;
  /** Ours: written to since the last commit. */
  dirty?: boolean;
  /** Ours: bytes read from it. */
  read?: number;
  /** Ours: how far its content lies on the flash. */
  progress?: Progress;
}

export interface EmscriptenFs {
  open(path: string, flags: number | string, mode?: number): FsStream;
  close(stream: FsStream): void;
  read(stream: FsStream, buffer: ArrayBufferView, offset: number, length: number, position?: number): number;
  write(
    stream: FsStream,
    buffer: ArrayBufferView,
    offset: number,
    length: number,
    position?: number,
    canOwn?: boolean,
  ): number;
  rename(from: string, to: string): void;
  unlink(path: string): void;
  mkdir(path: string, mode?: number): FsNode;
  rmdir(path: string): void;
  readdir(path: string): string[];
  statfs(path: string): Record<string, number>;
  writeFile(path: string, data: Uint8Array | string): void;
  readFile(path: string): Uint8Array;
  analyzePath(path: string): { exists: boolean };
  getPath(node: FsNode): string;
  lookupPath(path: string, options?: object): { node: FsNode };
  isFile(mode: number): boolean;
  ErrnoError: new (errno: number) => Error;
}

export interface MicroPython {
  readonly FS: EmscriptenFs;
  readonly _module: {
    _mp_sched_keyboard_interrupt(): void;
    _mp_hal_get_interrupt_char(): number;
    PATH_FS: { resolve(...parts: string[]): string };
  };
  registerJsModule(name: string, module: object): void;
  runPython(code: string): unknown;
  replInit(): void;
  /** Nonzero when the REPL asks for a soft reset (Ctrl-D, SystemExit). */
  replProcessChar(byte: number): number;
}

export interface MicroPythonLoader {
  loadMicroPython(options: {
    heapsize: number;
    pystack: number;
    linebuffer: false;
    stdin: () => number | null;
    stdout: (bytes: Uint8Array) => void;
    stderr: (bytes: Uint8Array) => void;
  }): Promise<MicroPython>;
}
