/** A reset after the other over one wire. */
import { describe, expect, test } from 'vitest';
import { boardEvent, CTRL_A, CTRL_D, powered, RAW_BANNER, testBench } from './support.ts';

describe('resets over the wire', () => {
  const BOOT = { 'boot.py': 'print("boot ran")\n', 'main.py': 'print("main ran")\n' };

  test('machine.soft_reset() in raw mode is one too; the last line before machine.reset() arrives', async () => {
    const { board, terminal } = powered(testBench(), { kind: 'esp32' }, BOOT);
    await terminal.until('>>> ');
    await terminal.ask(CTRL_A, RAW_BANNER);
    const soft = await terminal.ask(
      `import machine; print("bye"); machine.soft_reset()${CTRL_D}`,
      RAW_BANNER,
    );
    expect(soft).toBe(`OKbye\r\nMPY: soft reboot\r\nboot ran\r\n${RAW_BANNER}`);
    const reset = boardEvent(board, 'reset');
    await terminal.type(`import machine; print("last line", end=""); machine.reset()${CTRL_D}`);
    await terminal.until('last line');
    expect(await reset).toEqual({ type: 'reset', why: 'hard' });
    await terminal.until('main ran\r\n');
  });
});
