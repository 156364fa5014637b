/** Waits for USB to be another than it was. */
import type { PortSource } from '../ports/link.ts';
import { until } from '../until.ts';
import type { System, UsbDevice } from './system.ts';

/** What is on USB once it differs from `known`; null when the signal's time is over. */
export async function untilChanged(
  ports: Pick<PortSource, 'onChange'>,
  system: Pick<System, 'usbDevices'>,
  known: readonly UsbDevice[],
  signal: AbortSignal,
): Promise<readonly UsbDevice[] | null> {
  const before = JSON.stringify(known);
  try {
    return await until<readonly UsbDevice[]>(signal, (done, fail) => {
      const look = () =>
        system.usbDevices().then((now) => {
          if (JSON.stringify(now) !== before) done(now);
        }, fail);
      const stop = ports.onChange(() => void look());
      void look();
      return stop;
    });
  } catch (error) {
    if (signal.aborted) return null;
    throw error;
  }
}
