/** Two programs on one port, over the real serial driver; programs that are killed are in `host.long.test.ts`. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, test } from 'vitest';
import { openBoard, writeFiles } from '../../../main/serial/index.ts';
import { canMakePty } from '../../capabilities.ts';
import { HOST, oldRig } from './host.ts';
import { editionOn, outcome, setOf } from './rig.ts';

describe.skipIf(!canMakePty)('over a PTY', () => {
  test('two programs on one port: the second is told that it is busy, the first does not notice', async () => {
    const rig = await oldRig();
    const first = await openBoard(rig);
    const writing = writeFiles(first, setOf('new'));
    expect(await outcome(openBoard(rig))).toBe('port-busy');
    const other = spawn(process.execPath, [HOST, rig.path], { stdio: ['ignore', 'ignore', 'pipe'] });
    let said = '';
    other.stderr.on('data', (bytes: Buffer) => {
      said += bytes.toString();
    });
    await once(other, 'exit');
    expect(said).toContain('port-busy');
    await writing;
    await first.close();
    expect(editionOn(rig.board)).toBe('new');
  });
});
