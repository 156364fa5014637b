/** More programs and leftovers than `hold.test.ts` tries, of the same kinds. */
import { afterEach, describe, expect, it } from 'vitest';
import { watchBoard } from '../../main/serial/index.ts';
import { Terminal, untilPlugged, untilState } from '../virtual/support.ts';
import { holdRig, soon } from './hold-rig.ts';

const { bench, boards, opened, running, clear } = holdRig();
afterEach(clear);

const swallows = (times: number) => `import time
n=0
while n<${times}:
 try:
  print('on')
  while True:
   time.sleep_ms(5)
 except KeyboardInterrupt:
  n+=1
`;

describe('a program that', () => {
  it.each([
    ['prints without end', "while True:print('on')", 'interrupt'],
    [
      'raises it again',
      "import time\nprint('on')\ntry:\n time.sleep(99)\nexcept KeyboardInterrupt:\n raise",
      'interrupt',
    ],
    [
      'ends itself on it',
      "import time\nprint('on')\ntry:\n time.sleep(99)\nexcept KeyboardInterrupt:\n print('bye')",
      'interrupt',
    ],
    [
      'is asynchronous',
      "import asyncio\nasync def f():\n print('on')\n await asyncio.sleep(99)\nasyncio.run(f())",
      'interrupt',
    ],
    ['waits for a line', "input('on')", 'interrupt'],
    ['reads bytes', "import sys\nprint('on')\nsys.stdin.buffer.read(999)", 'interrupt'],
    ['swallows one Ctrl-C', swallows(2), 'repeated'],
  ])('%s', async (_, main, by) => {
    const { open, resets } = await running(main, {}, by === 'at-prompt' ? '>>> ' : 'on');
    const board = await open();
    expect(board.hold).toEqual({ by, watchdog: 'none' });
    expect(await board.exec('print(1)')).toBe('1\n');
    expect(resets).toEqual([]);
  });

  it('catches every Ctrl-C is out of its `try` when one of many comes', async () => {
    const main = `import time
while True:
 try:
  print('on')
  time.sleep_ms(1)
 except KeyboardInterrupt:
  for i in range(40):print('no', '.'*200)
`;
    const { open } = await running(main);
    const board = await open();
    expect(await board.exec('print(1)')).toBe('1\n');
  });

  it('only says "--> " is interrupted like others, and not reset', async () => {
    const { open, resets } = await running(
      "import time\nprint('on')\nwhile True:\n print('--> ',end='')\n time.sleep_ms(3)",
    );
    const board = await open();
    expect(board.hold?.by).toBe('interrupt');
    expect(await board.exec('print(1)')).toBe('1\n');
    expect(resets).toEqual([]);
  });
});

describe('what somebody or a program that died has left', () => {
  const source = 'open("t-ran","w").close()';

  it.each([
    ['a block that waits for its end', `for i in range(1):\r${source}\r`],
    ['an open string', `x = '''${source}\r`],
    ['pasted text', `\x05${source}\r\n`],
    ['a raw prompt', '\x01'],
    ['a raw prompt that was asked for raw-paste by two of three bytes', '\x01\x05A'],
  ])('%s: it is not run', async (_, typed) => {
    for (const kind of ['esp32', 'pico'] as const) {
      const device = bench.addBoard({ kind });
      await untilPlugged(device);
      const terminal = new Terminal(device);
      await untilState(device, 'running');
      await terminal.ask('\r', '>>> ');
      await terminal.type(typed);
      await terminal.close();
      const board = await opened(device);
      expect(await board.exec('import os\nprint([n for n in os.listdir() if n[:2]=="t-"])')).toBe('[]\n');
    }
  });

  it('a paste that the board has closed', async () => {
    const device = bench.addBoard({ kind: 'esp32', rawPaste: { answer: 'window', window: 32, limit: 40 } });
    const terminal = new Terminal(device);
    await terminal.until('>>> ');
    await terminal.type(`\x01\x05A\x01${'x'.repeat(50)}`);
    await terminal.close();
    const board = await opened(device);
    expect(await board.exec('print(1)')).toBe('1\n');
  });
});

describe('a watchdog', () => {
  const dog = (where: string) =>
    `import machine,time\n${where}\nprint('on')\nwhile True:\n time.sleep_ms(100)\n dog.feed()\n`;

  it('of a program on an esp32 is taken over', async () => {
    const { open } = await running(dog('dog=machine.WDT(timeout=8000)'), { kind: 'esp32' });
    const board = await open();
    expect(board.hold).toEqual({ by: 'interrupt', watchdog: 'fed' });
    expect(await board.exec('__feed__()\nprint(callable(__feed__))')).toBe('True\n');
  });
});

describe('watching and typing', () => {
  it.each([
    ['is echoed, so that the smallest ring bears it', 259, `print(len('${'x'.repeat(1500)}'))\r`],
    // Nothing tells how much of it was read: no ring of 259 bytes bears that on any computer.
    [
      'is not echoed, and goes at an even pace',
      4096,
      `import sys;print(len(sys.stdin.read(1500)))\r${'x'.repeat(1500)}`,
    ],
  ])('long text that is typed %s', async (_, ring, text) => {
    const device = bench.addBoard({ kind: 'esp32', uart: { baudRate: 115_200, ring } });
    const board = await watchBoard({ ports: bench.ports, path: device.path });
    boards.push(board);
    await board.waitForLine((line) => line.startsWith('Type "help()"'), { signal: soon() });
    const [line = '', rest = ''] = text.split(/(?<=\r)/);
    await board.type(Buffer.from(line));
    if (rest !== '') await board.type(Buffer.from(rest));
    expect(await board.waitForLine((found) => found === '1500', { signal: soon() })).toBe('1500');
  });

  it('lines that take their time, with what is not echoed in them, arrive whole', async () => {
    const device = bench.addBoard({ kind: 'esp32', uart: { baudRate: 115_200, ring: 259 } });
    const board = await watchBoard({ ports: bench.ports, path: device.path });
    boards.push(board);
    await board.waitForLine((line) => line.startsWith('Type "help()"'), { signal: soon() });
    await board.type(Buffer.from('import time;n=0\r'));
    await board.type(Buffer.from('n+=1;time.sleep_ms(40) # für später\r'.repeat(60)));
    await board.type(Buffer.from('print("n is", n)\r'));
    const told = (line: string) => /^n is \d+$/.test(line);
    expect(await board.waitForLine(told, { signal: soon() })).toBe('n is 60');
  });
});
