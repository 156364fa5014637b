/** The largest file that a board is expected to take. */
import { expect, test } from 'vitest';
import { writeFiles } from '../../../main/serial/index.ts';
import { trips } from '../../../main/virtual/index.ts';
import { seeded } from '../random.ts';
import { oldBoard, outcome } from './rig.ts';

test.each(['pico', 'esp32'] as const)(
  '500,000 bytes onto a %s, with the plug pulled on the way',
  async (kind) => {
    const { device, open } = await oldBoard({ kind });
    const random = seeded(5);
    const content = Uint8Array.from({ length: 500_000 }, () => Math.floor(random() * 256));
    const first = await open();
    device.cable.add(
      'down',
      trips(300_000, () => void device.unplug()),
    );
    const files = [{ name: 'large.bin', content }];
    expect(await outcome(writeFiles(first, files))).toMatch(/^(port-vanished|transfer-broken)$/);
    await first.close();
    expect(device.flash.entries.has('large.bin')).toBe(false);
    device.plug();
    const board = await open();
    await writeFiles(board, files);
    expect(Buffer.from(device.flash.entries.get('large.bin') ?? []).equals(Buffer.from(content))).toBe(true);
    await board.close();
  },
  180_000,
);
