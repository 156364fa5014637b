/** A board over the real serial driver, once: the whole suite is in `pty.long.test.ts`. */
import { expect, it } from 'vitest';
import { openBoard, readFile, writeFiles } from '../../main/serial/index.ts';
import { canMakePty } from '../capabilities.ts';
import { ptyRig } from './virtual-rig.ts';

it.skipIf(!canMakePty)(
  'a virtual Pico behind a PTY runs what it is told and keeps what it is given',
  async () => {
    const rig = await ptyRig('pico');
    try {
      const content = Uint8Array.from({ length: 3000 }, (_, n) => (n * n) % 256);
      const board = await openBoard(rig);
      expect(await board.exec('print("ä", 6 * 7)')).toBe('ä 42\n');
      await writeFiles(board, [{ name: 't-bytes', content }]);
      expect(await readFile(board, 't-bytes')).toEqual(content);
      await board.close();
      expect(rig.board.flash.entries.get('t-bytes')).toEqual(content);
    } finally {
      await rig.close();
    }
  },
);
