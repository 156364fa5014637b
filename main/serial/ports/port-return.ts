/** Finds a board's port again after a reset took it away. */
import { Failure, isFailure } from '../../../preload/contract/errors.ts';
import type { PortInfo } from '../../../preload/contract/models.ts';
import { until } from '../until.ts';
import type { PortOpenOptions, PortSource, SerialLink } from './link.ts';
import { usbId } from './usb-ids.ts';

/**
 * A fresh port may be closed to us for a moment: udev has not set its group yet, ModemManager is looking at it. The group is told by
 * `onChange` on Linux; that somebody closed a port is told by no system that Node listens to (libuv asks inotify for no close). So
 * this one case is asked again: soon at first, because mostly it is over in a moment, then less often.
 */
const TAKEN_RETRY_MS = 200;
/** A terminal program may have it for hours; whoever waits for its end is not kept longer than this. */
const TAKEN_RETRY_MOST_MS = 2000;

/**
 * Waits until the board is there again and opens it, at another path if need be; another board is not taken for it.
 * Listens to `onChange`; asks again by itself only while the port is another's.
 * @param identity what the list said of it; undefined: whatever stands at the path
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
    let retryMs = TAKEN_RETRY_MS;

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
          // Whoever was told to stop meanwhile asks no more.
          if (!stopped) timer = setTimeout(() => void look(), retryMs);
          retryMs = Math.min(2 * retryMs, TAKEN_RETRY_MOST_MS);
        } else if (!isFailure(error, 'port-not-found') && !isFailure(error, 'port-vanished')) fail(error);
      } finally {
        running = false;
      }
      if (again && !stopped) {
        again = false;
        await look();
      }
    };
    const unwatch = ports.onChange(() => {
      // Something is new, and may be over in a moment as well.
      retryMs = TAKEN_RETRY_MS;
      void look();
    });
    void look();
    return () => {
      stopped = true;
      clearTimeout(timer);
      unwatch();
    };
  });
}

/** @throws Failure `port-not-found` while it is away, whatever else stands at its path */
async function pathNow(ports: PortSource, path: string, identity: PortInfo | undefined): Promise<string> {
  if (identity === undefined) return path;
  const paths = (await ports.list()).filter((port) => isSame(port, identity)).map((port) => port.path);
  // A device may have two ports.
  const found = paths.includes(path) ? path : paths[0];
  if (found === undefined) throw new Failure('port-not-found', { port: path });
  return found;
}

/**
 * A chip with USB of its own has a serial number of its own. That of a cable chip is its maker's, often `0001` in all of
 * them: there the socket tells them apart, or the path where no socket is told.
 */
function isSame(port: PortInfo, was: PortInfo): boolean {
  if (port.vendorId !== was.vendorId || port.productId !== was.productId) return false;
  if (port.serialNumber !== was.serialNumber) return false;
  if (port.serialNumber !== undefined && usbId(port.vendorId, port.productId).way !== 'bridge') return true;
  return was.location === undefined ? port.path === was.path : port.location === was.location;
}
