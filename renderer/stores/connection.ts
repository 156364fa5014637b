/** Whether the bench can be reached. Told at once and not by the frame: it is rare, and a person waits for it. */
import { createStore } from 'zustand/vanilla';
import type { Client } from '../api/client.ts';
import type { ConnectionState } from '../api/connection.ts';
import type { FeedStore } from './feed.ts';

export type { ConnectionState } from '../api/connection.ts';

export function createConnectionStore(client: Client): FeedStore<ConnectionState> {
  const store = createStore<ConnectionState>(() => client.state.get());
  const stop = client.state.subscribe((state) => store.setState(state, true));
  return {
    getState: store.getState,
    getInitialState: store.getInitialState,
    subscribe: store.subscribe,
    stop,
  };
}
