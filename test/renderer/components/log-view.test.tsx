// @vitest-environment happy-dom
import { act } from 'react';
import { describe, expect, it } from 'vitest';
import { FOLLOWING, type Follow, follow, fresh, shown } from '../../../renderer/components/follow.ts';
import { type LogLine, LogView } from '../../../renderer/components/index.ts';
import { click, render } from './render.tsx';

const lines = (count: number, from = 1): LogLine[] =>
  Array.from({ length: count }, (_, index) => ({ id: from + index, text: `line ${from + index}` }));

describe('following', () => {
  const scrolled = (atEnd: boolean, now: LogLine[]) => ({ type: 'scrolled', atEnd, lines: now }) as const;

  it('ends when somebody scrolls back, and comes back at the end', () => {
    const away = follow(FOLLOWING, scrolled(false, lines(5)));
    expect(away).toEqual({ mode: 'scrolled', seen: 5 });
    expect(fresh(away, lines(8))).toBe(3);
    expect(shown(away, lines(8))).toHaveLength(8);
    expect(follow(away, scrolled(false, lines(8)))).toBe(away);
    expect(follow(away, scrolled(true, lines(8)))).toEqual(FOLLOWING);
  });

  it('is held by Pause, whatever is scrolled, until one goes on', () => {
    const held: Follow = follow(FOLLOWING, { type: 'pause', lines: lines(5) });
    expect(shown(held, lines(9))).toHaveLength(5);
    expect(fresh(held, lines(9))).toBe(4);
    expect(follow(held, scrolled(true, lines(9)))).toBe(held);
    expect(follow(held, { type: 'go-on' })).toEqual(FOLLOWING);
  });

  it('counts what is new though the oldest lines were dropped meanwhile', () => {
    const held = follow(FOLLOWING, { type: 'pause', lines: lines(5) });
    expect(fresh(held, lines(5, 4))).toBe(3);
    expect(fresh(held, lines(5, 100))).toBe(5);
    expect(fresh(follow(FOLLOWING, { type: 'pause', lines: [] }), lines(2))).toBe(2);
    expect(fresh(FOLLOWING, lines(3))).toBe(0);
  });
});

describe('a log', () => {
  const view = (now: readonly LogLine[]) => <LogView title="Board log" lines={now} />;

  it('holds its lines while paused, says how many came, and shows them when it goes on', () => {
    const page = render(view(lines(2)));
    click(page.find('button[aria-label="Pause"]'));
    page.show(view(lines(5)));
    expect(page.all('li')).toHaveLength(2);
    expect(page.text()).toContain('paused, 3 new');
    click(page.find('button[aria-label="Go on"]'));
    expect(page.all('li')).toHaveLength(5);
    expect(page.text()).toContain('live');
  });

  it('stays where it was scrolled to, and goes to the end when asked', () => {
    const page = render(view(lines(40)));
    const box = page.find('[role="log"]');
    Object.defineProperties(box, {
      scrollHeight: { get: () => page.all('li').length * 20 },
      clientHeight: { value: 200 },
    });
    const scroll = (top: number) =>
      act(() => {
        box.scrollTop = top;
        box.dispatchEvent(new Event('scroll', { bubbles: true }));
      });
    scroll(100);
    page.show(view(lines(43)));
    expect(box.scrollTop).toBe(100);
    expect(page.text()).toContain('scrolled back, 3 new');
    click(page.find('button[aria-label="To the end"]'));
    expect(box.scrollTop).toBe(43 * 20);
    page.show(view(lines(44)));
    expect(box.scrollTop).toBe(44 * 20);
  });

  it('can be reached by key, and does not speak at each line', () => {
    const box = render(view(lines(1))).find('[role="log"]');
    expect(box.tabIndex).toBe(0);
    expect(box.getAttribute('aria-live')).toBe('off');
  });

  it('draws the last thousand lines of a long one', () => {
    const page = render(view(lines(1500)));
    expect(page.all('li')).toHaveLength(1000);
    expect(page.all('li').at(-1)?.textContent).toBe('line 1500');
  });

  it('says so when nothing was said', () => {
    expect(render(view([])).text()).toContain('Nothing said yet.');
  });
});
