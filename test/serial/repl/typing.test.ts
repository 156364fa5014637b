/** What a person types, and how much of it is on its way at a time. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Typist } from '../../../main/serial/repl/typing.ts';

/** The smallest ring: an ESP32's UART. */
const RING = 259;
const CR = '\r';

interface BoardOptions {
  /** How long each line runs, in ms, and what it prints. */
  readonly line?: { readonly ms: number; readonly prints: string };
  /** `silent`: a program that reads 1 byte a millisecond and echoes nothing. */
  readonly is?: 'at-prompt' | 'silent';
}

/** A board at its prompt, with a ring that loses what does not fit: `lost` counts that. Starts with its prompt. */
function ringBoard({ line = { ms: 0, prints: '' }, is = 'at-prompt' }: BoardOptions = {}) {
  let ring = '';
  let busy = false;
  const board = { taken: '', sent: '', lost: 0, most: 0 };
  const link = {
    path: 'fake:1',
    async write(bytes: Uint8Array) {
      const text = Buffer.from(bytes).toString('latin1');
      board.sent += text;
      board.lost += Math.max(0, ring.length + text.length - RING);
      ring = (ring + text).slice(0, RING);
      board.most = Math.max(board.most, ring.length);
      take();
    },
    setSignals: async () => {},
    onData: () => () => {},
    onClose: () => () => {},
    close: async () => {},
  };
  const typist = new Typist(link);
  const say = (text: string) => typist.hear(Buffer.from(text, 'latin1'));

  function take(): void {
    if (busy || ring === '') return;
    busy = true;
    const next = ring.charAt(0);
    // What it takes out of its ring, and how long it is at that.
    const isLine = next === CR && is === 'at-prompt';
    setTimeout(
      () => {
        if (isLine) say(`${line.prints}>>> `);
        busy = false;
        take();
      },
      isLine ? line.ms : is === 'silent' ? 1 : 0,
    );
    ring = ring.slice(1);
    board.taken += next;
    if (is === 'silent') return;
    if (next === CR) say('\r\n');
    // shared/readline/readline.c echoes nothing else.
    else if (next >= ' ' && next <= '~') say(next);
  }
  if (is === 'at-prompt') say('>>> ');
  return { typist, board };
}

const type = (typist: Typist, text: string) => typist.type(Buffer.from(text));

describe('typing', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it.each([
    ['lines that take no time', 'a = 1\r', { ms: 0, prints: '' }],
    ['lines that take their time', 'slow()\r', { ms: 60, prints: '' }],
    ['lines that print what comes next', 'xyzzy\r', { ms: 20, prints: 'xyzzy\r\n' }],
    [
      'lines that print a lot',
      'help()\r',
      { ms: 5, prints: 'help() is this, slow() is that\r\n'.repeat(20) },
    ],
    ['text beyond ASCII, which is not echoed', 'n += 1 # ü€😀\r', { ms: 20, prints: '' }],
    ['tabs', '\tif x:\t# so\r', { ms: 5, prints: '' }],
    ['one long line', 'x'.repeat(97), { ms: 0, prints: '' }],
  ])('%s arrive whole, at once and in many pieces', async (_, text, line) => {
    const all = Buffer.from(text.repeat(100));
    for (const size of [all.length, 20, 1]) {
      const { typist, board } = ringBoard({ line });
      const pieces = Array.from({ length: Math.ceil(all.length / size) }, (_, at) =>
        all.subarray(at * size, (at + 1) * size),
      );
      const done = Promise.all(pieces.map((piece) => typist.type(piece)));
      await vi.runAllTimersAsync();
      await done;
      expect(board.lost).toBe(0);
      expect(board.taken).toBe(all.toString('latin1'));
      // It is not one byte at a time either.
      expect(board.most).toBeGreaterThan(100);
    }
  });

  it('a program that echoes nothing gets it at an even pace, and so the pieces after it', async () => {
    const { typist, board } = ringBoard({ is: 'silent' });
    const done = Promise.all([type(typist, 'x'.repeat(700)), type(typist, 'x'.repeat(300))]);
    await vi.advanceTimersByTimeAsync(999);
    expect(board.sent.length).toBe(256);
    await vi.advanceTimersByTimeAsync(1);
    expect(board.sent.length).toBe(384);
    await vi.advanceTimersByTimeAsync(10);
    expect(board.sent.length).toBe(512);
    await vi.advanceTimersByTimeAsync(60);
    await done;
    expect(board.sent.length).toBe(1000);
  });

  it.each([
    ['a letter', 'x'],
    ['an arrow', '\u001b[A'],
    ['a backspace', '\u007f'],
    ['a tab', '\t'],
  ])('%s that is held down is never held up, though a program echoes nothing', async (_, key) => {
    const { typist, board } = ringBoard({ is: 'silent' });
    // A keyboard repeats 30 times a second.
    for (let at = 0; at < 900; at++) {
      await type(typist, key);
      await vi.advanceTimersByTimeAsync(33);
    }
    expect(board.sent).toBe(key.repeat(900));
  });

  it('a Ctrl-C overtakes what has not been sent', async () => {
    const { typist, board } = ringBoard({ line: { ms: 500, prints: '' } });
    const long = type(typist, 'slow()\r'.repeat(100));
    const after = type(typist, 'after');
    await vi.advanceTimersByTimeAsync(100);
    const before = board.sent;
    await type(typist, '\u0003');
    await Promise.all([long, after]);
    expect(board.sent).toBe(`${before}\u0003`);
    await type(typist, 'x');
    expect(board.sent).toBe(`${before}\u0003x`);
  });

  it.each(['port-vanished', 'console-closed'] as const)(
    '%s ends what is under way and what waits',
    async (why) => {
      const { typist, board } = ringBoard({ is: 'silent' });
      const calls = [type(typist, 'x'.repeat(5000)), type(typist, 'after')];
      const seen = Promise.all(calls.map((call) => expect(call).rejects.toMatchObject({ code: why })));
      await vi.advanceTimersByTimeAsync(100);
      typist.stop(why);
      await seen;
      expect(board.sent).toBe('x'.repeat(256));
    },
  );

  it('stops with its signal, and lets in who comes after', async () => {
    const { typist, board } = ringBoard({ is: 'silent' });
    const leaving = new AbortController();
    const long = typist.type(Buffer.from('x'.repeat(5000)), leaving.signal);
    const seen = expect(long).rejects.toThrow('left');
    await vi.advanceTimersByTimeAsync(100);
    leaving.abort(new Error('left'));
    await seen;
    const next = type(typist, 'next');
    await vi.advanceTimersByTimeAsync(2000);
    await next;
    expect(board.sent).toBe(`${'x'.repeat(256)}next`);
  });
});
