/** A fault that only a virtual board lets happen at will: a program that looks at nothing. */
import { expect, onTestFinished, test } from 'vitest';
import { openBoard } from '../../../main/serial/index.ts';
import { createVirtualBench } from '../../../main/virtual/index.ts';

test('a program that spins is cancelled', async () => {
  const bench = createVirtualBench();
  onTestFinished(() => bench.close());
  const device = bench.addBoard({ kind: 'esp32' });
  const board = await openBoard({ ports: bench.ports, path: device.path });
  const control = new AbortController();
  const running = board.exec('print("on")\nwhile True: pass', {
    signal: control.signal,
    onOutput: () => control.abort('enough'),
  });
  await expect(running).rejects.toBe('enough');
  expect(await board.exec('print(1)')).toBe('1\n');
  await board.close();
});
