/** How fast files get onto a board and are found to be there: this very board, on this very line. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Board, readFile, writeFiles } from '../../main/serial/index.ts';
import { seeded } from '../serial/random.ts';

export interface Rate {
  readonly what: string;
  readonly bytes: number;
  readonly ms: number;
}

const NOISE_BYTES = 20_000;
const SEED = 5;

/** Each once, with a board that is at its prompt; verified by the board's own SHA-256. */
export async function measureRates(board: Board, signal: AbortSignal): Promise<Rate[]> {
  const source = readFileSync(join(import.meta.dirname, '..', '..', 'firmware', 'boot.py'));
  const random = seeded(SEED);
  const noise = Uint8Array.from({ length: NOISE_BYTES }, () => Math.floor(random() * 256));
  const text = [{ name: 't-rate.py', content: source }];
  const binary = [{ name: 't-rate.bin', content: noise }];
  const rates: Rate[] = [];
  const measure = async (what: string, bytes: number, work: () => Promise<unknown>) => {
    const start = performance.now();
    await work();
    rates.push({ what, bytes, ms: performance.now() - start });
  };
  await measure('Python source, written and verified', source.length, () =>
    writeFiles(board, text, { signal }),
  );
  await measure('the same again: found unchanged', source.length, () => writeFiles(board, text, { signal }));
  await measure('noise, written and verified', noise.length, () => writeFiles(board, binary, { signal }));
  await measure('noise, read back', noise.length, () => readFile(board, 't-rate.bin', { signal }));
  return rates;
}
