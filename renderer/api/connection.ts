/**
 * Keeps one channel to the bench open, and comes back by itself when it is lost.
 *
 *     connecting ──► open ◄──► lost ──close──► lost (closed), for good
 *          └─────────────────►─┘
 */
import type { Channel } from '../../preload/contract/messages.ts';
import { createSubject, type Observable } from './observable.ts';

/**
 * `lost` lasts until the channel is open again, over all attempts in between. Why:
 * `gone`: nobody answers; `refused`: the bench is there and wants its link to be opened again; `closed`: by this page.
 */
export type ConnectionState =
  | { readonly status: 'connecting' }
  | { readonly status: 'open' }
  | { readonly status: 'lost'; readonly why: 'gone' | 'refused' | 'closed' };

/** What `connect` rejects with when the bench answers, and does not let this page in. */
export class DoorRefused extends Error {
  constructor() {
    super('the bench does not let this page in');
    this.name = 'DoorRefused';
  }
}

/** Does `work` in so many milliseconds; returns the way to call it off. */
export type Later = (work: () => void, ms: number) => () => void;

export interface ConnectionOptions {
  readonly later?: Later | undefined;
}

export interface Connection {
  readonly state: Observable<ConnectionState>;
  /** False when there is no channel to send on. */
  send(message: unknown): boolean;
  /** Does not wait out the pause. */
  retry(): void;
  close(): void;
}

export interface ConnectionListeners {
  /** Before the state becomes `open`. */
  readonly onOpen: () => void;
  /** Tells whether the message was one; otherwise the channel is given up. */
  readonly onMessage: (message: unknown) => boolean;
  /** Before the state becomes `lost`. */
  readonly onLost: () => void;
}

/** Milliseconds: doubling from the first to the last. */
export const FIRST_PAUSE = 250;
export const LONGEST_PAUSE = 10_000;

const timeout: Later = (work, ms) => {
  const timer = setTimeout(work, ms);
  return () => clearTimeout(timer);
};

/** Begins to connect at once. */
export function createConnection(
  connect: () => Promise<Channel>,
  { onOpen, onMessage, onLost }: ConnectionListeners,
  { later = timeout }: ConnectionOptions = {},
): Connection {
  const state = createSubject<ConnectionState>({ status: 'connecting' });
  let channel: Channel | undefined;
  let pause = FIRST_PAUSE;
  let callOff: (() => void) | undefined;
  let closed = false;

  function lose(why: 'gone' | 'refused' | 'closed'): void {
    channel = undefined;
    const present = state.get();
    // Further attempts that fail are no news, unless for another reason.
    if (present.status !== 'lost') onLost();
    if (present.status !== 'lost' || present.why !== why) state.set({ status: 'lost', why });
    if (closed) return;
    callOff = later(attempt, pause);
    pause = Math.min(pause * 2, LONGEST_PAUSE);
  }

  function adopt(opened: Channel): void {
    if (closed) {
      opened.close();
      return;
    }
    channel = opened;
    opened.onMessage((message) => {
      if (channel !== opened) return;
      if (onMessage(message)) pause = FIRST_PAUSE;
      else opened.close();
    });
    opened.onClose(() => {
      if (channel === opened) lose(closed ? 'closed' : 'gone');
    });
    onOpen();
    // It may have closed while the first messages were sent.
    if (channel === opened) state.set({ status: 'open' });
  }

  function attempt(): void {
    callOff = undefined;
    connect().then(adopt, (error: unknown) => {
      if (!closed) lose(error instanceof DoorRefused ? 'refused' : 'gone');
    });
  }

  attempt();
  return {
    state,
    send(message) {
      channel?.send(message);
      return channel !== undefined;
    },
    retry() {
      if (callOff === undefined) return;
      callOff();
      attempt();
    },
    close() {
      if (closed) return;
      closed = true;
      callOff?.();
      callOff = undefined;
      const open = channel;
      lose('closed');
      open?.close();
    },
  };
}
