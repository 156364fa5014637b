/** The swap by itself: all or none, whatever of it is missing or arrives wrong. */
import { expect, test } from 'vitest';
import { swap } from '../../../main/serial/transfer/swap.ts';
import { oldBoard } from '../faults/rig.ts';

const NAMES = ['/data.bin', '/parts.py', '/boot.py'];

test.each(['deflate', 'stored'] as const)(
  'a staged file that is not there: nothing takes its name (%s)',
  async (coding) => {
    const { device, open } = await oldBoard({ kind: 'pico' });
    const board = await open();
    for (const name of ['data.bin', 'boot.py']) await board.exec(`open('${name}.usb','w').close()`);
    const before = new Map(device.flash.entries);
    await expect(board.exec(swap(NAMES, 'window', coding))).rejects.toMatchObject({
      code: 'board-exec',
      params: { error: expect.stringMatching(/^OSError.*2/) },
    });
    for (const name of ['data.bin', 'parts.py', 'boot.py'])
      expect(device.flash.entries.get(name)).toEqual(before.get(name));
    // With it there they all do.
    await board.exec(`open('parts.py.usb','w').close()`);
    expect(await board.exec(swap(NAMES, 'window', coding))).toBe('R\n');
    for (const name of ['data.bin', 'parts.py', 'boot.py']) expect(device.flash.text(name)).toBe('');
    await board.close();
  },
);

test('a bit that turned in it: it is not run, or it fails, and nothing has changed; or it is run whole', async () => {
  const { device, open } = await oldBoard({ kind: 'esp32' });
  const board = await open();
  for (const name of NAMES) await board.exec(`open('${name}.usb','w').close()`);
  const source = swap(NAMES, 'window', 'stored');
  const before = new Map(device.flash.entries);
  for (let at = 3; at < source.length; at += 41) {
    const garbled = Uint8Array.from(source);
    garbled[at] = (garbled[at] ?? 0) ^ 0x20;
    const said = await board.exec(garbled).catch(() => 'failed');
    if (said === 'R\n') {
      // Only what comes after the seal may be wrong then.
      expect(at).toBeGreaterThan(source.length - 20);
      for (const name of ['data.bin', 'parts.py', 'boot.py']) expect(device.flash.text(name)).toBe('');
      break;
    }
    expect(['M\n', '', 'failed'], `byte ${at}`).toContain(said);
    for (const name of ['data.bin', 'parts.py', 'boot.py'])
      expect(device.flash.entries.get(name), `byte ${at}`).toEqual(before.get(name));
  }
  await board.close();
});
