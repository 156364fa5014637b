/**
 * Following an activation to its end, by NetworkManager's signals alone:
 *
 *     activating ──► activated
 *         ├─► failed (the device's reason)
 *         ├─► asks for another key: this one was wrong
 *         └─► gone: somebody ended it, or began another one
 */

import { deviceChange, type NetworkManager } from './nm-client.ts';
import { ACTIVE, DEVICE, REASON } from './nm-names.ts';
import type { BusSignal, SignalQueue } from './signals.ts';

export type Outcome =
  | { readonly kind: 'activated' }
  /** `reason`: `NMDeviceStateReason`. */
  | { readonly kind: 'ended'; readonly reason: number };

/**
 * @param signals begun before the activation was asked for, so that nothing is missed
 * @throws BusLost, the signal's reason
 */
export async function followActivation(
  nm: Pick<NetworkManager, 'active' | 'device'>,
  signals: SignalQueue,
  at: { readonly device: string; readonly active: string },
  signal: AbortSignal,
): Promise<Outcome> {
  let begun = false;
  let ended: number | undefined;
  let asksAgain = false;
  /** True where it may have changed how the activation stands. */
  const take = (event: BusSignal): boolean => {
    const change = deviceChange(event, at.device);
    // Before this comes the end of what was there; after the end comes what took our place.
    if (change?.to === DEVICE.prepare) begun = true;
    if (change?.to === DEVICE.failed) ended ??= change.reason;
    if (change?.to === DEVICE.deactivating && begun) ended ??= change.reason;
    if (change?.to === DEVICE.needAuth && change.reason === REASON.supplicantDisconnect) asksAgain = true;
    return change !== undefined || event.path === at.active;
  };

  for (;;) {
    const active = await nm.active(at.active, signal);
    // Signals that were sent before this answer came before it. Some may have been sent after it and read with it: after a change
    // the answer is not believed to be the last one.
    let isStale = false;
    for (let event = signals.waiting(); event !== undefined; event = signals.waiting())
      isStale = take(event) || isStale;
    if (active?.state === ACTIVE.activated) return { kind: 'activated' };
    // It would ask a person for another key now, who did not type this one.
    if (asksAgain) return { kind: 'ended', reason: REASON.noSecrets };
    if (active === null || active.state === ACTIVE.deactivated)
      return { kind: 'ended', reason: ended ?? (await nm.device(at.device, signal)).reason };
    while (!isStale) isStale = take(await signals.next(signal));
  }
}

/** The device as it stands when it is not on its way from one state to another. @throws BusLost, the signal's reason */
export async function settled(nm: NetworkManager, devicePath: string, signal: AbortSignal) {
  const signals = nm.signals();
  try {
    for (;;) {
      const device = await nm.device(devicePath, signal);
      const isResting = device.state <= DEVICE.disconnected || device.state === DEVICE.activated;
      if (isResting) return device;
      while (deviceChange(await signals.next(signal), devicePath) === undefined);
    }
  } finally {
    signals.close();
  }
}
