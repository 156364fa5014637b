/** A program that is killed at more places, and one that takes what is another's. */
import { createReadStream } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { openBoard, writeFiles } from '../../../main/serial/index.ts';
import { canMakePty } from '../../capabilities.ts';
import { oldRig, survivesKill } from './host.ts';
import { editionOn, outcome, setOf } from './rig.ts';

describe.skipIf(!canMakePty)('over a PTY', () => {
  test.each([1, 2, 4, 6, 9, 11])('a program that is killed after %i flash operations', (operations) =>
    survivesKill(operations),
  );

  test('a program that locks nothing and reads the port too: nothing wrong gets a name, and without it the job finishes', async () => {
    const rig = await oldRig();
    const first = await openBoard(rig);
    // As `cat` does: the system gives each byte to one of the two.
    const thief = createReadStream(rig.path);
    thief.on('error', () => {});
    thief.resume();
    const result = await outcome(writeFiles(first, setOf('new')));
    expect(['done', 'board-silent', 'board-protocol', 'board-busy', 'link-noisy']).toContain(result);
    thief.destroy();
    expect(editionOn(rig.board)).toMatch(/^(old|new)$/);
    await first.close();
    const second = await openBoard(rig);
    await writeFiles(second, setOf('new'));
    await second.close();
    expect(editionOn(rig.board)).toBe('new');
  }, 120_000);
});
