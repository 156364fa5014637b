/** What a file of a board is on the page: text that is exactly its bytes, or bytes. */
import { describe, expect, it } from 'vitest';
import {
  base64Of,
  bytesOf,
  bytesOfText,
  hexLines,
  lineBreakOf,
  textOf,
} from '../../../renderer/features/board/content.ts';

describe('bytes over the door', () => {
  it.each([0, 1, 2, 3, 255, 8191, 8192, 8193, 300_000])('%i of them come back as they were', (size) => {
    const bytes = Uint8Array.from({ length: size }, (_, at) => (at * 31 + (at >> 8)) % 256);
    expect(base64Of(bytes)).toBe(Buffer.from(bytes).toString('base64'));
    expect(Buffer.compare(bytesOf(base64Of(bytes)), bytes)).toBe(0);
  });
});

describe('text', () => {
  it.each([
    ['nothing', ''],
    ['a program', 'import os\nprint(os.uname())\n'],
    ['lines of Windows', 'a = 1\r\nb = 2\r\n'],
    ['mixed lines', 'a = 1\r\nb = 2\nc = 3\r'],
    ['a byte order mark', '\ufeffx = 1\n'],
    ['other signs', '# Größe 温度 \u{1f600}\n'],
    ['a form feed', 'a\f\nb\n'],
  ])('%s is exactly its bytes', (_, text) => {
    expect(textOf(bytesOfText(text))).toBe(text);
  });

  it.each([
    ['a NUL', [0x61, 0, 0x62]],
    ['compiled code', [0x4d, 0x06, 0x1f, 0x03, 0x02]],
    ['half a sign', [0xe2, 0x82]],
    ['a sign in two ways', [0xc0, 0xaf]],
    ['an escape sequence', [0x1b, 0x5b, 0x32, 0x4a]],
  ])('%s is none', (_, bytes) => {
    expect(textOf(Uint8Array.from(bytes))).toBeNull();
  });

  it.each([
    ['', '\n'],
    ['a', '\n'],
    ['a\nb\n', '\n'],
    ['a\r\nb\r\n', '\r\n'],
    ['a\r\nb\n', '\n'],
  ] as const)('%j ends its lines with %j', (text, wanted) => {
    expect(lineBreakOf(text)).toBe(wanted);
  });
});

it('shows bytes sixteen a line, and no more than asked for', () => {
  const bytes = Uint8Array.from({ length: 40 }, (_, at) => at + 0x3c);
  expect(hexLines(bytes, 34)).toEqual([
    { at: '0000', bytes: '3c 3d 3e 3f 40 41 42 43 44 45 46 47 48 49 4a 4b', text: '<=>?@ABCDEFGHIJK' },
    { at: '0010', bytes: '4c 4d 4e 4f 50 51 52 53 54 55 56 57 58 59 5a 5b', text: 'LMNOPQRSTUVWXYZ[' },
    { at: '0020', bytes: '5c 5d', text: '\\]' },
  ]);
  expect(hexLines(new Uint8Array(), 10)).toEqual([]);
});
