/** A client whose topics a test speaks for. */
import type { Failure } from '../../../preload/contract/errors.ts';
import type { TopicEvent, TopicName } from '../../../preload/contract/topics.ts';
import type { Client, WatchOptions } from '../../../renderer/api/client.ts';
import type { ConnectionState } from '../../../renderer/api/connection.ts';
import { createSubject } from '../../../renderer/api/observable.ts';

interface Watcher {
  readonly topic: TopicName;
  readonly onEvent: (event: unknown) => void;
  readonly options: WatchOptions;
}

export interface FakeClient extends Client {
  emit<T extends TopicName>(topic: T, ...events: TopicEvent<T>[]): void;
  ready(topic: TopicName): void;
  fail(topic: TopicName, failure: Failure): void;
  become(state: ConnectionState): void;
  watched(): TopicName[];
}

export function createFakeClient(): FakeClient {
  const state = createSubject<ConnectionState>({ status: 'open' });
  const watchers = new Set<Watcher>();
  const of = (topic: TopicName) => [...watchers].filter((watcher) => watcher.topic === topic);
  return {
    state,
    call: () => Promise.reject(new Error('a fake client has no calls')),
    subscribe(topic, _, onEvent, options = {}) {
      const watcher: Watcher = { topic, onEvent: onEvent as (event: unknown) => void, options };
      watchers.add(watcher);
      return () => {
        watchers.delete(watcher);
      };
    },
    retry: () => {},
    close: () => {},
    emit(topic, ...events) {
      for (const event of events) for (const { onEvent } of of(topic)) onEvent(event);
    },
    ready(topic) {
      for (const { options } of of(topic)) options.onReady?.();
    },
    fail(topic, failure) {
      for (const watcher of of(topic)) {
        watchers.delete(watcher);
        watcher.options.onFailure?.(failure);
      }
    },
    become: (next) => state.set(next),
    watched: () => [...watchers].map(({ topic }) => topic),
  };
}

/** A frame that comes when the test says so. */
export function createFrames() {
  let asked: (() => void)[] = [];
  return {
    request: (callback: () => void) => {
      asked.push(callback);
    },
    waiting: () => asked.length,
    draw() {
      const now = asked;
      asked = [];
      for (const callback of now) callback();
    },
  };
}
