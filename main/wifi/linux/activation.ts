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
import type { SignalQueue } from './signals.ts';

export type Outcome =
  | { readonly kind: 'activated' }
  /** `reason`: `NMDeviceStateReason`. */
  | { readonly kind: 'ended'; readonly reason: number };

/**
 * @param signals begun before the activation was asked for, so that nothing is missed
 * @throws BusLost, the signal's reason
 */
export async function followActivation(
  nm: NetworkManager,
  signals: SignalQueue,
  at: { readonly device: string; readonly active: string },
  signal: AbortSignal,
): Promise<Outcome> {
  let failed: number | undefined;
  let left: number | undefined;
  for (;;) {
    const active = await nm.active(at.active, signal);
    if (active?.state === ACTIVE.activated) return { kind: 'activated' };
    if (active === null || active.state === ACTIVE.deactivated)
      return { kind: 'ended', reason: failed ?? left ?? (await nm.device(at.device, signal)).reason };
    for (;;) {
      const event = await signals.next(signal);
      const change = deviceChange(event, at.device);
      if (change?.to === DEVICE.failed) failed = change.reason;
      // It would ask a person for another key now, who did not type this one.
      if (change?.to === DEVICE.needAuth && change.reason === REASON.supplicantDisconnect)
        return { kind: 'ended', reason: REASON.noSecrets };
      if (change?.to === DEVICE.deactivating) left = change.reason;
      if (change !== undefined || event.path === at.active) break;
    }
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
