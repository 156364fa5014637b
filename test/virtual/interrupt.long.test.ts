/** Ctrl-C for several boards, and in the midst of a reset. */
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { expect, test } from 'vitest';
import { endThread, interruptThread } from '../../main/virtual/interrupt.ts';
import { LOOK_UP } from '../../main/virtual/vm/messages.ts';
import { boardEvent, CTRL_C, powered, RAW_BANNER, testBench } from './support.ts';

test('two boards that spin at once, while a third one waits', async () => {
  const bench = testBench();
  const spinning = ['pico', 'esp32'] as const;
  const boards = spinning.map((kind) =>
    powered(bench, { kind }, { 'main.py': 'print("go")\nwhile True: pass\n' }),
  );
  const waiting = powered(
    bench,
    { kind: 'pico' },
    { 'main.py': 'import time\nprint("go")\ntime.sleep(60)\n' },
  );
  for (const { terminal } of [...boards, waiting]) await terminal.until('go\r\n');
  await Promise.all(boards.map(({ terminal }) => terminal.ask(CTRL_C, 'KeyboardInterrupt')));
  expect(waiting.terminal.seen).toBe('');
  expect(await waiting.terminal.ask(CTRL_C, '>>> ')).toContain('KeyboardInterrupt');
});

test('a board that is powered off or reset while it is being interrupted', async () => {
  const bench = testBench();
  const { board, terminal } = powered(
    bench,
    { kind: 'esp32' },
    { 'main.py': 'print("go")\nwhile True: pass\n' },
  );
  await terminal.until('go\r\n');
  await terminal.type(CTRL_C);
  await board.reset();
  await terminal.until('go\r\n');
  await terminal.type(CTRL_C);
  const off = boardEvent(board, 'state', (one) => one.state === 'off');
  await board.powerOff();
  await off;
  board.powerOn();
  await terminal.until('go\r\n');
  await terminal.ask(CTRL_C, '>>> ');
  await terminal.ask('\x01', RAW_BANNER);
});

test('boards that are powered off at any moment of an interrupt, their own or another one’s', async () => {
  const bench = testBench();
  // A session begins 100 ms after a Ctrl-C that nobody has seen; each of these moments has its turn.
  const moments = Array.from({ length: 16 }, (_, at) => 95 + ((at * 7) % 25));
  const busy = () => powered(bench, { kind: 'esp32' }, { 'main.py': 'print("go")\nwhile True: pass\n' });
  await Promise.all(
    [busy(), busy(), busy()].map(async ({ board, terminal }) => {
      for (const moment of moments) {
        await terminal.until('go\r\n');
        await terminal.type(CTRL_C);
        await sleep(moment);
        // It resolves when the thread is gone, and one that forgot its end would never be.
        await board.powerOff();
        board.powerOn();
      }
    }),
  );
});

test('a thread that is at its answer for longer than an end waits is ended all the same, and holds up nobody', async () => {
  const body = `const { parentPort } = require('node:worker_threads');
  globalThis.${LOOK_UP} = () => {
    parentPort.postMessage('asked');
    for (const end = performance.now() + 900; performance.now() < end; );
  };
  parentPort.postMessage('up');
  for (;;);`;
  const worker = new Worker(body, { eval: true, name: 'slow to answer' });
  await once(worker, 'message');
  const asked = once(worker, 'message');
  const session = interruptThread('slow to answer');
  await asked;
  await endThread(worker);
  await session;
  await interruptThread('nobody');
});
