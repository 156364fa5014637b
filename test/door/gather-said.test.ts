import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { gatherSaid } from '../../main/door/gather-said.ts';
import type { ConsoleEvent } from '../../preload/contract/boards.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function gathering() {
  const events: ConsoleEvent[] = [];
  const gatherer = gatherSaid((event) => events.push(event));
  return { events, gatherer, say: (text: string) => gatherer.tell({ type: 'said', text }) };
}

it('a board that never stops is some messages and not thousands, and none of it is lost', () => {
  const { events, say } = gathering();
  for (let at = 0; at < 5000; at++) {
    say(`${at} `);
    if (at % 100 === 99) vi.advanceTimersByTime(10);
  }
  vi.advanceTimersByTime(100);
  expect(events.length).toBeLessThan(30);
  const text = events.map((event) => (event.type === 'said' ? event.text : '?')).join('');
  expect(text).toBe(Array.from({ length: 5000 }, (_, at) => `${at} `).join(''));
});

it('the first words after a silence come at once', () => {
  const { events, say } = gathering();
  say('a');
  expect(events).toEqual([{ type: 'said', text: 'a' }]);
  vi.advanceTimersByTime(1000);
  say('b');
  expect(events).toHaveLength(2);
});

it('a change of state stands where it happened', () => {
  const { events, gatherer, say } = gathering();
  say('a');
  say('b');
  gatherer.tell({ type: 'state', state: { at: 'away' } });
  say('c');
  vi.advanceTimersByTime(1000);
  expect(events.map((event) => (event.type === 'said' ? event.text : event.type))).toEqual([
    'a',
    'b',
    'state',
    'c',
  ]);
});

it('who looks no more is told no more', () => {
  const { events, gatherer, say } = gathering();
  say('a');
  say('b');
  gatherer.stop();
  vi.advanceTimersByTime(1000);
  expect(events).toHaveLength(1);
  expect(vi.getTimerCount()).toBe(0);
});
