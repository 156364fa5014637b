/** What events make of what a store holds. */
import { describe, expect, it } from 'vitest';
import type { JobEvent } from '../../../preload/contract/topics.ts';
import { reduceBoards } from '../../../renderer/stores/boards.ts';
import { NO_DEVICES, reduceDevices } from '../../../renderer/stores/devices.ts';
import {
  ENDED_JOBS,
  jobOfBoard,
  LOG_LINES,
  NO_JOBS,
  openJobs,
  reduceJobs,
} from '../../../renderer/stores/jobs.ts';
import { OTA_UNKNOWN, reduceOta } from '../../../renderer/stores/ota.ts';
import { NO_REQUESTS, REQUESTS, reduceRequests } from '../../../renderer/stores/requests.ts';
import { NO_SETTINGS, reduceSettings } from '../../../renderer/stores/settings.ts';
import { boardAt } from '../../door/fake-bench.ts';
import { DONE, deviceCalled, jobCalled, line, RUNNING, requestNumber } from './samples.ts';

const snapshot = (id: string, more = {}): JobEvent => ({ type: 'snapshot', snapshot: jobCalled(id, more) });
const logged = (id: string, text: string): JobEvent => ({ type: 'log', id, line: line(text) });
const state = (id: string, to = DONE): JobEvent => ({ type: 'state', id, state: to });

describe('jobs', () => {
  const logOf = (data: ReturnType<typeof reduceJobs>, id: string) =>
    data.jobs.get(id)?.log.map(({ text }) => text);

  it('take a snapshot, then states and lines in their order', () => {
    const before = reduceJobs(NO_JOBS, [snapshot('a', { log: [line('one')] })]);
    const after = reduceJobs(before, [logged('a', 'two'), state('a'), logged('a', 'three')]);
    expect(after.jobs.get('a')?.state).toEqual(DONE);
    expect(logOf(after, 'a')).toEqual(['one', 'two', 'three']);
    expect(logOf(before, 'a')).toEqual(['one']);
    expect(before.jobs.get('a')?.state).toEqual(RUNNING);
  });

  it('a snapshot among lines has those that came before it', () => {
    const events = [
      snapshot('a'),
      logged('a', 'one'),
      snapshot('a', { log: [line('one')] }),
      logged('a', 'two'),
    ];
    expect(logOf(reduceJobs(NO_JOBS, events), 'a')).toEqual(['one', 'two']);
  });

  it('keep the newest lines', () => {
    const events = [snapshot('a', { log: [line('first')] })];
    for (let n = 0; n < LOG_LINES + 10; n++) events.push(logged('a', `line ${n}`));
    const log = logOf(reduceJobs(NO_JOBS, events), 'a');
    expect(log).toHaveLength(LOG_LINES);
    expect([log?.[0], log?.at(-1)]).toEqual(['line 10', `line ${LOG_LINES + 9}`]);
  });

  it('forget the oldest that ended, and none that runs', () => {
    const events = [snapshot('running')];
    for (let n = 0; n < ENDED_JOBS + 5; n++) events.push(snapshot(`done-${n}`, { state: DONE }));
    const { jobs } = reduceJobs(NO_JOBS, events);
    expect(jobs.size).toBe(ENDED_JOBS + 1);
    expect([jobs.has('running'), jobs.has('done-4'), jobs.has('done-5')]).toEqual([true, false, true]);
  });

  it('news of jobs that are forgotten change nothing', () => {
    const before = reduceJobs(NO_JOBS, [snapshot('a')]);
    expect(reduceJobs(before, [logged('gone', 'x'), state('gone')])).toBe(before);
    expect(reduceJobs(before, [])).toBe(before);
  });

  it('others stay the very same, so that only one row is drawn again', () => {
    const before = reduceJobs(NO_JOBS, [snapshot('a'), snapshot('b')]);
    const after = reduceJobs(before, [logged('a', 'x')]);
    expect(after.jobs.get('b')).toBe(before.jobs.get('b'));
    expect(after.jobs.get('a')).not.toBe(before.jobs.get('a'));
  });

  it('are found by their board, the last one first', () => {
    const events = [
      snapshot('a', { board: 'x', state: DONE }),
      snapshot('b', { board: 'x' }),
      snapshot('c', { board: 'y' }),
    ];
    const data = reduceJobs(NO_JOBS, events);
    expect(jobOfBoard(data, 'x')?.id).toBe('b');
    expect(jobOfBoard(data, 'z')).toBeUndefined();
    expect(openJobs(data)).toBe(2);
  });
});

describe('devices', () => {
  it('come, change and are forgotten', () => {
    const before = reduceDevices(NO_DEVICES, [
      { type: 'all', devices: [deviceCalled('a'), deviceCalled('b')] },
    ]);
    const after = reduceDevices(before, [
      { type: 'changed', device: deviceCalled('b', { version: '2' }) },
      { type: 'changed', device: deviceCalled('c') },
      { type: 'forgotten', deviceId: 'a' },
      { type: 'forgotten', deviceId: 'nobody' },
    ]);
    expect([...after.devices.keys()]).toEqual(['b', 'c']);
    expect(after.devices.get('b')?.version).toBe('2');
    expect([...before.devices.keys()]).toEqual(['a', 'b']);
    expect(reduceDevices(after, [{ type: 'all', devices: [] }]).devices.size).toBe(0);
  });

  it('may have any name', () => {
    const { devices } = reduceDevices(NO_DEVICES, [{ type: 'all', devices: [deviceCalled('__proto__')] }]);
    expect(devices.get('__proto__')?.deviceId).toBe('__proto__');
    expect(Object.hasOwn(Object.prototype, 'deviceId')).toBe(false);
  });
});

describe('what is told whole', () => {
  it('is what was told last', () => {
    const boards = [{ boards: [boardAt('a')] }, { boards: [] }];
    expect(reduceBoards({ boards: [] }, boards)).toBe(boards[1]);
    const ota = { state: { status: 'starting' as const }, types: [] };
    expect(reduceOta(OTA_UNKNOWN, [ota])).toBe(ota);
    expect(reduceOta(ota, [])).toBe(ota);
    expect(reduceSettings(NO_SETTINGS, [])).toBe(NO_SETTINGS);
  });
});

describe('requests', () => {
  it('are the last ones, in their order', () => {
    const numbers = Array.from({ length: REQUESTS + 3 }, (_, n) => requestNumber(n));
    const first = reduceRequests(NO_REQUESTS, [{ events: numbers.slice(0, 2) }]);
    const { requests } = reduceRequests(first, [{ events: numbers.slice(2) }]);
    expect(requests).toHaveLength(REQUESTS);
    expect(requests[0]?.id).toBe(3);
  });
});
