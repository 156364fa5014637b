/** Signals of the bus in their order, each kept until it is asked for, so that none is missed between a question and its answer. */
import type { Message } from '@jellybrick/dbus-next';

export const DAEMON = 'org.freedesktop.DBus';

/** The bus is out of reach, or whoever was called went away: the daemon fell or was restarted. */
export class BusLost extends Error {
  override readonly name = 'BusLost';
}

export interface BusSignal {
  readonly path: string;
  readonly interface: string;
  readonly member: string;
  readonly body: readonly unknown[];
}

/** Signals from the moment on at which it was made. Close it. */
export interface SignalQueue {
  /** The next one. @throws BusLost when the service went away meanwhile; the signal's reason */
  next(signal: AbortSignal): Promise<BusSignal>;
  /** The next one of those that have come already. @throws BusLost */
  waiting(): BusSignal | undefined;
  close(): void;
}

/** The service lost its name. The bus is still there, so it may come back. */
export class ServiceLeft extends BusLost {}

export class SignalList implements SignalQueue {
  readonly #waiting: (BusSignal | ServiceLeft)[] = [];
  readonly #lost: AbortSignal;
  readonly #leave: () => void;
  #wake: (() => void) | undefined;

  constructor(lost: AbortSignal, leave: () => void) {
    this.#lost = lost;
    this.#leave = leave;
  }

  take({ path, interface: name, member, body }: Message): void {
    const left = name === DAEMON && member === 'NameOwnerChanged' && body[2] === '';
    this.#waiting.push(
      left ? new ServiceLeft('the service went away') : { path, interface: name, member, body },
    );
    this.#wake?.();
  }

  async next(signal: AbortSignal): Promise<BusSignal> {
    for (;;) {
      signal.throwIfAborted();
      const first = this.waiting();
      if (first !== undefined) return first;
      this.#lost.throwIfAborted();
      const come = new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
      await until(come, signal, this.#lost);
    }
  }

  waiting(): BusSignal | undefined {
    const first = this.#waiting.shift();
    if (first instanceof ServiceLeft) throw first;
    return first;
  }

  close(): void {
    this.#leave();
  }
}

/** What `work` comes to, unless one of the signals is first. */
export function until<T>(work: Promise<T>, ...signals: readonly AbortSignal[]): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = AbortSignal.any([...signals]);
    const quit = () => reject(stop.reason);
    if (stop.aborted) quit();
    stop.addEventListener('abort', quit, { once: true });
    work.then(resolve, reject).finally(() => stop.removeEventListener('abort', quit));
  });
}
