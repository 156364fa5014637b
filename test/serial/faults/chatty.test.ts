/** A board whose port stays while it is reset in the middle of a transfer: what its program says is no answer, and it gets no files typed. */
import { expect, test } from 'vitest';
import { openBoard, writeFiles } from '../../../main/serial/index.ts';
import { trips } from '../../../main/virtual/index.ts';
import { powered, testBench } from '../../virtual/support.ts';
import { seeded } from '../random.ts';
import { outcome } from './rig.ts';

/** Says all the letters of a receiver, for ever, and keeps on the flash what is typed. */
const CHATTER = `import select,sys,time
poll=select.poll()
poll.register(sys.stdin,select.POLLIN)
heard=open('heard.txt','a')
while True:
 print('r..wK..r')
 time.sleep_ms(20)
 while poll.poll(0):
  heard.write(sys.stdin.read(1))
  heard.flush()
`;

test.each([6000, 12_000])('reset at byte %i', async (offset) => {
  const bench = testBench();
  const { board: device, terminal } = powered(bench, { kind: 'esp32' }, { 'main.py': CHATTER });
  await terminal.until('r..wK..r');
  await terminal.close();
  const board = await openBoard({ ports: bench.ports, path: device.path });
  device.cable.add(
    'down',
    trips(offset, () => void device.reset()),
  );
  const random = seeded(3);
  const files = ['a', 'b'].map((name) => ({
    name,
    content: Uint8Array.from({ length: 10_000 }, () => 97 + Math.floor(random() * 26)),
  }));
  const result = await outcome(writeFiles(board, files));
  expect(['done', 'board-silent', 'board-protocol', 'link-noisy', 'board-exec']).toContain(result);
  // A few bytes to get hold of it, and no letters of files.
  expect(device.flash.text('heard.txt') ?? '').not.toMatch(/[a-z]{12}/);
  await writeFiles(board, files);
  for (const { name, content } of files)
    expect(Buffer.from(device.flash.entries.get(name) ?? []).equals(Buffer.from(content))).toBe(true);
  await board.close();
});
