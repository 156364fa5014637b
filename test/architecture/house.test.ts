import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { faultsOf, sizeOf, strayIn } from './house-rules.ts';
import { list, ROOT, read, SHIPPED } from './shipped.ts';

const BINARY = /\.(png|ico|icns|woff2?|wav|mp3|wasm|uf2|bin|gz|zip)$/;

describe('the shipped files', () => {
  it('keep the rules of the house', () => {
    const paths = list(SHIPPED).filter((path) => !BINARY.test(path));
    expect(paths.length).toBeGreaterThan(10);
    expect(paths.flatMap((path) => faultsOf(path, read(path))).join('\n')).toBe('');
  });

  it('and the tests say why they are long, where they are', () => {
    const paths = list(['test']).filter((path) => !BINARY.test(path));
    expect(paths.length).toBeGreaterThan(10);
    expect(paths.flatMap((path) => sizeOf(path, read(path))).join('\n')).toBe('');
  });

  it('and the pages and settings beside them name no computer', () => {
    const top = readdirSync(ROOT, { withFileTypes: true })
      .filter((entry) => entry.isFile() && /\.(md|json|ts)$/.test(entry.name))
      .map((entry) => entry.name);
    const paths = [...top, ...list(['docs', '.ci'])].filter((path) => !BINARY.test(path));
    expect(paths.flatMap((path) => strayIn(path, read(path))).join('\n')).toBe('');
  });
});

describe('the rules of the house', () => {
  const lines = (count: number, top = '') => `${top}\n${'const a = 1;\n'.repeat(count)}`;

  it('want a reason of a long file', () => {
    expect(faultsOf('main/a.ts', lines(398))).toEqual([]);
    expect(faultsOf('main/a.ts', lines(401))).toHaveLength(1);
    expect(faultsOf('main/a.ts', lines(401, '// Long because the table is one table.'))).toEqual([]);
    expect(faultsOf('main/a.ts', lines(401, '// Long because'))).toHaveLength(1);
    expect(faultsOf('firmware/boot.py', `# Long because it stands alone.\n${'x\n'.repeat(500)}`)).toEqual([]);
  });

  it('want firmware that a Pico W can compile', () => {
    expect(faultsOf('firmware/boot.py', 'x'.repeat(20_480))).toEqual([]);
    expect(faultsOf('firmware/boot.py', 'x'.repeat(20_481))).toHaveLength(1);
    expect(faultsOf('firmware/boot.py', `${'x'.repeat(20_479)}\n# why`)).toEqual([]);
    expect(faultsOf('firmware/platform/app.py', `${'x'.repeat(20_479)}\n# why`)).toHaveLength(1);
  });

  it('know any from the word any', () => {
    expect(faultsOf('main/a.ts', '// any\nconst any = "any"; export type Any = unknown;')).toEqual([]);
    expect(faultsOf('main/a.ts', '\nexport const a = (b: any[]) => b;')).toEqual([
      'main/a.ts:2 says any; unknown and a check say what is meant',
    ]);
    expect(faultsOf('main/a.ts', '// @ts-ignore\nexport const a = 1;')).toHaveLength(1);
    expect(faultsOf('main/a.ts', 'export const a = "@ts-ignore";')).toEqual([]);
  });

  it('know a path of one machine from a route', () => {
    const home = ['', 'home', 'kim', 'bench'].join('/');
    expect(strayIn('a.md', `see ${home}`)).toHaveLength(1);
    expect(strayIn('a.ts', `'C:${'\\'}Users${'\\'}kim'`)).toHaveLength(1);
    expect(
      strayIn('a.md', 'GET /iot/boot and api.example.net/home/page and renderer/features/work/x.ts'),
    ).toEqual([]);
    expect(strayIn('.npmrc', `x=https:${'//'}registry.example.net`)).toHaveLength(1);
  });
});
