/** What boot.py reads and writes: little at a time, and nothing twice. */
import { describe, expect, it } from 'vitest';
import { bootPy } from './support.ts';
import { isThrifty, OLD, size, thriftRig, up } from './thrift-rig.ts';

describe('an update in the manifest form', () => isThrifty('manifest'));

it('a boot with nothing to do reads each file once, and writes its line of log', async () => {
  const { rig } = await thriftRig(OLD, { software: OLD });
  await up(rig, () => rig.board.powerOn());
  rig.board.meters.reset();
  const operations = rig.board.flash.operations;
  await up(rig, () => rig.board.reset());
  const { readByFile, flashWrite } = rig.board.meters;
  expect(readByFile.get('app.py')).toBe(size(OLD['app.py']));
  expect(readByFile.get('same.py')).toBe(size(OLD['same.py']));
  // These two are also what the board runs.
  expect(readByFile.get('main.py')).toBe(2 * size(OLD['main.py']));
  expect(readByFile.get('boot.py')).toBe(2 * size(bootPy));
  expect(rig.board.flash.operations - operations).toBe(1);
  expect(flashWrite.bytes).toBe(size('2026-11-23 05:04:55 up to date\n'));
});
