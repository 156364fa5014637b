/**
 * The one place where messages become calls, and where a throw becomes an error.
 *
 * What comes in is checked against the contract before anybody sees it, what goes out before it leaves. A channel that
 * closes takes its calls and subscriptions with it; jobs live in the runner and go on.
 */
import type { z } from 'zod';
import { type CallName, type CallResult, calls, isCallName } from '../../preload/contract/api.ts';
import { Failure, toFailure } from '../../preload/contract/errors.ts';
import {
  type Channel,
  type ClientMessage,
  clientMessage,
  type ServerMessage,
} from '../../preload/contract/messages.ts';
import {
  isTopicName,
  type TopicEvent,
  type TopicName,
  type TopicParams,
  topics,
} from '../../preload/contract/topics.ts';
import type { Progress } from '../../preload/contract/work.ts';

export interface CallContext {
  /** Aborts when the caller cancels or goes. */
  readonly signal: AbortSignal;
  readonly onProgress: (progress: Progress) => void;
}

/** What does the work of each call. */
export type Handlers = {
  readonly [N in CallName]: (
    params: z.output<(typeof calls)[N]['params']>,
    context: CallContext,
  ) => Promise<CallResult<N>>;
};

/** Where each topic comes from: tells the present state at once, then changes, until the function it gave is called. */
export type Sources = {
  readonly [T in TopicName]: (params: TopicParams<T>, emit: (event: TopicEvent<T>) => void) => () => void;
};

export interface DispatcherOptions {
  /** Gets what a failure hides: the cause, with its stack. Never parameters. */
  readonly log?: (line: string) => void;
}

/** Open calls and subscriptions that one channel may have; a page needs a dozen. */
export const OPEN_LIMIT = 200;

export interface Dispatcher {
  /** Serves a channel until it closes. */
  attach(channel: Channel): void;
}

export function createDispatcher(
  handlers: Handlers,
  sources: Sources,
  { log = () => {} }: DispatcherOptions = {},
): Dispatcher {
  return {
    attach(channel) {
      const session = new Session(channel, handlers, sources, log);
      channel.onMessage((message) => session.receive(message));
      channel.onClose(() => session.end());
    },
  };
}

class Session {
  readonly #channel: Channel;
  readonly #handlers: Handlers;
  readonly #sources: Sources;
  readonly #log: (line: string) => void;
  readonly #calls = new Map<number, AbortController>();
  readonly #subscriptions = new Map<number, () => void>();

  constructor(channel: Channel, handlers: Handlers, sources: Sources, log: (line: string) => void) {
    this.#channel = channel;
    this.#handlers = handlers;
    this.#sources = sources;
    this.#log = log;
  }

  receive(raw: unknown): void {
    const parsed = clientMessage.safeParse(raw);
    // Without an id there is nobody to answer: a door that says such things is not ours.
    if (!parsed.success) {
      this.#log('door: a message that is none; the channel is closed');
      this.#channel.close();
      return;
    }
    const message = parsed.data;
    switch (message.type) {
      case 'call':
        void this.#call(message);
        return;
      case 'cancel':
        this.#calls.get(message.id)?.abort(new Failure('cancelled', {}));
        return;
      case 'subscribe':
        this.#subscribe(message);
        return;
      case 'unsubscribe':
        this.#subscriptions.get(message.id)?.();
        this.#subscriptions.delete(message.id);
    }
  }

  end(): void {
    for (const controller of this.#calls.values()) controller.abort(new Failure('cancelled', {}));
    for (const stop of this.#subscriptions.values()) stop();
    this.#calls.clear();
    this.#subscriptions.clear();
  }

  async #call({ id, name, params }: Extract<ClientMessage, { type: 'call' }>): Promise<void> {
    const controller = new AbortController();
    try {
      this.#admit(id);
      if (!isCallName(name)) throw new Failure('call-unknown', { name });
      this.#calls.set(id, controller);
      const value = await this.#run(name, params, {
        signal: controller.signal,
        onProgress: ({ done, total, what }) =>
          this.#send({ type: 'progress', id, progress: { done, total, what } }),
      });
      this.#send({ type: 'result', id, value });
    } catch (error) {
      this.#fail(id, name, error);
    } finally {
      if (this.#calls.get(id) === controller) this.#calls.delete(id);
    }
  }

  async #run<N extends CallName>(name: N, params: unknown, context: CallContext): Promise<unknown> {
    const given = checked(calls[name].params, params, 'params');
    const result = await this.#handlers[name](given as never, context);
    return calls[name].result.parse(result);
  }

  #subscribe({ id, topic, params }: Extract<ClientMessage, { type: 'subscribe' }>): void {
    try {
      this.#admit(id);
      if (!isTopicName(topic)) throw new Failure('topic-unknown', { name: topic });
      const given = checked(topics[topic].params, params, 'params');
      const schema: z.ZodType = topics[topic].event;
      let stop: (() => void) | undefined;
      let ended = false;
      this.#subscriptions.set(id, () => {
        ended = true;
        stop?.();
      });
      const source = this.#sources[topic] as (given: unknown, emit: (event: unknown) => void) => () => void;
      stop = source(given, (event) => {
        if (!ended) this.#send({ type: 'event', id, value: schema.parse(event) });
      });
      // Closed by its own first event.
      if (ended) stop();
    } catch (error) {
      this.#subscriptions.delete(id);
      this.#fail(id, topic, error);
    }
  }

  #admit(id: number): void {
    if (this.#calls.has(id) || this.#subscriptions.has(id)) {
      throw new Failure('bad-input', { field: 'id', problem: 'it is in use' });
    }
    if (this.#calls.size + this.#subscriptions.size >= OPEN_LIMIT)
      throw new Failure('door-flooded', { limit: OPEN_LIMIT });
  }

  #fail(id: number, what: string, error: unknown): void {
    const failure = toFailure(error);
    if (failure.code === 'unexpected') this.#log(`door: ${what.slice(0, 60)}: ${stackOf(error)}`);
    this.#send({ type: 'failed', id, failure: failure.toData() });
  }

  #send(message: ServerMessage): void {
    this.#channel.send(message);
  }
}

/** @throws Failure `bad-input`, naming the first field that is wrong */
function checked<S extends z.ZodType>(schema: S, value: unknown, root: string): z.output<S> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new Failure('bad-input', {
    field: issue?.path.join('.') || root,
    problem: issue?.message ?? 'it is not what is expected',
  });
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
