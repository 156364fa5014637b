/** Boards that are reset in the middle of a transfer, while their port stays, and whose program never stops talking. */
import { expect, test } from 'vitest';
import { openBoard, writeFiles } from '../../main/serial/index.ts';
import { trips } from '../../main/virtual/index.ts';
import { powered, testBench } from '../virtual/support.ts';
import { outcome } from './faults-rig.ts';

const CHATTER = 'import time\nwhile True:\n print("still here")\n time.sleep_ms(200)\n';

test.each([['while it takes a source', 1500] as const, ['while it runs one', 700] as const])(
  'its talk is no answer: %s',
  async (_, offset) => {
    const bench = testBench();
    const { board: device, terminal } = powered(bench, { kind: 'esp32' }, { 'main.py': CHATTER });
    await terminal.until('still here');
    await terminal.close();
    const board = await openBoard({ ports: bench.ports, path: device.path });
    device.cable.add(
      'down',
      trips(offset, () => void device.reset()),
    );
    const files = [{ name: 'a.bin', content: crypto.getRandomValues(new Uint8Array(20_000)) }];
    const code = await outcome(writeFiles(board, files));
    expect(['board-silent', 'board-protocol', 'link-noisy', 'done']).toContain(code);
    // The board can be had again at once.
    await writeFiles(board, files);
    await board.close();
  },
  120_000,
);
