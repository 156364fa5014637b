/** Ctrl-C, wherever a program is. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createVirtualBench } from '../../main/virtual/index.ts';
import { CTRL_C, CTRL_D, powered, rawBoard, type Terminal, testBench } from './support.ts';

const WAITS: [string, string][] = [
  ['time.sleep', 'import time\nprint("go")\ntime.sleep(60)'],
  ['poll', 'import select\np = select.poll()\nprint("go")\np.poll()'],
  [
    'recv',
    'import socket\ns = socket.socket()\ns.bind(("0.0.0.0", 80))\ns.listen(1)\nprint("go")\ns.accept()',
  ],
  [
    'asyncio',
    'import asyncio\nprint("go")\nasyncio.run(asyncio.sleep_ms(60000)) if 0 else None\nasync def main():\n    await asyncio.sleep(60)\nasyncio.run(main())',
  ],
  ['sys.stdin.read', 'import sys\nprint("go")\nsys.stdin.read(1)'],
  ['a loop that does nothing', 'n = 0\nprint("go")\nwhile True: pass'],
  ['a loop that only prints', 'print("go")\nwhile True: print("x")'],
];

test.each(WAITS)('in %s, main.py', async (_, source) => {
  const { terminal } = powered(testBench(), { kind: 'pico' }, { 'main.py': `kept = 41\n${source}\n` });
  await terminal.until('go\r\n');
  const text = await terminal.ask(CTRL_C, '>>> ');
  expect(text).toContain('Traceback (most recent call last):\r\n  File "main.py", line ');
  expect(text).toContain('KeyboardInterrupt: \r\n');
  // It is the same VM: what the program has made is still there.
  expect(await terminal.ask('kept + 1\r', '>>> ')).toContain('\r\n42\r\n');
});

describe('raw, again and again on one board', () => {
  const bench = createVirtualBench();
  let terminal: Terminal;
  beforeAll(async () => {
    ({ terminal } = await rawBoard(bench, { kind: 'esp32' }));
    await terminal.run('kept = 1');
  });
  afterAll(() => bench.close());

  test.each(WAITS)('in %s', async (_, source) => {
    await terminal.type(`${source}${CTRL_D}`);
    await terminal.until('go\r\n');
    const text = await terminal.ask(CTRL_C, '\x04>');
    expect(text).toMatch(
      /^(x\r\n)*\x04Traceback \(most recent call last\):\r\n(.*\r\n)*KeyboardInterrupt: \r\n\x04>$/,
    );
    expect(await terminal.value('kept')).toBe('1');
    await terminal.run('s.close() if "s" in globals() else None');
  });
});

test('a program may catch it', async () => {
  const { terminal } = powered(
    testBench(),
    { kind: 'pico' },
    {
      'main.py':
        'import time\ntry:\n    print("go")\n    time.sleep(60)\nexcept KeyboardInterrupt:\n    print("caught")\nprint("end")\n',
    },
  );
  await terminal.until('go\r\n');
  expect(await terminal.ask(CTRL_C, '>>> ')).toMatch(/^caught\r\nend\r\n\r\nMicroPython/);
});

test('in boot.py: main.py does not run', async () => {
  const { terminal } = powered(
    testBench(),
    { kind: 'esp32' },
    {
      'boot.py': 'import time\nprint("go")\ntime.sleep(60)\n',
      'main.py': 'print("main ran")\n',
    },
  );
  await terminal.until('go\r\n');
  expect(await terminal.ask(CTRL_C, '>>> ')).not.toContain('main ran');
});

test('kbd_intr(-1) makes it a byte like others', async () => {
  const { terminal } = await rawBoard(testBench(), { kind: 'pico' });
  await terminal.type(
    `import micropython, sys\nmicropython.kbd_intr(-1)\nprint("go")\nprint(sys.stdin.read(1) == "\\x03")${CTRL_D}`,
  );
  await terminal.until('go\r\n');
  expect(await terminal.ask(CTRL_C, '\x04>')).toContain('True');
});
