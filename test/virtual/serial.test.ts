/** The wire, byte for byte: shared/runtime/pyexec.c of MicroPython is what the traces are taken from. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createVirtualBench } from '../../main/virtual/index.ts';
import { CTRL_A, CTRL_B, CTRL_C, CTRL_D, powered, RAW_BANNER, type Terminal, testBench } from './support.ts';

const RAW_PASTE = '\x05A\x01';
const WINDOW = 128;

describe('one board, kept at its prompt', () => {
  const bench = createVirtualBench();
  let terminal: Terminal;
  beforeAll(async () => {
    terminal = powered(bench, { kind: 'pico' }).terminal;
    await terminal.until('>>> ');
  });
  afterAll(() => bench.close());

  const friendly = () => terminal.ask(CTRL_B, '>>> ');
  const raw = () => terminal.ask(`${CTRL_C}${CTRL_A}`, RAW_BANNER);

  test('the banner names the board, and Ctrl-B shows it again', async () => {
    const banner = await terminal.ask(CTRL_B, '>>> ');
    expect(banner).toMatch(
      /^\r\nMicroPython v1\.\d+\.\d+ on [\d-]+; Raspberry Pi Pico W with RP2040\r\nType "help\(\)" for more information\.\r\n>>> $/,
    );
  });

  test('the friendly REPL echoes, answers, and keeps its variables', async () => {
    expect(await terminal.ask('x = 6\r', '>>> ')).toBe('x = 6\r\n>>> ');
    expect(await terminal.ask('x * 7\r', '>>> ')).toBe('x * 7\r\n42\r\n>>> ');
    expect(await terminal.ask('1/0\r', '>>> ')).toBe(
      '1/0\r\nTraceback (most recent call last):\r\n  File "<stdin>", line 1, in <module>\r\nZeroDivisionError: divide by zero\r\n>>> ',
    );
  });

  test('Ctrl-C at the friendly prompt gives a new line', async () => {
    expect(await terminal.ask(`abc${CTRL_C}`, '>>> ')).toBe('abc\r\n>>> ');
  });

  test('paste mode of the friendly REPL', async () => {
    await terminal.ask('\x05', '=== ');
    expect(await terminal.ask(`for i in range(2):\r  print(i)\r${CTRL_D}`, '1\r\n>>> ')).toContain(
      '0\r\n1\r\n',
    );
  });

  test('Ctrl-A in the middle of a line goes to its start, and in paste mode it is text', async () => {
    await terminal.ask('7', '7');
    await terminal.type(`${CTRL_A}3\r`);
    expect(await terminal.until('\r\n>>> ')).toContain('\r\n37\r\n');
    await terminal.ask('\x05', '=== ');
    await terminal.ask(`print(len("${CTRL_A}"))${CTRL_D}`, '1\r\n>>> ');
    expect(await terminal.ask('5\r', '>>> ')).toBe('5\r\n5\r\n>>> ');
  });

  test('the raw REPL says OK, what was printed, and the traceback', async () => {
    expect(await terminal.ask(CTRL_A, RAW_BANNER)).toBe(`\r\n${RAW_BANNER}`);
    expect(await terminal.ask(`print(5)${CTRL_D}`, '>')).toBe('OK5\r\n\x04\x04>');
    expect(await terminal.ask(`1/0${CTRL_D}`, '\x04>')).toBe(
      'OK\x04Traceback (most recent call last):\r\n  File "<stdin>", line 1, in <module>\r\nZeroDivisionError: divide by zero\r\n\x04>',
    );
    await friendly();
  });

  test('Ctrl-C at the raw prompt forgets the line and says nothing; Ctrl-A says the banner again', async () => {
    await raw();
    await terminal.type(`garbage(${CTRL_C}`);
    expect(await terminal.ask(`print(1)${CTRL_D}`, '\x04>')).toBe('OK1\r\n\x04\x04>');
    expect(await terminal.ask(CTRL_A, '>')).toBe(RAW_BANNER);
    await friendly();
  });

  test('raw-paste: the golden trace', async () => {
    await raw();
    expect(await terminal.ask(RAW_PASTE, '\x80\x00\x01')).toBe('R\x01\x80\x00\x01');
    expect(await terminal.ask(`print(5)\n${CTRL_D}`, '>')).toBe('\x045\r\n\x04\x04>');
    await friendly();
  });

  test('raw-paste: a syntax error', async () => {
    await raw();
    await terminal.ask(RAW_PASTE, '\x80\x00\x01');
    expect(await terminal.ask(`a = = 1\n${CTRL_D}`, '\x04>')).toBe(
      '\x04\x04Traceback (most recent call last):\r\n  File "<stdin>", line 1\r\nSyntaxError: invalid syntax\r\n\x04>',
    );
    await friendly();
  });

  test('raw-paste: an exception has the traceback of the program alone', async () => {
    await raw();
    await terminal.ask(RAW_PASTE, '\x80\x00\x01');
    expect(await terminal.ask(`def f():\n  raise ValueError(3)\nf()\n${CTRL_D}`, '\x04>')).toBe(
      '\x04\x04Traceback (most recent call last):\r\n  File "<stdin>", line 3, in <module>\r\n  File "<stdin>", line 2, in f\r\nValueError: 3\r\n\x04>',
    );
    await friendly();
  });

  test('raw-paste: 05 42 01 is an unknown command', async () => {
    await raw();
    expect(await terminal.ask('\x05B\x01', '>')).toBe('R\x00>');
    expect(await terminal.ask(`print(1)${CTRL_D}`, '\x04>')).toBe('OK1\r\n\x04\x04>');
    await friendly();
  });

  test('raw-paste: one credit for each window that was taken', async () => {
    await raw();
    await terminal.ask(RAW_PASTE, '\x80\x00\x01');
    await terminal.type('#'.repeat(WINDOW - 1));
    expect(terminal.seen).toBe('');
    await terminal.ask('#', '\x01');
    await terminal.type('#'.repeat(2 * WINDOW));
    expect(await terminal.until('\x01\x01')).toBe('\x01\x01');
    expect(await terminal.ask(`\nprint(9)${CTRL_D}`, '\x04>')).toBe('\x049\r\n\x04\x04>');
    await friendly();
  });

  test('raw-paste: Ctrl-C in the middle', async () => {
    await raw();
    await terminal.ask(RAW_PASTE, '\x80\x00\x01');
    expect(await terminal.ask(`print("never")\n${CTRL_C}`, '\x04>')).toBe(
      '\x04\x04KeyboardInterrupt: \r\n\x04>',
    );
    expect(await terminal.ask(`print(1)${CTRL_D}`, '\x04>')).toBe('OK1\r\n\x04\x04>');
    await friendly();
  });

  test('raw-paste is what Ctrl-E does at the start of a line only', async () => {
    await raw();
    expect(await terminal.ask(`s = "\x05A"; print(s == chr(5) + "A")${CTRL_D}`, '\x04>')).toBe(
      'OKTrue\r\n\x04\x04>',
    );
    await friendly();
  });

  test('what a source holds and what stdout.buffer sends is clean in all eight bits', async () => {
    await raw();
    const all = Buffer.from(
      [...Array(256).keys()].filter((byte) => byte > 4 && byte !== 0x0a && byte !== 0x0d),
    );
    const literal = all.toString('latin1').replaceAll('\\', '\\\\').replaceAll("'", "\\'");
    await terminal.ask(RAW_PASTE, '\x80\x00\x01');
    const answer = await terminal.ask(
      `import sys\nsys.stdout.buffer.write(b'${literal}\\n\\r')\n${CTRL_D}`,
      '\x04\x04>',
    );
    expect(Buffer.from(answer, 'latin1').toString('hex')).toContain(`${all.toString('hex')}0a0d040`);
    await friendly();
  });

  test('a long program over plain raw, and what it prints', async () => {
    await raw();
    const lines = Array.from({ length: 400 }, (_, i) => `print("line ${i} äöü")`);
    const out = await terminal.run(lines.join('\n'));
    expect(out.split('\n').length).toBe(401);
    expect(out).toContain('line 399 äöü');
    await friendly();
  });

  test('standard input: read, readline, the buffer, input() and select', async () => {
    await raw();
    await terminal.type(`import sys, select${CTRL_D}`);
    await terminal.until('\x04>');
    await terminal.type(`print(repr(sys.stdin.read(3)), repr(sys.stdin.buffer.read(2)))${CTRL_D}`);
    await terminal.until('OK');
    expect(await terminal.ask('a\rb\r\xff', '\x04>')).toBe(`'a\\nb' b'\\r\\xff'\r\n\x04\x04>`);
    await terminal.type(`print(repr(sys.stdin.readline()), repr(input('? ')))${CTRL_D}`);
    await terminal.until('OK');
    await terminal.type('one\r');
    expect(await terminal.ask('twoo\x7f\r', '\x04>')).toBe("? twoo\x08 \x08\r\n'one\\n' 'two'\r\n\x04\x04>");
    await terminal.type(
      `p = select.poll(); p.register(sys.stdin, select.POLLIN); print(p.poll(0)); print(p.poll()[0][1], sys.stdin.read(1))${CTRL_D}`,
    );
    await terminal.until('OK[]\r\n');
    expect(await terminal.ask('x', '\x04>')).toBe('1 x\r\n\x04\x04>');
    await friendly();
  });
});

describe('resets over the wire', () => {
  const BOOT = { 'boot.py': 'print("boot ran")\n', 'main.py': 'print("main ran")\n' };

  test('Ctrl-D at the friendly prompt runs boot.py and main.py', async () => {
    const { terminal } = powered(testBench(), { kind: 'esp32' }, BOOT);
    await terminal.until('>>> ');
    const text = await terminal.ask(CTRL_D, '>>> ');
    expect(text).toMatch(/^\r\nMPY: soft reboot\r\nboot ran\r\nmain ran\r\n/);
  });

  test('an empty Ctrl-D in raw mode runs boot.py, not main.py, and stays raw', async () => {
    const { terminal } = powered(testBench(), { kind: 'pico' }, BOOT);
    await terminal.until('>>> ');
    await terminal.ask(CTRL_A, RAW_BANNER);
    expect(await terminal.ask(CTRL_D, '>')).toBe(`OK\r\nMPY: soft reboot\r\nboot ran\r\n${RAW_BANNER}`);
    expect(await terminal.ask(`print(1)${CTRL_D}`, '\x04>')).toBe('OK1\r\n\x04\x04>');
  });

  test.each([
    ['plain raw', (source: string) => `${source}${CTRL_D}`, 'OK\x04\x04'],
    ['raw-paste', (source: string) => `${RAW_PASTE}${source}${CTRL_D}`, 'R\x01\x80\x00\x01\x04\x04\x04'],
  ])('SystemExit in %s is a soft reset, still raw', async (_, typed, answer) => {
    const { terminal } = powered(testBench(), { kind: 'esp32' }, BOOT);
    await terminal.until('>>> ');
    await terminal.ask(CTRL_A, RAW_BANNER);
    expect(await terminal.ask(typed('raise SystemExit'), RAW_BANNER)).toBe(
      `${answer}MPY: soft reboot\r\nboot ran\r\n${RAW_BANNER}`,
    );
  });

  test('main.py does not run after a boot.py that failed', async () => {
    const { terminal } = powered(testBench(), { kind: 'pico' }, { ...BOOT, 'boot.py': 'import missing\n' });
    const text = await terminal.until('>>> ');
    expect(text).toContain(
      `  File "boot.py", line 1, in <module>\r\nImportError: no module named 'missing'\r\n`,
    );
    expect(text).not.toContain('main ran');
  });
});
