/** More resets and watchdogs than `machine.test.ts` waits for. */
import { describe, expect, test } from 'vitest';
import { boardEvent, CTRL_C, CTRL_D, powered, rawBoard, testBench } from './support.ts';

describe('resets and their causes', () => {
  const CAUSE = 'import machine; print("cause", machine.reset_cause(), end=";")\n';

  test.each([['esp32', [1, 2, 1, 5]]] as const)(
    '%s: power on, machine.reset(), the button, a soft reset',
    async (kind, causes) => {
      const { board, terminal } = powered(testBench(), { kind }, { 'main.py': CAUSE });
      const next = () => terminal.until(';').then((text) => Number(/cause (\d)/.exec(text)?.[1]));
      const seen = [await next()];
      await terminal.until('>>> ');
      await terminal.type('machine.reset()\r');
      seen.push(await next());
      await terminal.until('>>> ');
      await board.reset();
      seen.push(await next());
      await terminal.until('>>> ');
      await terminal.type(CTRL_D);
      seen.push(await next());
      expect(seen).toEqual(causes);
    },
  );

  test('machine.reset() runs no finally', async () => {
    const { terminal } = await rawBoard(
      testBench(),
      { kind: 'esp32' },
      { 'main.py': 'print("up", end=";")' },
    );
    await terminal.type(`import machine\ntry:\n  machine.reset()\nfinally:\n  print("finally")${CTRL_D}`);
    expect(await terminal.until('up;')).not.toContain('finally');
  });

  test.each([
    ['pico', 'sleeps', 'import time\ntime.sleep(60)'],
    ['esp32', 'spins', 'while True: pass'],
  ] as const)('%s: a watchdog that is fed holds; a program that %s is reset', async (kind, _, starve) => {
    const { board, terminal } = powered(
      testBench(),
      { kind },
      {
        'main.py': `import machine, time\nprint("cause", machine.reset_cause(), end=";")\nif machine.reset_cause() == 1:\n  w = machine.WDT(timeout=1500)\n  for i in range(18): time.sleep_ms(100); w.feed()\n  print("starve", end=";")\n  ${starve.replaceAll('\n', '\n  ')}\n`,
      },
    );
    await terminal.until('cause 1;');
    const reset = boardEvent(board, 'reset');
    await terminal.until('starve;');
    expect(await reset).toEqual({ type: 'reset', why: 'wdt' });
    await terminal.until('cause 3;');
  });

  test.each([['esp32', 60_000]] as const)(
    "%s: a watchdog keeps the board's time, not this computer's",
    async (kind, timeout) => {
      const { board, terminal } = powered(
        testBench(),
        { kind, clockRate: 200 },
        {
          'main.py': `import machine, time\nprint("cause", machine.reset_cause(), end=";")\nif machine.reset_cause() == 1:\n  w = machine.WDT(timeout=${timeout})\n  while True: pass\n`,
        },
      );
      const reset = boardEvent(board, 'reset');
      await terminal.until('cause 1;');
      expect((await reset).why).toBe('wdt');
      await terminal.until('cause 3;');
    },
  );

  test('a watchdog is not stopped by Ctrl-C or a soft reset', async () => {
    const { board, terminal } = powered(
      testBench(),
      { kind: 'pico' },
      {
        'main.py':
          'import machine, time\nif machine.reset_cause() == 1 and not "second" in __import__("os").listdir():\n  open("second", "w").close()\n  w = machine.WDT(timeout=5000)\n  print("on", end=";")\n  time.sleep(60)\n',
      },
    );
    await terminal.until('on;');
    const first = boardEvent(board, 'reset');
    const bite = boardEvent(board, 'reset', (one) => one.why === 'wdt');
    await terminal.ask(CTRL_C, '>>> ');
    await terminal.type(CTRL_D);
    expect((await first).why).toBe('soft');
    await bite;
  });
});
