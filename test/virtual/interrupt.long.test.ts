/** Ctrl-C for several boards, and in the midst of a reset. */
import { expect, test } from 'vitest';
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
