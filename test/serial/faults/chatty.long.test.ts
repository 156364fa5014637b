/** Boards that are reset in the middle of a step, while their port stays, and whose program never stops talking: each wait has an end. */
import { expect, test } from 'vitest';
import { openBoard, writeFiles } from '../../../main/serial/index.ts';
import type { Stage } from '../../../main/virtual/cable.ts';
import { trips } from '../../../main/virtual/index.ts';
import { powered, testBench } from '../../virtual/support.ts';
import { outcome } from './rig.ts';

const CHATTER = 'import time\nwhile True:\n print("still here")\n time.sleep_ms(200)\n';

/** When the board has taken a source and begins to run it. */
function onAccepted(what: () => void): Stage {
  let over = false;
  return (deliver) => ({
    send(bytes) {
      const end = over ? -1 : bytes.indexOf(0x04);
      if (end < 0) return deliver(bytes);
      over = true;
      deliver(bytes.subarray(0, end + 1));
      what();
    },
    cut() {},
  });
}

test.each([
  ['while it takes a source', 'down', (reset: () => void) => trips(700, reset)],
  ['while it runs one', 'up', onAccepted],
] as const)(
  '%s',
  async (_, direction, stage) => {
    const bench = testBench();
    const { board: device, terminal } = powered(bench, { kind: 'esp32' }, { 'main.py': CHATTER });
    await terminal.until('still here');
    await terminal.close();
    const board = await openBoard({ ports: bench.ports, path: device.path });
    device.cable.add(
      direction,
      stage(() => void device.reset()),
    );
    const files = [{ name: 'a.bin', content: crypto.getRandomValues(new Uint8Array(20_000)) }];
    expect(['board-silent', 'board-protocol', 'link-noisy', 'done']).toContain(
      await outcome(writeFiles(board, files)),
    );
    // The board can be had again at once.
    await writeFiles(board, files);
    expect(
      Buffer.from(device.flash.entries.get('a.bin') ?? []).equals(Buffer.from(files[0]?.content ?? [])),
    ).toBe(true);
    await board.close();
  },
  180_000,
);
