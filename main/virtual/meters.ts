/** What a board has moved since `reset()`: over its sockets, and from and to its flash. */
import { METERS, type MeterName } from './vm/meters.ts';

export interface Meter {
  readonly calls: number;
  readonly bytes: number;
  /** The most bytes in one call. */
  readonly largest: number;
}

export class Meters {
  readonly shared = new SharedArrayBuffer(METERS.length * Int32Array.BYTES_PER_ELEMENT);
  readonly #counters = new Int32Array(this.shared);
  readonly #files = new Map<string, number>();
  #commits: Meter = { calls: 0, bytes: 0, largest: 0 };

  /** What `recv`, `read` and their like gave, TCP and UDP, call by call. */
  get socketRead(): Meter {
    return this.#meter('socketRead');
  }

  /** What `send`, `write` and their like were given. */
  get socketWrite(): Meter {
    return this.#meter('socketWrite');
  }

  /** Reads of files, as MicroPython makes them: imports too, and a `read()` without a size in pieces. */
  get flashRead(): Meter {
    return this.#meter('flashRead');
  }

  /** `write` of files. */
  get flashWrite(): Meter {
    return this.#meter('flashWrite');
  }

  /** Contents that came to lie on the flash, at close or flush; `bytes` are those of the whole files. */
  get flashCommit(): Meter {
    return this.#commits;
  }

  /** Bytes read from each file. Counted when it is closed. */
  get readByFile(): ReadonlyMap<string, number> {
    return this.#files;
  }

  reset(): void {
    for (const at of this.#counters.keys()) Atomics.store(this.#counters, at, 0);
    this.#files.clear();
    this.#commits = { calls: 0, bytes: 0, largest: 0 };
  }

  // ---- for the board ----

  addRead(path: string, bytes: number): void {
    this.#files.set(path, (this.#files.get(path) ?? 0) + bytes);
  }

  addCommit(size: number): void {
    const { calls, bytes, largest } = this.#commits;
    this.#commits = { calls: calls + 1, bytes: bytes + size, largest: Math.max(largest, size) };
  }

  #meter(name: MeterName): Meter {
    const [calls = 0, bytes = 0, largest = 0] = this.#counters.slice(METERS[name], METERS[name] + 3);
    return { calls, bytes, largest };
  }
}
