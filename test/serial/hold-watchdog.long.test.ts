/** A watchdog that bites after 8 s of a board is fed for longer than that, and bites when the board is given back. */
import { afterEach, describe, expect, it } from 'vitest';
import { boardEvent } from '../virtual/support.ts';
import { holdRig, soon } from './hold-rig.ts';

const { running, clear } = holdRig();
afterEach(clear);

describe('a watchdog', () => {
  /** Board time runs that much faster, so that 8.388 s are soon over, and not before a busy computer has got hold of the board. */
  const clockRate = 3;
  /** Longer than any rp2's watchdog waits. */
  const LONG = 'import time\nfor _ in range(10):time.sleep(1)\nprint("alive")';
  const main = (where: string) => `import machine,time
${where}
print('on')
while True:
 time.sleep_ms(100)
 dog.feed()
`;

  it('of an rp2 is fed while it is held, in work and idle, and no longer', async () => {
    const { device, open, resets } = await running(main('dog=machine.WDT(timeout=8000)'), {
      kind: 'pico',
      clockRate,
    });
    const board = await open();
    expect(board.hold).toEqual({ by: 'interrupt', watchdog: 'fed' });
    expect(await board.exec(LONG)).toBe('alive\n');
    expect(await board.evaluate('callable(__feed__)')).toBe(true);
    expect(resets).toEqual([]);
    const bitten = boardEvent(device, 'reset');
    await board.close();
    expect(await bitten).toMatchObject({ why: 'wdt' });
  });

  it('is fed where it was left running by a program that has ended', async () => {
    const { open, resets } = await running(
      "import machine\nmachine.WDT(timeout=8000)\nprint('on')",
      {
        kind: 'pico',
        clockRate,
      },
      '>>> ',
    );
    const board = await open();
    expect(board.hold).toEqual({ by: 'at-prompt', watchdog: 'fed' });
    expect(await board.exec(LONG)).toBe('alive\n');
    expect(resets).toEqual([]);
  });

  it('survives a soft reset, and is fed again after it', async () => {
    const { open, resets } = await running(main('dog=machine.WDT(timeout=8000)'), {
      kind: 'pico',
      clockRate,
    });
    const board = await open();
    await board.softReset({ signal: soon() });
    await board.waitForLine((line) => line === 'on', { signal: soon() });
    expect(board.state).toBe('console');
    expect(await board.exec(LONG)).toBe('alive\n');
    expect(board.hold?.watchdog).toBe('fed');
    expect(resets).toEqual(['soft']);
  });

  it.each([
    ['a global', main('dog=machine.WDT(timeout=8000)')],
    [
      'an attribute',
      main('class A:pass\na=A()\na.dog=dog=machine.WDT(timeout=8000)\ndog=lambda:0\ndog=a').replace(
        'dog.feed()',
        'dog.dog.feed()',
      ),
    ],
    [
      'a local, as its source tells',
      "import machine,time\ndef f():\n dog=machine.WDT(timeout=8000)\n print('on')\n while True:\n  time.sleep_ms(100)\n  dog.feed()\nf()",
    ],
  ])('of an ESP32, %s, gets a long time', async (_, source) => {
    const { device, open, resets } = await running(source, { clockRate });
    const board = await open();
    expect(board.hold).toEqual({ by: 'interrupt', watchdog: 'fed' });
    expect(await board.exec(LONG)).toBe('alive\n');
    expect(resets).toEqual([]);
    const bitten = boardEvent(device, 'reset');
    await board.close();
    expect(await bitten).toMatchObject({ why: 'wdt' });
  });
});
