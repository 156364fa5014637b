import { expect, it } from 'vitest';
import { boardLines, joinedAs, lastSaid } from '../../../renderer/features/provision/log-lines.ts';
import { jobCalled } from '../stores/samples.ts';

const job = (texts: readonly string[], more = {}) =>
  jobCalled('a', { startedAt: 0, log: texts.map((text, index) => ({ at: index * 20, text })), ...more });
const failed = (code: string, params = {}) =>
  ({ status: 'failed', phase: 'wifi', failure: { code, params } }) as const;

it('shows what the board said, and none of the bench’s own lines', () => {
  const lines = boardLines(
    job([
      'Asking the board what it is',
      'boot: start pico mac=28cdc10a4f3e runtime=1.27.0',
      'Bringing the board to Hall 3',
      'boot: wifi joining "Hall 3"',
      'the job was cancelled',
      'wifi-wrong-password {"ssid":"Hall 3"}',
    ]),
  );
  expect(lines.map(({ time, text, mark }) => [time, text, mark])).toEqual([
    ['00.02', 'boot: start pico mac=28cdc10a4f3e runtime=1.27.0', 'strong'],
    ['00.06', 'boot: wifi joining "Hall 3"', undefined],
  ]);
});

it('marks the last bad line as the one that matters, once the job has failed', () => {
  const texts = ['boot: error x', 'boot: ap IoT-1 192.168.4.1 reason=wrong-password', 'hello'];
  expect(boardLines(job(texts)).map(({ mark }) => mark)).toEqual(['bad', 'bad', undefined]);
  const ended = boardLines(job(texts, { state: failed('x') }));
  expect(ended.map(({ mark }) => mark)).toEqual(['bad', 'matters', undefined]);
});

it('gives a line the same id whatever was dropped before it, and ids that rise', () => {
  const log = [
    { at: 5, text: 'a' },
    { at: 5, text: 'b' },
    { at: 6, text: 'c' },
  ];
  const ids = boardLines(jobCalled('a', { log })).map(({ id }) => id);
  expect(ids).toEqual([5000, 5001, 6000]);
  expect(boardLines(jobCalled('a', { log: log.slice(2) }))[0]?.id).toBe(6000);
});

it('knows the address of the last boot', () => {
  expect(joinedAs(job(['boot: wifi connected 10.0.0.1 rssi -50', 'boot: wifi connected 10.0.0.2']))).toBe(
    '10.0.0.2',
  );
  expect(joinedAs(job(['boot: wifi connected <b>']))).toBeUndefined();
});

it('repeats the board’s last words only where they add something', () => {
  const lines = boardLines(job(['boot: offline no route']));
  expect(lastSaid(lines, { code: 'timed-out', params: { what: 'x', seconds: 3 } })).toBe(
    'boot: offline no route',
  );
  expect(lastSaid(lines, { code: 'ota-unreachable', params: { why: 'no route' } })).toBeUndefined();
  expect(lastSaid(lines, { code: 'port-vanished', params: {} })).toBeUndefined();
});
