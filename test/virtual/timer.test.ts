/** `machine.Timer`: its callbacks run whatever the program is at, as from a board's scheduler. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createVirtualBench } from '../../main/virtual/index.ts';
import { boardEvent, CTRL_C, powered, rawBoard, type Terminal, testBench } from './support.ts';

const IDS = [
  ['pico', ''],
  ['esp32', '0'],
] as const;

describe.each(IDS)('%s', (kind, id) => {
  const bench = createVirtualBench();
  let terminal: Terminal;
  beforeAll(async () => {
    ({ terminal } = await rawBoard(bench, { kind }));
  });
  afterAll(() => bench.close());

  test('in a loop that does nothing, again and again; the variables are those of the program', async () => {
    await terminal.run(
      `import machine\nhits = []\nn = 0\nt = machine.Timer(${id})\nt.init(period=5, callback=lambda t: hits.append(n))\nwhile len(hits) < 3: n += 1\nt.deinit()`,
    );
    expect(await terminal.value('len(hits), hits == sorted(hits), 0 < hits[-1] <= n')).toBe(
      '(3, True, True)',
    );
  });

  test('in a function that has locals, between exceptions, in a generator and in sorted()', async () => {
    await terminal.run(`import machine
hit = False
def on(t):
  global hit
  hit = True
def arm():
  global hit
  hit = False
  machine.Timer(${id}).init(mode=machine.Timer.ONE_SHOT, period=1, callback=on)
def errors():
  a, b = 1, 0
  while not hit:
    try: a // b
    except ZeroDivisionError as e: b = 0
  return a
def numbers():
  n = 0
  while not hit:
    n += 1
    yield n
def key(x):
  while not hit: pass
  return -x`);
    expect(await terminal.value('arm(), errors()')).toBe('(None, 1)');
    expect(await terminal.value('arm(), list(numbers())[:2]')).toBe('(None, [1, 2])');
    expect(await terminal.value('arm(), sorted([1, 2, 3], key=key)')).toBe('(None, [3, 2, 1])');
  });

  test('what a callback raises is printed and ends nothing, not even by a bare except', async () => {
    const text = await terminal.run(`import machine
n = 0
def f(t):
  global n
  n += 1
  raise SystemExit if n > 1 else ValueError("from the timer")
t = machine.Timer(${id})
t.init(period=2, callback=f)
caught = 0
while n < 2:
  try: pass
  except: caught += 1
t.deinit()
print("caught", caught)`);
    expect(text).toContain('ValueError: from the timer\n');
    expect(text).toContain('SystemExit: \n');
    expect(text).toContain('caught 0\n');
  });

  test('one-shot machine.reset(): an app that blocks for ever is reset by it', async () => {
    const { board, terminal } = powered(
      testBench(),
      { kind, clockRate: 1000 },
      {
        'boot.py': `import machine\nt = machine.Timer(${id})\nt.init(mode=machine.Timer.ONE_SHOT, period=120000, callback=lambda t: machine.reset())\n`,
        'main.py':
          'print("blocks", end=";")\nwhile True:\n  try:\n    while True: pass\n  except BaseException: pass\n',
      },
    );
    const reset = boardEvent(board, 'reset');
    await terminal.until('blocks;');
    expect(await reset).toEqual({ type: 'reset', why: 'hard' });
    await terminal.until('blocks;');
  });

  test('taken back in time, it never runs', async () => {
    const { terminal } = await rawBoard(testBench(), { kind, clockRate: 100 });
    // A whole second of this computer's, which may stop the program for a moment before it takes it back.
    const text = await terminal.run(
      `import machine, time\nt = machine.Timer(${id})\nt.init(mode=t.ONE_SHOT, period=100000, callback=lambda t: print("ran"))\nt.deinit()\nend = time.ticks_add(time.ticks_ms(), 150000)\nwhile time.ticks_diff(end, time.ticks_ms()) > 0: pass\nprint("end")`,
    );
    expect(text).toBe('end\n');
  });
});

test('a callback that waits holds the others up, and the program too', async () => {
  const { terminal } = await rawBoard(testBench(), { kind: 'esp32' });
  await terminal.run(`import machine, time
seen = []
def slow(t):
  seen.append("slow")
  time.sleep_ms(60)
  seen.append("end")
a, b = machine.Timer(0), machine.Timer(1)
a.init(mode=a.ONE_SHOT, period=1, callback=slow)
b.init(mode=b.ONE_SHOT, period=10, callback=lambda t: seen.append("quick"))
while len(seen) < 3: pass`);
  expect(await terminal.value('seen')).toBe("['slow', 'end', 'quick']");
});

test('beside what the program schedules itself, and beside Ctrl-C', async () => {
  const { terminal } = powered(
    testBench(),
    { kind: 'pico' },
    {
      'main.py':
        'import machine, micropython\nn = [0, 0]\ndef mine(a): n[1] += 1\ndef tick(t):\n  n[0] += 1\n  micropython.schedule(mine, 0)\nmachine.Timer().init(period=1, callback=tick)\nwhile n[1] < 2: pass\nprint("go", end=";")\nwhile True: pass\n',
    },
  );
  await terminal.until('go;');
  expect(await terminal.ask(CTRL_C, '>>> ')).toContain('KeyboardInterrupt');
  expect(await terminal.ask('n[0] >= n[1] >= 2\r', '>>> ')).toContain('True');
});

test('boards that spin at once are each seen to', async () => {
  const bench = testBench();
  const boards = (['pico', 'esp32', 'pico'] as const).map((kind) =>
    powered(
      bench,
      { kind },
      {
        'main.py': `import machine\nn = 0\ndef f(t):\n  global n\n  n += 1\nmachine.Timer(${kind === 'pico' ? '' : 0}).init(period=3, callback=f)\nwhile n < 4: pass\nprint("four", end=";")\n`,
      },
    ),
  );
  await Promise.all(boards.map(({ terminal }) => terminal.until('four;')));
});

test('Ctrl-C again and again, while timers interrupt the same loop', async () => {
  const { terminal } = powered(
    testBench(),
    { kind: 'pico' },
    {
      'main.py':
        'import machine\nn = 0\ndef f(t):\n  global n\n  n += 1\nmachine.Timer().init(period=1, callback=f)\nfor i in range(8):\n  try:\n    print("spin", i, end=";")\n    while True: pass\n  except KeyboardInterrupt: print("caught", i, end=";")\nprint(n > 0, end=";")\n',
    },
  );
  for (let i = 0; i < 8; i++) {
    await terminal.until(`spin ${i};`);
    await terminal.ask(CTRL_C, `caught ${i};`);
  }
  await terminal.until('True;');
});
