/**
 * Files as one stream into a receiver that runs on the board: the line goes on while the flash is written, and nothing is
 * said twice. The sender has never more under way than the board has acknowledged room for.
 */
import { Failure, isFailure } from '../../../preload/contract/errors.ts';
import type { Board, ExecOptions } from '../board.ts';
import { concat, utf8 } from '../bytes.ts';
import { frames, HEADER, PLAIN_MAX } from './frames.ts';
import type { Ledger } from './ledger.ts';
import { isOutOfMemory } from './paste.ts';
import { receiver } from './receiver.ts';
import type { Survey } from './survey.ts';

/**
 * What a port's receive buffer holds for the REPL (mphalport.c: 260 bytes on esp32, 512 on rp2, one of them kept free),
 * in whole units. On esp32 its interrupt runs while the flash is written (ESP_INTR_FLAG_IRAM), on rp2 USB holds
 * the sender up.
 */
const WINDOWS: Readonly<Record<string, { unit: number; units: number }>> = {
  esp32: { unit: 64, units: 4 },
  rp2: { unit: 120, units: 4 },
};
/**
 * Windows of the deflate stream, the best first, each with the free heap from which it is tried: its own size, the receive
 * buffer, a frame twice, and the compiler.
 */
const DEFLATE = [
  { wbits: 15, heap: 96_000 },
  { wbits: 12, heap: 56_000 },
] as const;
const STORED = { wbits: 0, heap: 48_000 } as const;
/** A flash stands still for 0.4 s at worst (an erase, by its data sheet); whoever says nothing for longer waits for bytes that were lost. */
const SILENCE_MS = 2000;

/**
 * Stages and verifies what is left, where the board can take a stream. What it cannot is left in the ledger.
 * @throws Failure `write-mismatch`, `board-protocol`, and as `Board.exec`
 */
export async function stream(board: Board, ledger: Ledger, survey: Survey, exec: ExecOptions): Promise<void> {
  const window = WINDOWS[survey.platform];
  if (window === undefined) return;
  for (const { wbits, heap } of survey.coding === 'deflate' ? DEFLATE : [STORED]) {
    if (ledger.left.length === 0 || survey.heap < heap) continue;
    try {
      await send(board, ledger, window, wbits, exec);
    } catch (error) {
      if (!isOutOfMemory(error) && !lacksModule(error)) throw error;
    }
  }
}

function lacksModule(error: unknown): boolean {
  return isFailure(error, 'board-exec') && error.params.error.startsWith('ImportError');
}

async function send(
  board: Board,
  ledger: Ledger,
  { unit, units }: { unit: number; units: number },
  wbits: number,
  exec: ExecOptions,
): Promise<void> {
  ledger.restart();
  const files = ledger.left;
  const outgoing = new Outgoing(files, wbits, unit);
  let write: (bytes: Uint8Array) => void = () => {};
  let broken = '';
  // A board that was reset meanwhile says what it likes, and would run what it is sent: at the first word that cannot be the
  // receiver's nothing more is sent.
  const stop = new AbortController();
  const foreign = (letter: string) => {
    const detail = `${JSON.stringify(letter)} from a receiver`;
    stop.abort(new Failure('board-protocol', { port: board.path, detail }));
  };
  const letters: Readonly<Record<string, () => void>> = {
    '\r': () => {},
    '\n': () => {},
    // It reads back: a sign of life.
    '-': () => {},
    r: () => {
      if (outgoing.isBegun) foreign('r');
      else write(outgoing.take(units));
    },
    '.': () => {
      if (outgoing.acknowledge()) write(outgoing.take(1));
      else foreign('.');
    },
    w: () => ledger.wrote(outgoing.written()),
    K: () => ledger.verified(),
    M: () => {
      broken ||= ledger.file;
    },
  };
  await board.exec(
    concat([utf8(`_L=_L[-${files.length}:]\n`), receiver(unit, PLAIN_MAX + HEADER + unit * units, wbits)]),
    {
      ...exec,
      signal: exec.signal === undefined ? stop.signal : AbortSignal.any([exec.signal, stop.signal]),
      silenceMs: SILENCE_MS,
      onStart: (toBoard) => {
        write = (bytes) => {
          if (bytes.length > 0 && !stop.signal.aborted) toBoard(bytes);
        };
      },
      onOutput: (bytes) => {
        // After a mismatch the letters count other files than the ledger does.
        for (const letter of Buffer.from(bytes).toString('latin1')) {
          const act = letters[letter] ?? (() => foreign(letter));
          if (!stop.signal.aborted && (broken === '' || !'wKM'.includes(letter))) act();
        }
      },
    },
  );
  if (broken !== '') throw new Failure('write-mismatch', { port: board.path, file: broken });
  if (ledger.left.length > 0)
    throw new Failure('board-protocol', {
      port: board.path,
      detail: `${ledger.left.length} files without a word`,
    });
}

/** The stream, cut into whole units; the last one is filled up with noughts. */
class Outgoing {
  readonly #frames: Iterator<{ bytes: Uint8Array; plain: number }>;
  readonly #unit: number;
  /** Plain bytes of the frames that were begun to be sent and are not on the flash yet. */
  readonly #plain: number[] = [];
  #ready: Uint8Array = new Uint8Array(0);
  #isBegun = false;
  /** Units that are under way. */
  #units = 0;

  constructor(files: Parameters<typeof frames>[0], wbits: number, unit: number) {
    this.#frames = frames(files, wbits);
    this.#unit = unit;
  }

  get isBegun(): boolean {
    return this.#isBegun;
  }

  /** The board has read a unit. False when none was under way. */
  acknowledge(): boolean {
    if (this.#units === 0) return false;
    this.#units--;
    return true;
  }

  /** The next so many units, fewer or none at the end. */
  take(units: number): Uint8Array {
    this.#isBegun = true;
    const size = units * this.#unit;
    const parts = [this.#ready];
    let count = this.#ready.length;
    while (count < size) {
      const next = this.#frames.next();
      if (next.done) break;
      parts.push(next.value.bytes);
      this.#plain.push(next.value.plain);
      count += next.value.bytes.length;
    }
    const whole = concat(parts);
    this.#ready = whole.slice(size);
    const now = whole.subarray(0, size);
    const filled = new Uint8Array(Math.ceil(now.length / this.#unit) * this.#unit);
    filled.set(now);
    this.#units += filled.length / this.#unit;
    return filled;
  }

  /** A frame is on the flash: its plain size. */
  written(): number {
    return this.#plain.shift() ?? 0;
  }
}
