/** A memory card beside the flash: not a place of the set, however much is on it. */
import { expect, onTestFinished, test } from 'vitest';
import { listTree } from '../../../main/boards/tree.ts';
import { openBoard, untilPlugged, writeFiles } from '../../../main/serial/index.ts';
import { createVirtualBench } from '../../../main/virtual/index.ts';

/** A folder that says of itself what a mounted card would: the virtual flash takes no second file system. */
const MOUNT = `import os
os.mkdir('sd')
with open('sd/photo.bin','w') as f:f.write('x')
with open('old.py','w') as f:f.write('x')
_plain=os.statvfs
def _statvfs(p):
 v=_plain(p)
 return (32768,32768,240000)+v[3:] if p.strip('/').startswith('sd') else v
os.statvfs=_statvfs
`;

test('its files are neither listed as stale nor removed, and a tree names it without walking in', async () => {
  const bench = createVirtualBench();
  onTestFinished(() => bench.close());
  const device = bench.addBoard({ kind: 'esp32' });
  await untilPlugged(bench.ports, device.path, AbortSignal.timeout(10_000));
  const board = await openBoard({ ports: bench.ports, path: device.path });
  onTestFinished(() => board.close());
  await board.exec(MOUNT);

  const tree = await listTree(board);
  expect(tree.map(({ name }) => name)).toContain('sd');
  expect(tree.map(({ name }) => name)).not.toContain('sd/photo.bin');
  expect((await listTree(board, 'sd')).map(({ name }) => name)).toEqual(['sd/photo.bin']);

  const content = new TextEncoder().encode('new');
  const result = await writeFiles(board, [{ name: 'a.py', content }], { removeStale: () => true });
  expect(result.removed).toContain('old.py');
  expect([...result.removed, ...result.stale]).not.toContain('sd/photo.bin');
  expect(device.flash.text('sd/photo.bin')).toBe('x');
});
