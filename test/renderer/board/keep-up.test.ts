import { describe, expect, it } from 'vitest';
import { createKeepUp, GAP } from '../../../renderer/features/board/keep-up.ts';

/** A terminal that draws when it is told to. */
function slowTerminal() {
  let drawn = '';
  const under: { text: string; done: () => void }[] = [];
  const screen = createKeepUp((text, done) => under.push({ text, done }));
  return {
    screen,
    waiting: () => under.reduce((sum, { text }) => sum + text.length, 0),
    drawAll() {
      for (let next = under.shift(); next !== undefined; next = under.shift()) {
        drawn += next.text;
        next.done();
      }
      return drawn;
    },
  };
}

describe('a terminal that keeps up', () => {
  it('draws all of it, in its order', () => {
    const { screen, drawAll } = slowTerminal();
    for (const text of ['a', 'b', 'c']) screen.write(text);
    expect(drawAll()).toBe('abc');
    screen.write('d');
    expect(drawAll()).toBe('abcd');
  });

  it('draws what waited a while before what came after it', () => {
    const { screen, drawAll } = slowTerminal();
    const first = 'x'.repeat(200_000);
    for (const text of [first, 'b', 'c']) screen.write(text);
    expect(drawAll()).toBe(`${first}bc`);
  });

  it('of what comes faster for long takes the newest, and shows that something is left out', () => {
    const { screen, waiting, drawAll } = slowTerminal();
    for (let at = 0; at < 10_000; at++) screen.write(`${at}`.padStart(1000));
    expect(waiting()).toBeLessThan(200_000);
    screen.write('the end');
    const drawn = drawAll();
    expect(drawn.length).toBeLessThan(300_000);
    expect(drawn.split(GAP)).toHaveLength(2);
    expect(drawn.endsWith('9999the end')).toBe(true);
    // It goes on as if nothing had been.
    screen.write('!');
    expect(drawAll().endsWith('the end!')).toBe(true);
  });

  it('forgets what waits when another text takes its place', () => {
    const { screen, drawAll } = slowTerminal();
    screen.write('x'.repeat(200_000));
    screen.write('old');
    screen.forget();
    screen.write('new');
    const drawn = drawAll();
    expect(drawn.endsWith('xnew')).toBe(true);
  });
});
