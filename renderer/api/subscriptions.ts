/** What a page watches, over all the channels that it sees come and go. */
import { type Failure, toFailure } from '../../preload/contract/errors.ts';
import type { ClientMessage } from '../../preload/contract/messages.ts';

type SubscribeMessage = Extract<ClientMessage, { type: 'subscribe' }>;

interface Watcher {
  /** Checks the value and gives what tells it on. @throws Failure when it is not as agreed: the subscription ends */
  onEvent(value: unknown): () => void;
  onReady(): void;
  onFailure(failure: Failure): void;
}

export interface Subscriptions {
  add(message: SubscribeMessage, watcher: Watcher): () => void;
  /** Subscribes to all again, on a new channel. */
  renew(): void;
  event(id: number, value: unknown): void;
  ready(id: number): void;
  failed(id: number, failure: Failure): void;
}

export function createSubscriptions(send: (message: ClientMessage) => boolean): Subscriptions {
  const watched = new Map<number, { message: SubscribeMessage; watcher: Watcher }>();

  function fail(id: number, failure: Failure): void {
    const entry = watched.get(id);
    watched.delete(id);
    entry?.watcher.onFailure(failure);
  }

  return {
    add(message, watcher) {
      const { id } = message;
      watched.set(id, { message, watcher });
      send(message);
      return () => {
        if (watched.delete(id)) send({ type: 'unsubscribe', id });
      };
    },
    renew() {
      for (const { message } of [...watched.values()]) send(message);
    },
    event(id, value) {
      // News may still be on their way when somebody stops to watch.
      const entry = watched.get(id);
      if (entry === undefined) return;
      let tell: () => void;
      try {
        tell = entry.watcher.onEvent(value);
      } catch (error) {
        send({ type: 'unsubscribe', id });
        fail(id, toFailure(error));
        return;
      }
      tell();
    },
    ready: (id) => watched.get(id)?.watcher.onReady(),
    failed: fail,
  };
}
