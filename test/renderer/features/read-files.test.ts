import { expect, it } from 'vitest';
import { readAll } from '../../../renderer/features/updates/read-files.ts';

const there = { name: 'app.py', text: async () => 'pass\n' };

it('gives the text of each file by its name', async () => {
  expect(await readAll([there])).toEqual({ status: 'read', files: { 'app.py': 'pass\n' } });
});

it('names the file that is no longer as it was chosen, whatever else could be read', async () => {
  const gone = { name: 'driver.py', text: () => Promise.reject(new DOMException('', 'NotReadableError')) };
  expect(await readAll([there, gone])).toMatchObject({
    status: 'unreadable',
    failure: { code: 'file-unreadable', params: { path: 'driver.py' } },
  });
});
