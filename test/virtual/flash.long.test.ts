/** A power cut after each operation of an update: the files together, and in which order. */
import { describe, expect, test } from 'vitest';
import { boardEvent, powered, testBench, untilState } from './support.ts';

describe('power cut after the k-th operation', () => {
  /** Old or new, the two files together: what a careful update does. */
  const UPDATE = `
import os
for name in ("lib.py", "app.py"):
    with open(name + ".new", "w") as f:
        f.write("new " + name)
for name in ("lib.py", "app.py"):
    os.rename(name + ".new", name)
open("done", "w").close()
`;

  test('every file is the old one or the new one, and the order of operations holds', async () => {
    const bench = testBench();
    const { board } = powered(bench, { kind: 'pico', power: 'off' });
    const seen: string[] = [];
    for (let k = 1; k <= 8; k++) {
      await board.powerOff();
      for (const name of [...board.flash.entries.keys()]) board.flash.remove(name);
      for (const name of ['lib.py', 'app.py']) board.flash.write(name, `old ${name}`);
      board.flash.write('main.py', UPDATE);
      const before = board.flash.operations;
      board.cutPowerAfter(k);
      const end =
        k < 8
          ? boardEvent(board, 'power-cut')
          : boardEvent(board, 'flash', (one) => one.operations === before + 7);
      board.powerOn();
      await end;
      await untilState(board, k < 8 ? 'off' : 'running');
      expect(board.flash.operations - before).toBe(Math.min(k, 7));
      const [lib, app] = ['lib.py', 'app.py'].map((name) => board.flash.text(name)?.split(' ')[0]);
      seen.push(`${lib} ${app} ${board.flash.entries.has('done')}`);
      for (const name of ['lib.py', 'app.py']) {
        expect([`old ${name}`, `new ${name}`]).toContain(board.flash.text(name));
        expect(['', `new ${name}`, undefined]).toContain(board.flash.text(`${name}.new`));
      }
    }
    expect(seen).toEqual([
      'old old false',
      'old old false',
      'old old false',
      'old old false',
      'new old false',
      'new new false',
      'new new true',
      'new new true',
    ]);
  });
});
