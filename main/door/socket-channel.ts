/**
 * A WebSocket as a channel: JSON text both ways, and a peer that sends too much, reads too slowly or is gone is let go,
 * so that it costs nobody else anything. A page that was let go comes back by itself and begins anew.
 */
import type { RawData, WebSocket } from 'ws';
import type { Channel } from '../../preload/contract/messages.ts';

export interface SocketLimits {
  /** Messages of a peer: so many at once, and so many a second on and on. */
  readonly burst: number;
  readonly perSecond: number;
  /** Bytes that may wait for a peer for `slowMs` at most: the present state of a long day is large. */
  readonly slowBytes: number;
  readonly slowMs: number;
  /** Bytes that never wait. */
  readonly mostBytes: number;
  /** Between two pings; a peer that did not answer the last one is gone. */
  readonly pingMs: number;
}

export const SOCKET_LIMITS: SocketLimits = {
  burst: 1000,
  perSecond: 200,
  slowBytes: 4 * 1024 * 1024,
  slowMs: 5000,
  mostBytes: 64 * 1024 * 1024,
  pingMs: 15_000,
};

/** Close codes of RFC 6455. */
const NOT_TEXT = 1003;
const NOT_JSON = 1007;
const TOO_MANY = 1008;
/** Milliseconds that a peer has to agree to the end. */
const FAREWELL = 1000;

export function socketChannel(
  socket: WebSocket,
  log: (line: string) => void,
  limits: SocketLimits = SOCKET_LIMITS,
): Channel {
  const listeners = new Set<(message: unknown) => void>();
  const closes = new Set<() => void>();
  const allow = createAllowance(limits);
  let over = false;
  let slow: NodeJS.Timeout | undefined;
  let answered = true;

  const isSlow = () => socket.bufferedAmount > limits.slowBytes;

  function end(): void {
    if (over) return;
    over = true;
    clearTimeout(slow);
    clearInterval(heart);
    listeners.clear();
    for (const listener of [...closes]) listener();
    closes.clear();
  }

  /** Says farewell; the peer's own close is waited for shortly. */
  function close(code: number, reason: string): void {
    end();
    socket.close(code, reason);
    setTimeout(() => socket.terminate(), FAREWELL).unref();
  }

  function look(): void {
    slow = undefined;
    if (isSlow()) drop('reads too slowly');
  }

  /** A peer that does not listen is not told why. */
  function drop(why: string): void {
    log(`door: a page ${why}; its channel is closed`);
    end();
    socket.terminate();
  }

  function refuse(code: number, why: string): void {
    log(`door: a page ${why}; its channel is closed`);
    close(code, why);
  }

  function receive(data: RawData, isBinary: boolean): void {
    if (over) return;
    if (isBinary) {
      refuse(NOT_TEXT, 'sent what is no text');
    } else if (!allow()) {
      refuse(TOO_MANY, 'sent too many messages');
    } else {
      tell(String(data));
    }
  }

  function tell(text: string): void {
    let message: unknown;
    try {
      message = JSON.parse(text);
    } catch {
      refuse(NOT_JSON, 'sent what is no JSON');
      return;
    }
    for (const listener of [...listeners]) listener(message);
  }

  function beat(): void {
    if (answered) {
      answered = false;
      socket.ping();
    } else {
      drop('does not answer');
    }
  }

  const heart = setInterval(beat, limits.pingMs);
  heart.unref();

  socket.on('pong', () => {
    answered = true;
  });
  socket.on('message', receive);
  // Whatever went wrong, `close` follows.
  socket.on('error', (error) => log(`door: the socket of a page: ${error.message}`));
  socket.on('close', end);

  return {
    send(message) {
      if (over) return;
      socket.send(JSON.stringify(message));
      if (socket.bufferedAmount > limits.mostBytes) drop('reads too slowly');
      else if (isSlow()) slow ??= setTimeout(look, limits.slowMs);
    },
    onMessage(listener) {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    onClose(listener) {
      if (over) queueMicrotask(listener);
      else closes.add(listener);
      return () => {
        closes.delete(listener);
      };
    },
    close: () => close(1000, 'the bench closed it'),
  };
}

/** A bucket that fills by the second: true while there is something in it. */
function createAllowance({ burst, perSecond }: SocketLimits): () => boolean {
  let left = burst;
  let last = performance.now();
  return () => {
    const now = performance.now();
    left = Math.min(burst, left + ((now - last) / 1000) * perSecond);
    last = now;
    if (left < 1) return false;
    left -= 1;
    return true;
  };
}
