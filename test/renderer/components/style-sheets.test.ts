/** Style sheets are not checked by the compiler; what can go wrong in them unseen is held here. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseSync, Visitor } from 'vite';
import { describe, expect, it } from 'vitest';
import { list, ROOT, read } from '../../architecture/shipped.ts';

const files = list(['renderer']);
const modules = files.filter((path) => path.endsWith('.module.css'));
const scripts = files.filter((path) => /\.tsx?$/.test(path) && !path.endsWith('.d.ts'));
const tokens = new Set(
  [...read('renderer/styles/tokens.css').matchAll(/^\s*(--[\w-]+):/gm)].map(([, name]) => name),
);
const classesOf = (css: string) =>
  new Set(
    [...css.replace(/url\([^)]*\)/g, '').matchAll(/\.([a-zA-Z]\w*)(?![^{}]*;)/g)].map(
      ([, name = '']) => name,
    ),
  );

/** The classes that a script takes from the sheet of that name, under whatever name it imports it. */
function usedOf(script: string, sheet: string): string[] {
  const [, local] =
    new RegExp(`import (\\w+) from '[^']*/${sheet.replaceAll('.', '\\.')}'`).exec(script) ?? [];
  if (local === undefined) return [];
  const body = script.replace(/^import .*$/gm, '');
  return [...body.matchAll(new RegExp(`\\b${local}\\.(\\w+)`, 'g'))].map(([, one = '']) => one);
}

describe.each(modules)('%s', (path) => {
  const css = read(path).replace(/\/\*[\s\S]*?\*\//g, '');
  const name = path.split('/').at(-1) ?? '';
  const used = new Set(scripts.flatMap((script) => usedOf(read(script), name)));

  it('has every class that is used, and no other', () => {
    const local = css.replace(/:global\([^)]*\)/g, '');
    expect([...used].filter((one) => !classesOf(local).has(one))).toEqual([]);
    if (path.startsWith('renderer/components/'))
      expect([...classesOf(local)].filter((one) => !used.has(one))).toEqual([]);
  });

  it('takes its colours and fonts from the tokens', () => {
    expect(css.match(/#[0-9a-fA-F]{3,8}\b|\brgba?\(|\bhsla?\(/g)).toBeNull();
    expect(css.match(/font-family:(?!\s*var)/g)).toBeNull();
    const own = new Set(
      [...css.matchAll(/^\s*(--[\w-]+):|@property (--[\w-]+)/gm)].map(([, a, b]) => a ?? b),
    );
    const unknown = [...css.matchAll(/var\((--[\w-]+)/g)]
      .map(([, one]) => one ?? '')
      .filter(
        (one) =>
          !tokens.has(one) && !own.has(one) && !/^--(state|fraction|mantine|button|input|ai)\b/.test(one),
      );
    expect(unknown).toEqual([]);
  });
});

/** Light and dark, each token as the browser would have it. */
const themes = ['light', 'dark'].map((name) => {
  const [block = ''] =
    new RegExp(`\\[data-mantine-color-scheme="${name}"\\] \\{[^}]*\\}`).exec(
      read('renderer/styles/tokens.css'),
    ) ?? [];
  return {
    name,
    values: new Map([...block.matchAll(/(--[\w-]+): (#[0-9a-f]+);/g)].map(([, a = '', b = '']) => [a, b])),
  };
});

describe.each(themes)('in $name', ({ values }) => {
  const ratio = (text: string, ground: string) => contrast(values.get(text) ?? '', values.get(ground) ?? '');

  it.each([
    ...['ink', 'ink-2', 'ink-3', 'accent-text', 'working', 'pass', 'attention', 'fail'].map((text) => [
      text,
      'panel',
    ]),
    ...['ink', 'ink-2', 'ink-3'].flatMap((text) =>
      ['chassis', 'inset', 'raised'].map((ground) => [text, ground]),
    ),
    ...['working', 'pass', 'attention', 'fail'].map((state) => [state, `${state}-soft`]),
    ['on-accent', 'accent'],
    ['on-accent', 'accent-hover'],
    ['on-fill', 'working-fill'],
    ['on-fill', 'pass-fill'],
    ['on-fill', 'fail-fill'],
    ['on-attention', 'attention-fill'],
    ['fail', 'inset'],
    ['accent-text', 'accent-soft'],
  ])('%s can be read on %s', (text, ground) => {
    expect(ratio(`--${text}`, `--${ground}`)).toBeGreaterThanOrEqual(4.5);
  });

  it('the edge of what takes input, and the numeral on a half-filled plate, can be seen', () => {
    expect(ratio('--edge', '--panel')).toBeGreaterThanOrEqual(3);
    expect(ratio('--working', '--working-mid')).toBeGreaterThanOrEqual(3);
  });
});

/** WCAG's ratio of two colours such as #15191a. */
function contrast(one: string, other: string): number {
  const [a, b] = [luminance(one), luminance(other)];
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

function luminance(colour: string): number {
  const digits =
    colour.length === 4 ? [...colour.slice(1)].map((d) => d + d) : (colour.match(/[0-9a-f]{2}/g) ?? []);
  expect(digits, colour).toHaveLength(3);
  const [r = 0, g = 0, b = 0] = digits.map((pair) => {
    const part = Number.parseInt(pair, 16) / 255;
    return part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

it('every stock component on a page has its style sheet', () => {
  const there = read('renderer/styles/mantine.css');
  const missing = scripts.flatMap((path) =>
    importedFrom(path, '@mantine/core')
      .filter((one) => existsSync(join(ROOT, `node_modules/@mantine/core/styles/${one}.layer.css`)))
      .filter((one) => !there.includes(`/${one}.layer.css`))
      .map((one) => `${path} uses ${one}: add its sheet to renderer/styles/mantine.css`),
  );
  expect(missing).toEqual([]);
});

function importedFrom(path: string, source: string): string[] {
  const names: string[] = [];
  new Visitor({
    ImportDeclaration: (node) => {
      if (node.source.value !== source) return;
      for (const one of node.specifiers) {
        if (one.type === 'ImportSpecifier' && one.imported.type === 'Identifier')
          names.push(one.imported.name);
      }
    },
  }).visit(parseSync(path, read(path)).program);
  return names;
}
