/** Waits for a port: a virtual board's is there a moment after its power, as a real one's is after the plug. */
import type { PortSource } from './link.ts';

/** @throws the signal's reason */
export async function untilPlugged(ports: PortSource, path: string, signal: AbortSignal): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const look = () =>
    ports.list().then((list) => {
      if (list.some((port) => port.path === path)) resolve();
    }, reject);
  const stop = ports.onChange(() => void look());
  const give = () => reject(signal.reason);
  signal.addEventListener('abort', give, { once: true });
  try {
    void look();
    if (signal.aborted) give();
    await promise;
  } finally {
    stop();
    signal.removeEventListener('abort', give);
  }
}
