/** How a store follows its topic: by frames, over lost doors, within bounds. */
import { describe, expect, it } from 'vitest';
import { Failure } from '../../../preload/contract/errors.ts';
import { createBoardsStore } from '../../../renderer/stores/boards.ts';
import { createDevicesStore } from '../../../renderer/stores/devices.ts';
import { createJobsStore } from '../../../renderer/stores/jobs.ts';
import { createRequestsStore, REQUESTS } from '../../../renderer/stores/requests.ts';
import { createSchedule } from '../../../renderer/stores/schedule.ts';
import { createStores } from '../../../renderer/stores/stores.ts';
import { boardAt } from '../../door/fake-bench.ts';
import { createFakeClient, createFrames } from './fake-client.ts';
import { deviceCalled, jobCalled, requestNumber } from './samples.ts';

function scene() {
  const client = createFakeClient();
  const frames = createFrames();
  return { client, frames, schedule: createSchedule(frames.request) };
}

describe('by frames', () => {
  it('fifty devices that change each second are one update a frame', () => {
    const { client, frames, schedule } = scene();
    const store = createDevicesStore(client, { schedule });
    let updates = 0;
    store.subscribe(() => {
      updates += 1;
    });
    client.emit('devices', { type: 'all', devices: [] });
    for (let second = 1; second <= 3; second++) {
      for (let n = 0; n < 50; n++)
        client.emit('devices', {
          type: 'changed',
          device: deviceCalled(`dev-${n}`, { heartbeatAt: second }),
        });
      expect(updates).toBe(second - 1);
      expect(frames.waiting()).toBe(1);
      frames.draw();
      expect(updates).toBe(second);
    }
    expect(store.getState().devices.size).toBe(50);
    expect(store.getState().devices.get('dev-7')?.heartbeatAt).toBe(3);
  });

  it('all stores of a page share the frame', () => {
    const { client, frames, schedule } = scene();
    const stores = createStores(client, schedule);
    client.emit('boards', { boards: [boardAt('a')] });
    client.emit('devices', { type: 'all', devices: [] });
    client.emit('requests', { events: [requestNumber(1)] });
    expect(frames.waiting()).toBe(1);
    frames.draw();
    expect(stores.boards.getState().boards).toHaveLength(1);
    expect(stores.requests.getState().requests).toHaveLength(1);
    expect(frames.waiting()).toBe(0);
  });

  it('what changes nothing is no update', () => {
    const { client, frames, schedule } = scene();
    const store = createRequestsStore(client, { schedule });
    client.emit('requests', { events: [] });
    frames.draw();
    let updates = 0;
    store.subscribe(() => {
      updates += 1;
    });
    client.emit('requests', { events: [] });
    frames.draw();
    expect(updates).toBe(0);
  });

  it('a page that draws no frame keeps no more than it must', () => {
    const { client, frames, schedule } = scene();
    const store = createRequestsStore(client, { schedule });
    for (let n = 0; n < 5000; n++) client.emit('requests', { events: [requestNumber(n)] });
    frames.draw();
    const { requests } = store.getState();
    expect(requests).toHaveLength(REQUESTS);
    expect(requests.at(-1)?.id).toBe(4999);
  });
});

describe('over lost doors', () => {
  const lost = { status: 'lost', why: 'gone' } as const;

  it('waits, is live, is stale, and begins anew with the first event', () => {
    const { client, frames, schedule } = scene();
    const store = createDevicesStore(client, { schedule });
    const look = () => {
      frames.draw();
      const { feed, devices } = store.getState();
      return `${feed.status}: ${[...devices.keys()].join(' ')}`;
    };
    expect(look()).toBe('waiting: ');
    client.emit('devices', { type: 'all', devices: [deviceCalled('a'), deviceCalled('b')] });
    expect(look()).toBe('live: a b');
    client.emit('devices', { type: 'changed', device: deviceCalled('c') });
    client.become(lost);
    expect(look()).toBe('stale: a b c');
    client.become({ status: 'open' });
    expect(look()).toBe('stale: a b c');
    client.emit('devices', { type: 'all', devices: [deviceCalled('b')] });
    expect(look()).toBe('live: b');
  });

  it('a bench that was started again has none of the old jobs, and may have none at all', () => {
    const { client, frames, schedule } = scene();
    const store = createJobsStore(client, { schedule });
    client.emit('jobs', { type: 'snapshot', snapshot: jobCalled('old') });
    client.ready('jobs');
    frames.draw();
    expect([...store.getState().jobs.keys()]).toEqual(['old']);
    client.become(lost);
    client.become({ status: 'open' });
    client.ready('jobs');
    frames.draw();
    expect(store.getState()).toMatchObject({ feed: { status: 'live' }, jobs: new Map() });
  });

  it('a topic that always tells something is not live before it did', () => {
    const { client, frames, schedule } = scene();
    const store = createBoardsStore(client, { schedule });
    client.ready('boards');
    frames.draw();
    expect(store.getState().feed.status).toBe('waiting');
  });

  it('a failed topic is tried again when the door comes back', () => {
    const { client, frames, schedule } = scene();
    const store = createBoardsStore(client, { schedule });
    client.emit('boards', { boards: [boardAt('a')] });
    client.fail('boards', new Failure('data-folder', { path: '/data', problem: 'it is gone' }));
    frames.draw();
    expect(store.getState()).toMatchObject({
      feed: { status: 'failed', failure: { code: 'data-folder' } },
      boards: [{ path: 'a' }],
    });
    client.become(lost);
    frames.draw();
    expect(store.getState().feed.status).toBe('failed');
    client.become({ status: 'open' });
    frames.draw();
    expect(store.getState().feed.status).toBe('waiting');
    client.emit('boards', { boards: [] });
    frames.draw();
    expect(store.getState()).toEqual({ feed: { status: 'live' }, boards: [] });
  });
});

describe('all stores of a page', () => {
  it('watch each topic once, and stop together', () => {
    const { client, frames, schedule } = scene();
    const stores = createStores(client, schedule);
    expect(client.watched().sort()).toEqual(['boards', 'devices', 'jobs', 'ota', 'requests', 'settings']);
    let updates = 0;
    stores.boards.subscribe(() => {
      updates += 1;
    });
    client.emit('boards', { boards: [boardAt('a')] });
    stores.stop();
    expect(client.watched()).toEqual([]);
    frames.draw();
    client.become({ status: 'lost', why: 'gone' });
    expect(updates).toBe(0);
  });

  it('tell at once how the connection is', () => {
    const { client, schedule } = scene();
    const { connection } = createStores(client, schedule);
    expect(connection.getState()).toEqual({ status: 'open' });
    client.become({ status: 'lost', why: 'refused' });
    expect(connection.getState()).toEqual({ status: 'lost', why: 'refused' });
    client.become({ status: 'open' });
    expect(connection.getState()).toEqual({ status: 'open' });
  });
});
