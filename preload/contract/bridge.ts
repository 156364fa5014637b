/**
 * What a page finds as `window.bootbench` in the desktop app, and only there: the near end of its door.
 * In a browser it is not there, and a page speaks over a WebSocket instead.
 */

/** The name on `window`. */
export const BRIDGE = 'bootbench';

/**
 * `send` takes a `ClientMessage`; listeners get `ServerMessage`s. Both are copied on the way.
 * Null is the end of a channel, whoever says it; what a page sends after that opens the next one.
 */
export interface Bridge {
  send(message: unknown): void;
  /** Returns the way to stop listening. */
  subscribe(listener: (message: unknown) => void): () => void;
}

/** The IPC channel between preload script and desktop app, `(page: string, message: unknown)` both ways. */
export const WIRE = 'bootbench:door';
