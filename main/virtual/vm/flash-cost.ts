/**
 * What a flash takes its time for. The VM stands still meanwhile, as a board does whose code lies on the same flash.
 *
 * Content goes out block by block as it is written: a block is erased when its first byte comes, a page programmed when it is full
 * (the rest at close). What lives in its folder's metadata takes only the commit. Not modelled: that littlefs now
 * and then compacts or moves metadata, wear, reading (it is fast), and the time of the processor.
 */
/** Milliseconds each. */
export interface FlashCost {
  readonly eraseBlock: number;
  readonly programPage: number;
  /** Commits to a folder's metadata: a file that comes to be, one that is closed, one that is renamed. */
  readonly open: number;
  readonly close: number;
  readonly rename: number;
}

/**
 * A Pico's W25Q16JV by its data sheet, typically: 45 ms a 4 KiB sector, 0.4 ms a page. The commits were measured on
 * MicroPython 1.24 in an emulated RP2040 with the same two constants.
 */
export const PICO_FLASH: FlashCost = { eraseBlock: 45, programPage: 0.4, open: 1.4, close: 1.1, rename: 9 };

const PAGE = 256;

/** How far an open file's content has come to lie on the flash. */
export interface Progress {
  /** Bytes of blocks that were erased for it, from its beginning. */
  erased: number;
  /** Bytes that were programmed. */
  programmed: number;
}

export interface FlashClock {
  /** A file is opened whose first `size` bytes stay as they are. */
  opened(size: number): Progress;
  created(): void;
  /** It now has this size. */
  wrote(file: Progress, size: number): void;
  closed(file: Progress, size: number): void;
  renamed(): void;
}

/** `stand` waits so many ms of board time. */
export function createFlashClock(
  cost: FlashCost | null,
  { blockSize, inlineMax }: { readonly blockSize: number; readonly inlineMax: number },
  stand: (ms: number) => void,
): FlashClock {
  const blocks = (bytes: number) => Math.ceil(bytes / blockSize);
  const spend = (ms: number) => {
    if (ms > 0) stand(ms);
  };
  const program = (file: Progress, size: number, upTo: number): number => {
    if (cost === null || size <= inlineMax) return 0;
    const erases = Math.max(0, blocks(size - file.erased));
    const pages = Math.max(0, Math.ceil((upTo - file.programmed) / PAGE));
    file.erased += erases * blockSize;
    file.programmed = Math.max(file.programmed, upTo);
    return erases * cost.eraseBlock + pages * cost.programPage;
  };
  return {
    opened(size) {
      // A block that is written to again is copied to another one.
      const whole = size <= inlineMax ? 0 : Math.floor(size / blockSize) * blockSize;
      return { erased: whole, programmed: whole };
    },
    created: () => spend(cost?.open ?? 0),
    wrote: (file, size) => spend(program(file, size, Math.floor(size / PAGE) * PAGE)),
    closed: (file, size) => spend(program(file, size, size) + (cost?.close ?? 0)),
    renamed: () => spend(cost?.rename ?? 0),
  };
}
