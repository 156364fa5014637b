/** Which devices refused the present set of a type, and why, as their records say. */
import type { Device } from '../../../preload/contract/models.ts';
import type { AppTypeSummary } from '../../../preload/contract/ota.ts';
import { updateViewOf } from '../devices/update-view.ts';

export interface Refusal {
  /** As the devices said it; null when they did not. */
  readonly reason: string | null;
  readonly deviceIds: readonly string[];
}

/** By reason. `devices`: those of this type. */
export function refusalsOf(devices: readonly Device[], type: AppTypeSummary): Refusal[] {
  const found = new Map<string | null, string[]>();
  for (const device of devices) {
    const view = updateViewOf(device, type);
    if (view.status !== 'held-back') continue;
    const ids = found.get(view.reason);
    if (ids === undefined) found.set(view.reason, [device.deviceId]);
    else ids.push(device.deviceId);
  }
  return [...found].map(([reason, deviceIds]) => ({ reason, deviceIds }));
}
