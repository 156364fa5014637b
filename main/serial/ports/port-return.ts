/** Finds a board's port again after a reset took it away. */
import { isFailure } from '../../../preload/contract/errors.ts';
import type { PortInfo } from '../../../preload/contract/models.ts';
import { until } from '../until.ts';
import type { PortOpenOptions, PortSource, SerialLink } from './link.ts';

/**
 * A fresh port may be closed to us for a moment: udev has not set its group yet, ModemManager is looking at it.
 * Neither tells when it is over, so this one case is asked again.
 */
const TAKEN_RETRY_MS = 200;

/**
 * Waits until the board is there again and opens it: by its serial number where it has one (another path is fine
 * then), else by its path. Listens to `onChange`; does not poll.
 * @throws the signal's reason, or a Failure that waiting does not cure
 */
export function reopen(
  ports: PortSource,
  path: string,
  identity: PortInfo | undefined,
  how: PortOpenOptions & { readonly signal: AbortSignal },
): Promise<SerialLink> {
  return until<SerialLink>(how.signal, (done, fail) => {
    let running = false;
    let again = false;
    let stopped = false;
    let timer: NodeJS.Timeout | undefined;

    const look = async (): Promise<void> => {
      if (running) {
        again = true;
        return;
      }
      running = true;
      clearTimeout(timer);
      try {
        const link = await ports.open(await pathNow(ports, path, identity), how);
        if (stopped) await link.close();
        else done(link);
      } catch (error) {
        if (isFailure(error, 'port-busy') || isFailure(error, 'port-denied')) {
          timer = setTimeout(() => void look(), TAKEN_RETRY_MS);
        } else if (!isFailure(error, 'port-not-found') && !isFailure(error, 'port-vanished')) fail(error);
      } finally {
        running = false;
      }
      if (again && !stopped) {
        again = false;
        await look();
      }
    };
    const unwatch = ports.onChange(() => void look());
    void look();
    return () => {
      stopped = true;
      clearTimeout(timer);
      unwatch();
    };
  });
}

async function pathNow(ports: PortSource, path: string, identity: PortInfo | undefined): Promise<string> {
  if (identity?.serialNumber === undefined) return path;
  const same = (await ports.list()).find(
    (port) => port.serialNumber === identity.serialNumber && port.vendorId === identity.vendorId,
  );
  return same?.path ?? path;
}
