import { describe, expect, it } from 'vitest';
import { boardPath } from '../../../main/serial/index.ts';
import { bytesLiteral, pythonString } from '../../../main/serial/repl/python.ts';

const latin1 = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1');

describe('literals', () => {
  it('strings are pure ASCII, with nothing that could end them', () => {
    expect(pythonString('app.py')).toBe("'app.py'");
    expect(pythonString(`a'b"c\\d\n`)).toBe(`'a\\'b"c\\\\d\\x0a'`);
    expect(pythonString('é€😀\u007f')).toBe("'\\xe9\\u20ac\\U0001f600\\x7f'");
  });

  it('bytes keep all but what the line takes for its own', () => {
    const all = Uint8Array.from({ length: 256 }, (_, at) => at);
    const paste = bytesLiteral(all, 'window');
    expect(paste.length).toBe(256 + 3 + 6);
    for (const byte of [0x03, 0x04, 0x0a, 0x0d]) expect(paste.includes(byte)).toBe(false);
    const paced = bytesLiteral(all, 'paced');
    for (const byte of [1, 2, 3, 4, 5, 0x0a, 0x0d]) expect(paced.includes(byte)).toBe(false);
  });

  it('an octal escape takes three digits when a digit follows', () => {
    expect(latin1(bytesLiteral(Uint8Array.of(3, 0x37, 4, 0x38, 3), 'window'))).toBe("b'\\0037\\48\\3'");
  });
});

describe('names on a board', () => {
  it('are absolute, whatever the working directory is', () => {
    expect(boardPath('app.py')).toBe('/app.py');
    expect(boardPath('/lib/x y.py')).toBe('/lib/x y.py');
  });

  it.each(['', '/', 'a//b', '../x', 'a/../b', '.', 'x\0y', 'x.usb', 'é'.repeat(126)])(
    'refuses %j',
    (name) => {
      expect(() => boardPath(name)).toThrow('file-name-invalid');
    },
  );
});
