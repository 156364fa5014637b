import { afterEach, expect, test, vi } from 'vitest';
import { openBoard, watchBoard, writeFiles } from '../../main/serial/index.ts';
import { createVirtualBench } from '../../main/virtual/index.ts';

const virtual = createVirtualBench();
afterEach(() => vi.useRealTimers());

async function powered() {
  const board = virtual.addBoard({ kind: 'esp32' });
  await vi.waitFor(() => expect(board.state).toBe('running'), { interval: 5, timeout: 5000 });
  return board;
}

test('a cable that was pulled for good ends a wait for a line, a reset does not', async () => {
  const board = await powered();
  const watched = await watchBoard({ ports: virtual.ports, path: board.path });
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const waiting = watched.waitForLine(() => false, { since: 'now' });
  let ended = false;
  waiting
    .catch(() => undefined)
    .then(() => {
      ended = true;
    });
  await board.powerOff();
  await vi.advanceTimersByTimeAsync(14_000);
  expect(ended).toBe(false);
  await vi.advanceTimersByTimeAsync(2_000);
  await expect(waiting).rejects.toMatchObject({ code: 'port-vanished' });
  await watched.close();
});

test('a stop between two renames comes too late: all files are new', async () => {
  const board = await powered();
  const open = await openBoard({ ports: virtual.ports, path: board.path });
  const files = (text: string) =>
    Array.from({ length: 12 }, (_, n) => ({ name: `f${n}.txt`, content: Buffer.from(`${text} ${n}`) }));
  await writeFiles(open, files('old'));
  const stop = new AbortController();
  let renames = 0;
  const unwatch = board.onEvent((event) => {
    if (event.type === 'flash' && board.flash.text('f0.txt') === 'new 0' && ++renames === 3) stop.abort();
  });
  await writeFiles(open, files('new'), { signal: stop.signal });
  unwatch();
  expect(stop.signal.aborted).toBe(true);
  for (let n = 0; n < 12; n++) expect(board.flash.text(`f${n}.txt`)).toBe(`new ${n}`);
  await open.close();
  await virtual.close();
});
