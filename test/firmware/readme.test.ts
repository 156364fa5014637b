import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { softwareOf } from './support.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const readme = readFileSync(join(ROOT, 'firmware', 'README.md'), 'utf8');

it("the platform's files have the number and the size that it names", () => {
  const files = Object.entries(softwareOf()).filter(([name]) => name !== 'app.py');
  const bytes = files.map(([, text]) => Buffer.byteLength(text));
  expect(readme).toContain("the platform's eight together at most 48 kB");
  expect(files).toHaveLength(8);
  expect(Math.max(...bytes)).toBeLessThan(20 * 1024);
  expect(bytes.reduce((sum, size) => sum + size)).toBeLessThan(48 * 1024);
});
