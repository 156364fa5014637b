import { constants, createInflateRaw } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { type PlanOptions, plan } from '../../../main/serial/transfer/plan.ts';
import { file, randomBytes, text } from './samples.ts';

const PASTE: PlanOptions = { coding: 'deflate', flow: 'window', limit: 6000 };

/** What the statements of a batch say: a stand-in for the compiler on the board. */
function calls(source: Uint8Array): { name: string; bytes: Uint8Array; size: number }[] {
  const found = [];
  const latin1 = Buffer.from(source).toString('latin1');
  for (const [, name = '', body = '', size = '0'] of latin1.matchAll(
    /(_[DSC])\(b'((?:[^'\\]|\\.)*)'(?:,(\d+))?\)\n/gs,
  )) {
    const raw = body.replace(/\\(n|r|'|\\|[0-7]{1,3})/g, (_, code: string) =>
      code === 'n'
        ? '\n'
        : code === 'r'
          ? '\r'
          : /\d/.test(code)
            ? String.fromCharCode(Number.parseInt(code, 8))
            : code,
    );
    found.push({ name, bytes: Buffer.from(raw, 'latin1'), size: Number(size) });
  }
  return found;
}

async function inflated(pieces: Uint8Array[]): Promise<Buffer> {
  const stream = createInflateRaw({ windowBits: 12, finishFlush: constants.Z_SYNC_FLUSH });
  const out: Buffer[] = [];
  stream.on('data', (bytes: Buffer) => out.push(bytes));
  for (const piece of pieces) stream.write(piece);
  await new Promise((resolve) => stream.end(resolve));
  return Buffer.concat(out);
}

describe('the plan of a transfer', () => {
  it('is one raw deflate stream over all files, in a window of 4 kB', async () => {
    const batches = [...plan([file('/a', text), file('/b', text)], PASTE)];
    const deflated = batches.flatMap((batch) => calls(batch.source)).filter((call) => call.name === '_D');
    expect(await inflated(deflated.map((call) => call.bytes))).toEqual(Buffer.concat([text, text]));
    expect(Math.max(...deflated.map((call) => call.size))).toBe(4096);
  });

  it('tells what each exec writes and closes', () => {
    const batches = [
      ...plan([file('/a', text), file('/empty', new Uint8Array(0)), file('/b', randomBytes(9000))], PASTE),
    ];
    expect(batches.flatMap((batch) => batch.closes)).toEqual(['/a', '/empty', '/b']);
    expect(batches.flatMap((batch) => batch.writes).reduce((a, b) => a + b)).toBe(text.length + 9000);
  });

  it('sends what does not shrink as it is', () => {
    const random = randomBytes(8192);
    const found = [...plan([file('/r', random)], PASTE)].flatMap((batch) => calls(batch.source));
    const stored = found.filter((call) => call.name === '_S').map((call) => call.bytes);
    expect(Buffer.concat(stored)).toEqual(Buffer.from(random));
  });

  it.each([6000, 2000, 400])('keeps each exec within %i bytes', (limit) => {
    const worst = new Uint8Array(3000).map((_, at) => [3, 0x37, 0x27, 0x0a][(at * 7) % 4] ?? 0);
    const batches = [
      ...plan([file('/r', randomBytes(20_000)), file('/t', text), file('/w', worst)], { ...PASTE, limit }),
    ];
    for (const batch of batches) expect(batch.source.length).toBeLessThanOrEqual(limit);
  });

  it('adds at most 5 % to random bytes, and shrinks text', () => {
    const size = (content: Uint8Array) =>
      [...plan([file('/x', content)], PASTE)].reduce((sum, batch) => sum + batch.source.length, 0);
    expect(size(randomBytes(20_000)) / 20_000).toBeLessThan(1.05);
    expect(size(text) / text.length).toBeLessThan(0.1);
  });
});
