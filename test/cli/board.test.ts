/** Commands about one board, as processes of their own over node-serialport; the others are in `board.long.test.ts`. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { canMakePty } from '../capabilities.ts';
import { type BoardAtHand, boardAtHand } from './board-rig.ts';
import { createCli } from './support.ts';

describe.skipIf(!canMakePty)('a board on a port', () => {
  const cli = createCli();
  let at: BoardAtHand;
  beforeAll(async () => {
    at = await boardAtHand('esp32', { 'all.bin': new Uint8Array(256), 'lib/x.py': 'X = 1\n' });
  });
  afterAll(async () => {
    await cli.close();
    await at.close();
  });
  const run = (...args: string[]) => cli.run([...args, '--port', at.port]);

  test('ls tells files and room', async () => {
    const said = await run('ls');
    expect(said.stderr).toBe('');
    expect(said.code).toBe(0);
    expect(said.stdout).toMatch(/^ {4}256 B {2}all\.bin$/m);
    expect(said.stdout).toMatch(/^ +lib\/$/m);
    expect(said.stdout).toMatch(/ of 2097\.2 kB free\.\n$/);
  });

  test('exec prints what the program printed; one that fails is exit code 1, with its traceback', async () => {
    const failed = await run('exec', 'print("so far", "ü")\n1/0');
    expect(failed.code).toBe(1);
    expect(failed.stdout).toBe('so far ü\n');
    expect(failed.stderr).toContain('Traceback');
    expect(failed.stderr).toContain('ZeroDivisionError');
  });
});
