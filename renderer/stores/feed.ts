/**
 * A store that a topic fills. It gathers events and takes them in together, once a frame; after the door was lost it
 * keeps what it had, says that it is stale, and begins anew with the first event that comes.
 *
 *     waiting ──► live ◄──► stale          any ──► failed ──(the door comes back)──► waiting
 */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { FailureData } from '../../preload/contract/errors.ts';
import type { TopicEvent, TopicName, TopicParams } from '../../preload/contract/topics.ts';
import type { Client } from '../api/client.ts';
import { createSchedule, type Schedule } from './schedule.ts';

/** How far what a store holds can be relied on. */
export type FeedStatus =
  /** Nothing was told yet: what the store holds means nothing. */
  | { readonly status: 'waiting' }
  | { readonly status: 'live' }
  /** The door is lost: it was so, a while ago. */
  | { readonly status: 'stale' }
  | { readonly status: 'failed'; readonly failure: FailureData };

export type Fed<D> = D & { readonly feed: FeedStatus };

/** A store to be read: `getState`, `subscribe`, and `useStore` of zustand takes it. */
export interface FeedStore<S> extends Pick<StoreApi<S>, 'getState' | 'getInitialState' | 'subscribe'> {
  /** Ends the subscription; what is there stays. */
  stop(): void;
}

export interface FeedDefinition<T extends TopicName, D> {
  readonly topic: T;
  readonly initial: D;
  /** Takes in events in their order; gives the same object back when nothing changes. Never changes what it is given. */
  readonly reduce: (data: D, events: readonly TopicEvent<T>[]) => D;
  /** The topic tells its things one by one, so that nothing at all comes when there are none. */
  readonly mayBeSilent?: boolean;
}

export interface FeedOptions {
  /** Shared by all stores of a page. */
  readonly schedule?: Schedule;
}

/** Events that are gathered at most before they are taken in, seen or not: what memory a hidden page may need. */
const GATHERED = 1000;

export function createFeed<T extends TopicName, D extends object>(
  client: Client,
  { topic, initial, reduce, mayBeSilent = false }: FeedDefinition<T, D>,
  { schedule = createSchedule() }: FeedOptions = {},
): FeedStore<Fed<D>> {
  const waiting: FeedStatus = { status: 'waiting' };
  const live: FeedStatus = { status: 'live' };
  const store = createStore<Fed<D>>(() => ({ ...initial, feed: waiting }));
  let data = initial;
  let feed: FeedStatus = waiting;
  let events: TopicEvent<T>[] = [];
  // What comes next is the present state, to which nothing older belongs.
  let fresh = true;
  let stopped = false;
  let shown: { data: D; feed: FeedStatus } = { data, feed };

  function takeIn(): void {
    if (events.length === 0) return;
    const gathered = events;
    events = [];
    data = reduce(data, gathered);
  }

  function publish(): void {
    if (stopped) return;
    takeIn();
    if (shown.data === data && shown.feed === feed) return;
    shown = { data, feed };
    store.setState({ ...data, feed }, true);
  }

  function become(next: FeedStatus): void {
    feed = next;
    schedule(publish);
  }

  function begin(): void {
    if (!fresh) return;
    fresh = false;
    data = initial;
    become(live);
  }

  const subscribe = () =>
    client.subscribe(
      topic,
      // No topic takes parameters so far.
      {} as TopicParams<T>,
      (event) => {
        begin();
        events.push(event);
        if (events.length >= GATHERED) takeIn();
        schedule(publish);
      },
      {
        onReady: () => {
          if (mayBeSilent) begin();
        },
        onFailure: (failure) => become({ status: 'failed', failure: failure.toData() }),
      },
    );

  let unsubscribe = subscribe();
  const unwatch = client.state.subscribe(({ status }) => {
    if (status !== 'open') {
      takeIn();
      fresh = true;
      if (feed.status === 'live') become({ status: 'stale' });
    } else if (feed.status === 'failed') {
      become(waiting);
      unsubscribe = subscribe();
    }
  });

  return {
    getState: store.getState,
    getInitialState: store.getInitialState,
    subscribe: store.subscribe,
    stop() {
      stopped = true;
      unwatch();
      unsubscribe();
    },
  };
}
