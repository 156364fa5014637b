import { describe, expect, it } from 'vitest';
import { LineSplitter } from '../../main/serial/index.ts';
import { chunked, freshSeed, seeded } from './random.ts';

function lines(...pieces: (string | Uint8Array)[]): string[] {
  const got: string[] = [];
  const splitter = new LineSplitter((line) => got.push(line));
  for (const piece of pieces) splitter.feed(typeof piece === 'string' ? Buffer.from(piece) : piece);
  splitter.flush();
  return got;
}

describe('lines of a console', () => {
  it('end with LF, CR or CR LF, also where a chunk ends between the two', () => {
    expect(lines('a\r', '\nb\n', 'c\rd\r\n\r\n', 'e')).toEqual(['a', 'b', 'c', 'd', '', 'e']);
  });

  it('have no ANSI sequences and no control characters', () => {
    expect(lines('\u001b[31mred\u001b[0m\u0007 \u0004x\ty\u001b]0;title\u0007\n')).toEqual(['red x\ty']);
  });

  it('join UTF-8 that is cut, and bear what is none', () => {
    const whole = Buffer.from('é€😀\n');
    const seed = freshSeed();
    expect(lines(...chunked(whole, seeded(seed), 2)), `seed ${seed}`).toEqual(['é€😀']);
    expect(lines(Uint8Array.of(0xff, 0x41, 0x0a))).toEqual(['\ufffdA']);
  });

  it('do not grow without end', () => {
    expect(lines('x'.repeat(5000), 'y').map((line) => line.length)).toEqual([5000, 1]);
  });
});
