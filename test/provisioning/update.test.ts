import { expect, test } from 'vitest';
import { hasAll } from '../../main/provisioning/update.ts';

const hashes = { 'main.py': 'a'.repeat(32), 'app.py': 'b'.repeat(32) };

test('a board has its software when it reported every file of its type, with the type’s own content', () => {
  expect(hasAll({ files: hashes, overlay: {} }, { hashes })).toBe(true);
  expect(hasAll({ files: { ...hashes, 'mine.py': 'c'.repeat(32) }, overlay: {} }, { hashes })).toBe(true);
});

test.each([
  ['nothing yet', {}, {}],
  ['a file missing', { 'main.py': hashes['main.py'] }, {}],
  ['a file of other content', { ...hashes, 'app.py': 'd'.repeat(32) }, {}],
  ['a hotfix over a file', hashes, { 'app.py': 'e'.repeat(32) }],
])('%s is no proof', (_, files, overlay) => {
  expect(hasAll({ files, overlay }, { hashes })).toBe(false);
});
