/** Waits for a port: a virtual board's is there a moment after its power, as a real one's is after the plug. */
import type { PortInfo } from '../../../preload/contract/models.ts';
import type { PortSource } from './link.ts';

/** @throws the signal's reason */
export async function untilPlugged(ports: PortSource, path: string, signal: AbortSignal): Promise<void> {
  await untilListed(ports, (port) => port.path === path, signal);
}

/** The first port that fits. @throws the signal's reason */
export async function untilListed(
  ports: PortSource,
  fits: (port: PortInfo) => boolean,
  signal: AbortSignal,
): Promise<PortInfo> {
  const { promise, resolve, reject } = Promise.withResolvers<PortInfo>();
  const look = () =>
    ports.list().then((list) => {
      const found = list.find(fits);
      if (found !== undefined) resolve(found);
    }, reject);
  const stop = ports.onChange(() => void look());
  const give = () => reject(signal.reason);
  signal.addEventListener('abort', give, { once: true });
  try {
    void look();
    if (signal.aborted) give();
    return await promise;
  } finally {
    stop();
    signal.removeEventListener('abort', give);
  }
}
