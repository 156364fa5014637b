/** What a person types, and how much of it is on its way at a time. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Typist } from '../../../main/serial/repl/typing.ts';

/** The smallest ring: an ESP32's UART. */
const RING = 259;
const text = (length: number) => Buffer.from('x'.repeat(length));

function typist() {
  const sent: string[] = [];
  const link = {
    path: 'fake:1',
    write: async (bytes: Uint8Array) => void sent.push(Buffer.from(bytes).toString('latin1')),
    setSignals: async () => {},
    onData: () => () => {},
    onClose: () => () => {},
    close: async () => {},
  };
  const one = new Typist(link);
  return {
    one,
    sent: () => sent.join(''),
    says: (echo: string) => one.hear(Buffer.from(echo)),
  };
}

describe('typing', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());
  const settled = () => vi.advanceTimersByTimeAsync(0);

  it.each([
    ['at once', [1000]],
    ['in many pieces', Array.from({ length: 50 }, () => 20)],
  ])('no more is on its way than the smallest ring holds, when it comes %s', async (_, pieces) => {
    const { one, sent, says } = typist();
    const all = Promise.all(pieces.map((length) => one.type(text(length))));
    let echoed = 0;
    while (echoed < 1000) {
      await settled();
      expect(sent().length - echoed).toBeGreaterThan(0);
      expect(sent().length - echoed).toBeLessThanOrEqual(RING);
      // A prompt and somebody's output are no echo.
      says('\r\n>>> 123\r\n');
      await settled();
      expect(sent().length - echoed).toBeLessThanOrEqual(RING);
      const some = Math.min(37, 1000 - echoed);
      says('x'.repeat(some));
      echoed += some;
    }
    await all;
    expect(sent()).toBe('x'.repeat(1000));
  });

  it('a program that echoes nothing gets it at an even pace, and so the pieces after it', async () => {
    const { one, sent } = typist();
    const all = Promise.all([one.type(text(700)), one.type(text(300))]);
    await settled();
    expect(sent().length).toBe(256);
    await vi.advanceTimersByTimeAsync(999);
    expect(sent().length).toBe(256);
    await vi.advanceTimersByTimeAsync(1);
    expect(sent().length).toBe(384);
    await vi.advanceTimersByTimeAsync(10);
    expect(sent().length).toBe(512);
    await vi.advanceTimersByTimeAsync(60);
    await all;
    expect(sent().length).toBe(1000);
  });

  it('a key that is held down is never held up, though a program echoes nothing', async () => {
    const { one, sent } = typist();
    // A keyboard repeats 30 times a second.
    for (let at = 0; at < 900; at++) {
      await one.type(text(1));
      await vi.advanceTimersByTimeAsync(33);
    }
    expect(sent().length).toBe(900);
  });

  it('a Ctrl-C overtakes what has not been sent', async () => {
    const { one, sent, says } = typist();
    const long = one.type(text(5000));
    const after = one.type(Buffer.from('after'));
    await settled();
    await one.type(Buffer.of(3));
    await Promise.all([long, after]);
    expect(sent()).toBe(`${'x'.repeat(256)}\u0003`);
    // What comes late of the old is nothing to the new.
    const next = one.type(Buffer.from(`y\r${'z'.repeat(400)}`));
    await settled();
    says('x'.repeat(256));
    await settled();
    expect(sent().length).toBe(256 + 1 + 256);
    says(`y\r\n${'z'.repeat(400)}`);
    await next;
    expect(sent().endsWith('z'.repeat(400))).toBe(true);
  });

  it('stops with its signal, and lets in who comes after', async () => {
    const { one, sent } = typist();
    const leaving = new AbortController();
    const long = one.type(text(5000), leaving.signal);
    const seen = expect(long).rejects.toThrow('left');
    await settled();
    leaving.abort(new Error('left'));
    await seen;
    const next = one.type(Buffer.from('next'));
    await vi.advanceTimersByTimeAsync(2000);
    await next;
    expect(sent()).toBe(`${'x'.repeat(256)}next`);
  });

  it.each([
    ['tabs', '\t'],
    ['backspaces', '\u007f'],
    ['arrows', '\u001b[A'],
  ])('%s are not waited for', async (_, key) => {
    const { one, sent } = typist();
    for (let at = 0; at < 400; at++) await one.type(Buffer.from(key));
    expect(sent()).toBe(key.repeat(400));
  });
});
