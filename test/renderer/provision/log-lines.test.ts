import { describe, expect, it } from 'vitest';
import type { JobLogLine } from '../../../preload/contract/jobs.ts';
import { joinedAs, lastSaid, logLines } from '../../../renderer/features/provision/log-lines.ts';
import { jobCalled } from '../stores/samples.ts';

const boardLines = (job: Parameters<typeof logLines>[0]) => logLines(job, 'board');

const job = (texts: readonly string[], more = {}) =>
  jobCalled('a', {
    startedAt: 0,
    log: texts.map((text, index) => ({ at: index * 20, speaker: 'board', text })),
    ...more,
  });
const failed = (code: string, params = {}) =>
  ({ status: 'failed', phase: 'wifi', failure: { code, params } }) as const;

describe('whose lines are shown', () => {
  const log: JobLogLine[] = [
    { at: 0, speaker: 'bench', text: 'Asking the board what it is' },
    { at: 20, speaker: 'board', text: 'boot: start pico mac=28cdc10a4f3e runtime=1.27.0' },
    { at: 40, speaker: 'board', text: 'Asking the board what it is' },
    { at: 60, speaker: 'bench', text: 'boot: error x' },
  ];
  const shown = (speakers: 'board' | 'all') =>
    logLines(jobCalled('a', { startedAt: 0, log }), speakers).map(({ time, by, text, mark }) => [
      time,
      by,
      text,
      mark,
    ]);

  it('are the board’s, whatever they say', () => {
    expect(shown('board')).toEqual([
      ['00.02', undefined, 'boot: start pico mac=28cdc10a4f3e runtime=1.27.0', 'strong'],
      ['00.04', undefined, 'Asking the board what it is', undefined],
    ]);
  });

  it('are all of them when asked for, each with its speaker', () => {
    expect(shown('all')).toEqual([
      ['00.00', 'bench', 'Asking the board what it is', 'quiet'],
      ['00.02', 'board', 'boot: start pico mac=28cdc10a4f3e runtime=1.27.0', 'strong'],
      ['00.04', 'board', 'Asking the board what it is', undefined],
      ['00.06', 'bench', 'boot: error x', 'quiet'],
    ]);
  });

  it('give no address but the one that the board said', () => {
    const text = 'boot: wifi connected 10.0.0.1';
    expect(joinedAs({ log: [{ at: 0, speaker: 'bench', text }] })).toBeUndefined();
  });
});

it('marks the last bad line as the one that matters, once the job has failed', () => {
  const texts = ['boot: error x', 'boot: ap IoT-1 192.168.4.1 reason=wrong-password', 'hello'];
  expect(boardLines(job(texts)).map(({ mark }) => mark)).toEqual(['bad', 'bad', undefined]);
  const ended = boardLines(job(texts, { state: failed('x') }));
  expect(ended.map(({ mark }) => mark)).toEqual(['bad', 'matters', undefined]);
});

it('gives a line the same id whatever was dropped before it, and ids that rise', () => {
  const log = [
    { at: 5, speaker: 'board', text: 'a' },
    { at: 5, speaker: 'board', text: 'b' },
    { at: 6, speaker: 'board', text: 'c' },
  ] as const;
  const ids = boardLines(jobCalled('a', { log: [...log] })).map(({ id }) => id);
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
