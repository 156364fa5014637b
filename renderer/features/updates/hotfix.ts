import type { OtaEvent } from '../../../preload/contract/ota.ts';

/** What the server last said about a hotfix of this device. */
export function lastHotfix(
  events: readonly OtaEvent[],
  deviceId: string,
): Extract<OtaEvent, { type: 'hotfix' }> | undefined {
  const last = events.findLast((event) => event.type === 'hotfix' && event.deviceId === deviceId);
  return last?.type === 'hotfix' ? last : undefined;
}
