/** Which devices refused the present set of a type, as their last boot told the server. */
import type { AppTypeSummary, OtaEvent } from '../../../preload/contract/ota.ts';

/** Ids in the order in which they booted. What the set was before does not count any more. */
export function refusedBy(events: readonly OtaEvent[], { name, set }: AppTypeSummary): string[] {
  const refusing = new Set<string>();
  for (const event of events) {
    if (event.type !== 'boot') continue;
    refusing.delete(event.deviceId);
    if (event.outcome === 'held-back' && event.appType === name && event.set === set)
      refusing.add(event.deviceId);
  }
  return [...refusing];
}
