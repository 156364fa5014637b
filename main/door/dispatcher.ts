/**
 * The one place where messages become calls, and where a throw becomes an error.
 *
 * What comes in is checked against the contract before anybody sees it, what goes out before it leaves. A channel that
 * closes takes its calls and subscriptions with it; jobs live in the runner and go on.
 */
import type { Channel } from '../../preload/contract/messages.ts';
import type { Handlers, Sources } from './parts.ts';
import { Session } from './session.ts';

export type { CallContext, Handlers, Sources } from './parts.ts';

export interface DispatcherOptions {
  /** Gets what a failure hides: the cause, with its stack. Never parameters. */
  readonly log?: ((line: string) => void) | undefined;
}

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
      const session = new Session({ channel, handlers, sources, log });
      channel.onMessage((message) => session.receive(message));
      channel.onClose(() => session.end());
    },
  };
}
