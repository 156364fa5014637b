/** What a device's own words say of the hotfix that waits for it: it has it, it refused it, or it still needs it. */
import type { Device } from '../../preload/contract/models.ts';
import type { OtaContext } from './context.ts';
import type { FolderContent } from './folder.ts';
import { hasHotfix } from './hotfix.ts';

/** Moves a hotfix out of the way that the device has or refused; returns the one that it still needs. */
export async function settleKnown(
  context: OtaContext,
  device: Device,
  rejected: readonly { set: string }[],
): Promise<FolderContent | undefined> {
  const waiting = await context.hotfixes.pending(device.deviceId);
  if (!waiting) return undefined;
  if (rejected.some(({ set }) => set === waiting.set)) {
    settleAs(context, device.deviceId, waiting, 'rejected');
    return undefined;
  }
  if (hasHotfix(waiting, device.files, device.overlay)) {
    settleAs(context, device.deviceId, waiting, 'delivered');
    return undefined;
  }
  return waiting;
}

/** Moves it to `served/` and tells. A folder that cannot be moved is offered again, and the log says so. */
export function settleAs(
  { hotfixes, registry, emit, log, now }: OtaContext,
  deviceId: string,
  content: FolderContent,
  how: 'delivered' | 'rejected',
): void {
  const names = [...content.files.keys()];
  try {
    if (hotfixes.settle(deviceId, content, how, now()) === undefined) return;
  } catch (error) {
    log(`hotfix for ${deviceId}: cannot move to served/: ${error instanceof Error ? error.message : error}`);
    return;
  }
  emit({ type: 'hotfix', deviceId, outcome: how, names });
  registry.note(how, deviceId, { names });
}
