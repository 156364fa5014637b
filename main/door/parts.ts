/** What stands behind the doors: the work of each call, and where each topic comes from. */
import type { z } from 'zod';
import type { CallName, CallResult, calls } from '../../preload/contract/api.ts';
import type { TopicEvent, TopicName, TopicParams } from '../../preload/contract/topics.ts';
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

/**
 * Where each topic comes from: tells the present state at once, then changes, until the function it gave is called.
 * `emit` never throws: an event that is not as agreed ends the subscription.
 */
export type Sources = {
  readonly [T in TopicName]: (params: TopicParams<T>, emit: (event: TopicEvent<T>) => void) => () => void;
};
