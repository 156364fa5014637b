/** `machine` and `neopixel`: what a program of the board can do to it, and what can be seen of it from outside. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  createVirtualBench,
  type I2cDevice,
  type LedFrame,
  type VirtualBoard,
} from '../../main/virtual/index.ts';
import {
  boardEvent,
  CTRL_D,
  errnoOf,
  powered,
  rawBoard,
  type Terminal,
  testBench,
  untilPlugged,
  untilState,
} from './support.ts';

const KINDS = ['pico', 'esp32'] as const;

describe.each(KINDS)('%s', (kind) => {
  const bench = createVirtualBench();
  const isPico = kind === 'pico';
  let board: VirtualBoard;
  let terminal: Terminal;
  beforeAll(async () => {
    ({ board, terminal } = await rawBoard(bench, { kind }));
    await terminal.run('import machine, time, asyncio\nfrom machine import Pin');
  });
  afterAll(() => bench.close());

  test('says who it is', async () => {
    expect(await terminal.value('machine.unique_id().hex()')).toBe(board.identity.uniqueId);
    expect(await terminal.value('len(machine.unique_id())')).toBe(isPico ? '8' : '6');
    expect(await terminal.value('sys.platform, sys.implementation._machine', 'import sys')).toBe(
      isPico ? "('rp2', 'Raspberry Pi Pico W with RP2040')" : "('esp32', 'Generic ESP32 module with ESP32')",
    );
    expect(
      await terminal.value('sys.implementation.name, sys.implementation.version[0], type(sys.version)'),
    ).toBe("('micropython', 1, <class 'str'>)");
  });

  test("Pin('LED') is the Pico's alone, and its level can be seen", async () => {
    const statement = "led = Pin('LED', Pin.OUT)";
    if (!isPico) {
      expect(await errnoOf(terminal, statement)).toBe('ValueError');
      return;
    }
    const on = boardEvent(board, 'pin');
    await terminal.run(`${statement}; led.on()`);
    expect(await on).toEqual({ type: 'pin', pin: 'LED', value: 1 });
    expect(await terminal.value('led.value(), led.toggle(), led()')).toBe('(1, None, 0)');
  });

  test('a pin that does not exist', async () => {
    expect(await errnoOf(terminal, `Pin(${isPico ? 30 : 40})`)).toBe('ValueError');
    expect(await errnoOf(terminal, "Pin('nothing')")).toBe('ValueError');
  });

  test('a button: its level, and its pull where nobody touches it', async () => {
    await terminal.run('up = Pin(14, Pin.IN, Pin.PULL_UP); down = Pin(13, Pin.IN, Pin.PULL_DOWN)');
    expect(await terminal.value('up.value(), down.value()')).toBe('(1, 0)');
    board.inputs.pins.set('14', 0).set('13', 1);
    expect(await terminal.value('up.value(), down.value(), Pin(14).value()')).toBe('(0, 1, 0)');
  });

  test('an analogue input reads what it is given', async () => {
    board.inputs.adc.set('26', 51_234);
    expect(await terminal.value('machine.ADC(Pin(26)).read_u16()')).toBe('51234');
    expect(await errnoOf(terminal, 'machine.ADC(27).read_u16()')).toBe('no error');
  });

  test('NeoPixel frames, in red, green, blue', async () => {
    const frames: LedFrame[] = [];
    const stop = board.onEvent((one) => one.type === 'leds' && frames.push(one.frame));
    await terminal.run(
      'import neopixel\nnp = neopixel.NeoPixel(Pin(16), 2)\nnp[0] = (1, 2, 3); np.write()\nnp.fill((0, 0, 255)); np.write()',
    );
    stop();
    expect(frames).toEqual([
      {
        pin: 16,
        leds: [
          [1, 2, 3],
          [0, 0, 0],
        ],
      },
      {
        pin: 16,
        leds: [
          [0, 0, 255],
          [0, 0, 255],
        ],
      },
    ]);
    expect(await terminal.value('len(np), np[1]')).toBe('(2, (0, 0, 255))');
  });

  test('I2C with a device on the bus, and where there is none', async () => {
    const written: string[] = [];
    const device: I2cDevice = {
      write: (bytes) => written.push(Buffer.from(bytes).toString('hex')),
      read: (count) => Uint8Array.from({ length: count }, (_, i) => i + 1),
    };
    board.i2c.attach(0x29, device);
    await terminal.run('i2c = machine.I2C(0, scl=Pin(5), sda=Pin(4))');
    expect(await terminal.value('i2c.scan()')).toBe('[41]');
    expect(
      await terminal.value(
        "i2c.writeto(41, b'\\x01\\x02'), i2c.readfrom(41, 3), i2c.readfrom_mem(41, 0x10, 2)",
      ),
    ).toBe("(2, b'\\x01\\x02\\x03', b'\\x01\\x02')");
    await terminal.run("i2c.writeto_mem(41, 0xAB, b'\\xcd'); b = bytearray(2); i2c.readfrom_into(41, b)");
    expect(written).toEqual(['0102', '10', 'abcd']);
    expect(await errnoOf(terminal, 'i2c.writeto(0x30, b"")')).toBe(isPico ? '5' : '19');
    board.i2c.detach(0x29);
    expect(await terminal.value('i2c.scan()')).toBe('[]');
  });

  test('a Timer, once and again and again, inside time.sleep and asyncio', async () => {
    const id = isPico ? '' : '0';
    await terminal.run(`t = machine.Timer(${id}); hits = []`);
    await terminal.run(
      't.init(mode=t.ONE_SHOT, period=5, callback=lambda t: hits.append(1)); time.sleep_ms(40); print(hits)',
    );
    expect(await terminal.value('len(hits)')).toBe('1');
    await terminal.run(
      't.init(period=5, callback=lambda t: hits.append(2))\nwhile len(hits) < 4: time.sleep_ms(2)',
    );
    await terminal.run(
      'async def wait():\n  while len(hits) < 7: await asyncio.sleep_ms(2)\nasyncio.run(wait()); t.deinit()',
    );
    expect(await terminal.value('hits.count(2) >= 6, time.sleep_ms(30), len(hits)')).toMatch(
      /^\(True, None, \d+\)$/,
    );
  });

  test('a Timer at the prompt: its errors are printed, and it goes on', async () => {
    const id = isPico ? '' : '1';
    await terminal.run(
      `n = [0]\ndef f(t):\n  n[0] += 1\n  print("tick", n[0])\n  if n[0] == 1: 1/0\n  if n[0] == 3: t.deinit()\nmachine.Timer(${id}).init(period=10, callback=f)`,
    );
    const text = await terminal.until('tick 3\r\n');
    expect(text).toContain('ZeroDivisionError: divide by zero\r\n');
    expect(await terminal.value('n')).toBe('[3]');
  });

  test('a watchdog takes no time that the port does not have', async () => {
    expect(await errnoOf(terminal, `machine.WDT(timeout=${isPico ? 8389 : 0})`)).toBe('ValueError');
    expect(await errnoOf(terminal, 'machine.WDT(timeout=-1)')).toBe('ValueError');
    expect(await errnoOf(terminal, 'machine.WDT(1)')).toBe('ValueError');
  });

  test('bootloader() is there on a Pico only', async () => {
    expect(await terminal.value("hasattr(machine, 'bootloader')")).toBe(isPico ? 'True' : 'False');
  });

  test('hashes: sha256, sha1 and md5', async () => {
    await terminal.run('import hashlib, binascii');
    for (const [name, digest] of [
      ['md5', '900150983cd24fb0d6963f7d28e17f72'],
      ['sha1', 'a9993e364706816aba3e25717850c26c9cd0d89d'],
      ['sha256', 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
    ] as const) {
      expect(
        await terminal.value(
          `binascii.hexlify(h.digest()).decode()`,
          `h = hashlib.${name}(b"a"); h.update("bc")`,
        ),
      ).toBe(digest);
    }
    expect(await terminal.value('binascii.a2b_base64("aGk="), binascii.unhexlify("6869")')).toBe(
      "(b'hi', b'hi')",
    );
  });

  test('a program that never stops calling itself is an error of its own', async () => {
    expect(await errnoOf(terminal, 'def f(): f()\nf()')).toBe('RuntimeError');
  });

  test('time counts from the epoch of the port, and the clock can be set', async () => {
    const year = isPico ? 2021 : 2000;
    expect(await terminal.value('time.gmtime(0)[0], time.gmtime()[0]')).toBe(
      `(${isPico ? 1970 : 2000}, ${year})`,
    );
    await terminal.run('machine.RTC().datetime((2026, 7, 8, 2, 12, 30, 15, 0))');
    expect(await terminal.value('time.localtime()[:5], machine.RTC().datetime()[4:6]')).toBe(
      '((2026, 7, 8, 12, 30), (12, 30))',
    );
    const epoch = Date.UTC(isPico ? 1970 : 2000, 0, 1);
    const seconds = (Date.UTC(2026, 6, 8, 12, 30, 15) - epoch) / 1000;
    expect(Number(await terminal.value('time.time()')) - seconds).toBeLessThan(20);
    expect(await terminal.value('time.mktime((2026, 7, 8, 12, 30, 15, 0, 0))')).toBe(String(seconds));
    expect(await terminal.value('time.time_ns() // 1000000000 - time.time()')).toMatch(/^-?[01]$/);
  });

  test('sleeps last as long as they say', async () => {
    // The shortest of some: a busy computer makes any of them longer.
    const ms = Number(
      await terminal.value(
        'min(slept() for _ in range(5))',
        'def slept():\n  t = time.ticks_ms(); time.sleep(0.03); time.sleep_ms(10); time.sleep_us(5000)\n  return time.ticks_diff(time.ticks_ms(), t)',
      ),
    );
    expect(ms).toBeGreaterThanOrEqual(44);
    expect(ms).toBeLessThan(400);
  });
});

describe('resets and their causes', () => {
  const CAUSE = 'import machine; print("cause", machine.reset_cause(), end=";")\n';

  test.each([['pico', [1, 3, 1, 1]]] as const)(
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

  // Fed fifteen times as often as it must be: a busy computer may hold a program up for a second.
  test.each([['pico', 'spins', 'while True: pass']] as const)(
    '%s: a watchdog that is fed holds; a program that %s is reset',
    async (kind, _, starve) => {
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
    },
  );

  test.each([['pico', 8388]] as const)(
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

  test('a second watchdog changes the time of the first', async () => {
    const { board, terminal } = powered(
      testBench(),
      // A program that a busy computer holds up for a second is not bitten yet.
      { kind: 'pico', clockRate: 2 },
      {
        'main.py':
          'import machine, time\nif machine.reset_cause() == 1:\n  machine.WDT(timeout=2000)\n  machine.WDT(timeout=8000)\n  time.sleep_ms(3000)\n  print("held", end=";")\n  machine.WDT(timeout=0)\n  while True: pass\n',
      },
    );
    const reset = boardEvent(board, 'reset');
    await terminal.until('held;');
    expect((await reset).why).toBe('wdt');
  });

  test('bootloader: the port goes, and a reset brings MicroPython back', async () => {
    const { board, terminal } = powered(testBench(), { kind: 'pico' });
    await terminal.until('>>> ');
    await terminal.type('import machine; machine.bootloader()\r');
    await untilState(board, 'bootloader');
    expect(board.plugged).toBe(false);
    await board.reset();
    await untilPlugged(board);
    await terminal.until('>>> ');
  });
});

test('a board in a hurry: its clock and its sleeps run faster', async () => {
  const { terminal } = await rawBoard(testBench(), { kind: 'pico', clockRate: 100 });
  const started = performance.now();
  const ms = Number(
    await terminal.value(
      'time.ticks_diff(time.ticks_ms(), t)',
      'import time\nt = time.ticks_ms(); time.sleep(50)',
    ),
  );
  expect(ms).toBeGreaterThanOrEqual(50_000);
  expect(performance.now() - started).toBeLessThan(20_000);
});
