/** The lean copy of MicroPython source: the same program on the same lines. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { leanOf } from '../../main/provisioning/lean.ts';

const FIRMWARE = join(import.meta.dirname, '..', '..', 'firmware');
const firmware = readdirSync(FIRMWARE, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.py'))
  .map((name) => [name, readFileSync(join(FIRMWARE, name), 'utf8')] as const);

describe('a lean copy', () => {
  it.each<[string, string, string]>([
    ['comments go', 'a = 1  # why\n# alone\nb = 2', 'a=1\n\nb=2'],
    ['what looks like a comment stays', `a = '#'  # "`, `a='#'`],
    ['what looks like a text in a comment is none', `a = 1  # it's\nb = 2`, 'a=1\nb=2'],
    ['escaped quotes end nothing', String.raw`a = 'it\'s # ' + "\\"  # b`, String.raw`a='it\'s # '+"\\"`],
    ['texts of many lines stay as they are', `a = '''x  # y\n\n  z''' + b`, `a='''x  # y\n\n  z'''+b`],
    ['prefixes stay', String.raw`a = rb'\\' + b' b' or r"c"`, String.raw`a=rb'\\'+b' b'or r"c"`],
    [
      'docstrings go, their lines stay',
      `def f():\n\t"""one\n\ttwo"""\n\treturn 1`,
      'def f():\n\n\n\treturn 1',
    ],
    [
      'a docstring alone in its block becomes pass',
      `class A:\n\t'''x\n\ty'''\nb = 1`,
      'class A:\n\tpass\n\nb=1',
    ],
    ['and at the end', `if a:\n\tb = 1\nelse:\n\t'x'  # why`, `if a:\n\tb=1\nelse:\n\tpass`],
    ['an f-string alone may call something', `def f():\n\tf'{g()}'`, `def f():\n\tf'{g()}'`],
    ['words keep apart', 'return not a in b', 'return not a in b'],
    ['words and numbers keep apart', 'a = 1 if b else 0x2', 'a=1 if b else 0x2'],
    ['a number keeps its dot away', 'a = 1 .real', 'a=1 .real'],
    ['signs that would join keep apart', 'a < - b, c = * d, e - - f, g * * h', 'a<-b,c=*d,e--f,g* *h'],
    ['brackets span lines', 'a = [\n\t\t1,  # one\n\n\t\t2,\n\t]\nb', 'a=[\n1,\n\n2,\n]\nb'],
    ['a backslash spans lines', 'a = b \\\n\tand c', 'a=b\\\nand c'],
    ['indentation stays', 'if a:\n    if b:\n        c = 1', 'if a:\n    if b:\n        c=1'],
    ['lines of Windows become lines', 'a = 1\r\nb = 2\r\n', 'a=1\nb=2\n'],
  ])('%s', (_, source, lean) => {
    expect(leanOf(source)).toBe(lean);
  });

  it.each(['a = "x', "a = '''x", 'a = \\ b', 'a = "x\ny"'])('of %j there is none', (source) => {
    expect(() => leanOf(`b = 1\n${source}`)).toThrow('line 2');
  });

  it.each(firmware)('of %s has its lines and is lean already', (_, source) => {
    const lean = leanOf(source);
    expect(lean.split('\n')).toHaveLength(source.split('\n').length);
    expect(leanOf(lean)).toBe(lean);
    expect(lean.length).toBeLessThan(source.length);
  });
});
