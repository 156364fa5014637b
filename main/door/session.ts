/** One channel's calls and subscriptions, from its first message to its end. */
import type { z } from 'zod';
import { type CallName, calls, isCallName } from '../../preload/contract/api.ts';
import { Failure, failureData, isFailure, toFailure } from '../../preload/contract/errors.ts';
import {
  type Channel,
  type ClientMessage,
  clientMessage,
  progressData,
  type ServerMessage,
} from '../../preload/contract/messages.ts';
import { isTopicName, type TopicName, topics } from '../../preload/contract/topics.ts';
import type { CallContext, Handlers, Sources } from './parts.ts';

/** Open calls and subscriptions that one channel may have; a page needs a dozen. */
export const OPEN_LIMIT = 200;

export interface SessionParts {
  readonly channel: Channel;
  readonly handlers: Handlers;
  readonly sources: Sources;
  readonly log: (line: string) => void;
}

type Message<T extends ClientMessage['type']> = Extract<ClientMessage, { type: T }>;

export class Session {
  readonly #parts: SessionParts;
  readonly #calls = new Map<number, AbortController>();
  readonly #subscriptions = new Map<number, () => void>();
  #ended = false;

  constructor(parts: SessionParts) {
    this.#parts = parts;
  }

  receive(raw: unknown): void {
    // A channel may still deliver what was on its way when it was closed.
    if (this.#ended) return;
    const parsed = clientMessage.safeParse(raw);
    if (!parsed.success) {
      // Without an id there is nobody to answer: a door that says such things is not ours.
      this.#hangUp('a message that is none');
      return;
    }
    const message = parsed.data;
    switch (message.type) {
      case 'call':
        if (this.#isNew(message.id)) void this.#call(message);
        return;
      case 'cancel':
        this.#calls.get(message.id)?.abort(new Failure('cancelled', {}));
        return;
      case 'subscribe':
        if (this.#isNew(message.id)) this.#subscribe(message);
        return;
      case 'unsubscribe':
        this.#subscriptions.get(message.id)?.();
    }
  }

  end(): void {
    this.#ended = true;
    for (const controller of this.#calls.values()) controller.abort(new Failure('cancelled', {}));
    for (const stop of [...this.#subscriptions.values()]) stop();
  }

  async #call({ id, name, params }: Message<'call'>): Promise<void> {
    const controller = new AbortController();
    const { signal } = controller;
    let answered = false;
    const onProgress: CallContext['onProgress'] = ({ done, total, what }) => {
      const progress = progressData.safeParse({ done, total, what });
      if (progress.success && !answered) this.#send({ type: 'progress', id, progress: progress.data });
    };
    try {
      this.#admit();
      if (!isCallName(name)) throw new Failure('call-unknown', { name: clip(name) });
      this.#calls.set(id, controller);
      const value = await this.#run(name, params, { signal, onProgress });
      answered = true;
      this.#send({ type: 'result', id, value });
    } catch (error) {
      answered = true;
      this.#fail(id, name, isStopOf(signal, error) ? new Failure('cancelled', {}) : error);
    } finally {
      this.#calls.delete(id);
    }
  }

  async #run<N extends CallName>(name: N, params: unknown, context: CallContext): Promise<unknown> {
    const given = checked(calls[name].params, params);
    const result = await this.#parts.handlers[name](given as never, context);
    return agreed(calls[name].result, result, `the answer of ${name}`);
  }

  #subscribe({ id, topic, params }: Message<'subscribe'>): void {
    let stopSource: (() => void) | undefined;
    let ended = false;
    const stop = () => {
      if (ended) return;
      ended = true;
      this.#subscriptions.delete(id);
      if (stopSource !== undefined) this.#quietly(topic, stopSource);
    };
    const fail = (error: unknown) => {
      if (ended) return;
      stop();
      this.#fail(id, topic, error);
    };
    try {
      this.#admit();
      if (!isTopicName(topic)) throw new Failure('topic-unknown', { name: clip(topic) });
      const given = checked(topics[topic].params, params);
      this.#subscriptions.set(id, stop);
      const source = this.#parts.sources[topic] as Source;
      stopSource = source(given, (event) => {
        // A throw would hit the service that has news, and with it whoever else listens.
        try {
          if (!ended) this.#send({ type: 'event', id, value: agreed(topics[topic].event, event, topic) });
        } catch (error) {
          fail(error);
        }
      });
      // Its own first events may have ended it, before there was anything to stop.
      if (ended) this.#quietly(topic, stopSource);
      else this.#send({ type: 'ready', id });
    } catch (error) {
      fail(error);
    }
  }

  /** An id that is in use cannot be answered so that both askers understand: the page's ids are a row of numbers. */
  #isNew(id: number): boolean {
    const used = this.#calls.has(id) || this.#subscriptions.has(id);
    if (used) this.#hangUp('an id that is in use');
    return !used;
  }

  #hangUp(why: string): void {
    this.#parts.log(`door: ${why}; the channel is closed`);
    this.#parts.channel.close();
    this.end();
  }

  /** @throws Failure `door-flooded` */
  #admit(): void {
    if (this.#calls.size + this.#subscriptions.size >= OPEN_LIMIT)
      throw new Failure('door-flooded', { limit: OPEN_LIMIT });
  }

  #fail(id: number, what: string, error: unknown): void {
    const failure = toFailure(error);
    if (isFailure(failure, 'unexpected')) this.#parts.log(`door: ${what}: ${stackOf(error)}`);
    const data = failureData.safeParse(failure.toData());
    this.#send({
      type: 'failed',
      id,
      failure: data.success ? data.data : { code: 'unexpected', params: { detail: failure.code } },
    });
  }

  #quietly(topic: string, work: () => void): void {
    try {
      work();
    } catch (error) {
      this.#parts.log(`door: ${topic} cannot be stopped: ${stackOf(error)}`);
    }
  }

  #send(message: ServerMessage): void {
    if (!this.#ended) this.#parts.channel.send(message);
  }
}

/** `Sources[T]` for a topic that is known only at run time; what it takes and gives was checked. */
type Source = (given: unknown, emit: (event: unknown) => void) => () => void;

type AnyName = CallName | TopicName;

/** @throws Failure `bad-input`, naming the first field that is wrong */
function checked<S extends z.ZodType>(schema: S, value: unknown): z.output<S> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new Failure('bad-input', {
    field: issue?.path.join('.') || 'params',
    problem: issue?.message ?? 'it is not what is expected',
  });
}

/** @throws Failure `unexpected`: what the bench gives is not what it promised. The log has the details */
function agreed(schema: z.ZodType, value: unknown, what: AnyName | `the answer of ${CallName}`): unknown {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const fields = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  throw new Failure('unexpected', { detail: `${what} is not as agreed (${fields.slice(0, 3).join('; ')})` });
}

/** Whether the work ended because it was told to. What else went wrong first is the answer. */
function isStopOf(signal: AbortSignal, error: unknown): boolean {
  if (!signal.aborted) return false;
  return error === signal.reason || (error instanceof Error && error.name === 'AbortError');
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

/** A name that nobody knows may be of any length, and is told back. */
function clip(name: string): string {
  return name.length > 60 ? `${name.slice(0, 60)}…` : name;
}
