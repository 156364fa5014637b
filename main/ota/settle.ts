/** What a device's own words say of the hotfix that waits for it: it has it, it refused it, or it still needs it. */
import type { Device } from '../../preload/contract/models.ts';
import type { Rejected } from './bodies.ts';
import type { OtaContext } from './context.ts';
import type { FolderContent } from './folder.ts';
import { hasHotfix } from './hotfix.ts';

/** Moves a hotfix out of the way that the device has or refused; returns the one that it still needs. */
export async function settleKnown(
  context: OtaContext,
  device: Device,
  rejected: Rejected,
): Promise<FolderContent | undefined> {
  const waiting = await context.hotfixes.pending(device.deviceId);
  if (!waiting) return undefined;
  if (rejected.some(({ set }) => set === waiting.set)) {
    const { since } = await context.offers.numbered(scopeOf(device.deviceId), waiting.set, null);
    if (isRefused(rejected, waiting.set, since))
      return settleAs(context, device.deviceId, waiting, 'rejected');
  }
  if (hasHotfix(waiting, device.files, device.overlay)) {
    return settleAs(context, device.deviceId, waiting, 'delivered');
  }
  return waiting;
}

/** Under which a device's hotfixes are counted. */
export function scopeOf(deviceId: string): string {
  return `device:${deviceId}`;
}

/** True for a set that the device refused since it came with the number `since`: one that came again later is another try. */
export function isRefused(rejected: Rejected, set: string, since: number): boolean {
  return rejected.some((entry) => entry.set === set && (entry.seq === null || entry.seq >= since));
}

/** Moves it to `served/` and tells. A folder that cannot be moved is offered again, and the log says so. */
export async function settleAs(
  { hotfixes, offers, registry, emit, log, now }: OtaContext,
  deviceId: string,
  content: FolderContent,
  how: 'delivered' | 'rejected',
): Promise<undefined> {
  const names = [...content.files.keys()];
  try {
    if (hotfixes.settle(deviceId, content, how, now()) === undefined) return undefined;
  } catch (error) {
    log(`hotfix for ${deviceId}: cannot move to served/: ${error instanceof Error ? error.message : error}`);
    return undefined;
  }
  emit({ type: 'hotfix', deviceId, outcome: how, names });
  registry.note(how, deviceId, { names });
  await offers.end(scopeOf(deviceId));
  return undefined;
}
