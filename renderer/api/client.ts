/**
 * The page's side of the door: typed calls and subscriptions over whichever channel `connect` gives.
 *
 * A call is never repeated by itself: who lost the door does not know whether the bench did the work, and a person
 * decides. Subscriptions come back with the channel and begin with the present state again.
 */
import { type CallName, type CallParams, type CallResult, calls } from '../../preload/contract/api.ts';
import { type ErrorCode, Failure, type FailureData } from '../../preload/contract/errors.ts';
import { type Channel, type ClientMessage, serverMessage } from '../../preload/contract/messages.ts';
import { type TopicEvent, type TopicName, type TopicParams, topics } from '../../preload/contract/topics.ts';
import type { WorkOptions } from '../../preload/contract/work.ts';
import { type ConnectionOptions, type ConnectionState, createConnection } from './connection.ts';
import type { Observable } from './observable.ts';
import { createOpenCalls } from './open-calls.ts';
import { createSubscriptions } from './subscriptions.ts';

export interface WatchOptions {
  /** The subscription ended by itself, with this reason; nothing comes any more, not even after a reconnection. */
  readonly onFailure?: ((failure: Failure) => void) | undefined;
  /** Each time that the bench has told all that was there at once; there may have been nothing. */
  readonly onReady?: (() => void) | undefined;
}

export interface Client {
  /**
   * Asks the bench once. Waits for the first connection, but not for a lost one to come back.
   * @throws Failure as the bench says it; `door-closed` when the channel is lost before the answer or is so already (the
   * work may have been done); `cancelled`; `unexpected` when the answer is none of the contract's
   */
  call<N extends CallName>(name: N, params: CallParams<N>, options?: WorkOptions): Promise<CallResult<N>>;
  /** The present state first, then changes, and the present state again after each reconnection. Returns the way out. */
  subscribe<T extends TopicName>(
    topic: T,
    params: TopicParams<T>,
    onEvent: (event: TopicEvent<T>) => void,
    options?: WatchOptions,
  ): () => void;
  readonly state: Observable<ConnectionState>;
  /** Tries to connect now instead of at the end of the pause. */
  retry(): void;
  close(): void;
}

/** `connect` rejects with `DoorRefused` when the bench is there and does not let this page in. */
export function createClient(connect: () => Promise<Channel>, options: ConnectionOptions = {}): Client {
  let lastId = 0;
  const nextId = () => ++lastId;
  const send = (message: ClientMessage): boolean => connection.send(message);
  const open = createOpenCalls(send);
  const subscriptions = createSubscriptions(send);

  function receive(raw: unknown): boolean {
    const parsed = serverMessage.safeParse(raw);
    if (!parsed.success) return false;
    const message = parsed.data;
    switch (message.type) {
      case 'result':
        open.result(message.id, message.value);
        return true;
      case 'progress':
        open.progress(message.id, message.progress);
        return true;
      case 'event':
        subscriptions.event(message.id, message.value);
        return true;
      case 'ready':
        subscriptions.ready(message.id);
        return true;
      case 'failed': {
        const failure = revived(message.failure);
        open.failed(message.id, failure);
        subscriptions.failed(message.id, failure);
        return true;
      }
    }
  }

  const connection = createConnection(
    connect,
    {
      onOpen: () => {
        subscriptions.renew();
        open.begin();
      },
      onMessage: receive,
      onLost: () => open.abandon(),
    },
    options,
  );

  return {
    state: connection.state,
    retry: () => connection.retry(),
    close: () => connection.close(),
    async call<N extends CallName>(name: N, params: CallParams<N>, work: WorkOptions = {}) {
      if (work.signal?.aborted) throw new Failure('cancelled', {});
      const { status } = connection.state.get();
      if (status === 'lost') throw new Failure('door-closed', {});
      const value = await open.add({ type: 'call', id: nextId(), name, params }, work, status === 'open');
      const parsed = calls[name].result.safeParse(value);
      if (!parsed.success)
        throw new Failure('unexpected', { detail: `the answer of ${name} is not as agreed` }, parsed.error);
      return parsed.data as CallResult<N>;
    },
    subscribe(topic, params, onEvent, watch = {}) {
      const schema = topics[topic].event;
      return subscriptions.add(
        { type: 'subscribe', id: nextId(), topic, params },
        {
          onEvent(value) {
            const parsed = schema.safeParse(value);
            if (!parsed.success)
              throw new Failure(
                'unexpected',
                { detail: `an event of ${topic} is not as agreed` },
                parsed.error,
              );
            return () => onEvent(parsed.data as TopicEvent<typeof topic>);
          },
          onReady: () => watch.onReady?.(),
          onFailure: (failure) => watch.onFailure?.(failure),
        },
      );
    },
  };
}

/** The failure as it was thrown behind the door. A code that this page does not know has words all the same. */
function revived({ code, params }: FailureData): Failure {
  return new Failure(code as ErrorCode, params as never);
}
