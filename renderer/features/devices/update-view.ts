/**
 * How a device stands with its updates, by its own record. What the server said lately is no source: it is forgotten
 * within some hundred requests, and what a device refused stays so until the files change.
 */
import type { FailureData } from '../../../preload/contract/errors.ts';
import type { Device } from '../../../preload/contract/models.ts';
import type { AppTypeSummary, OtaEvent, RefusedSet } from '../../../preload/contract/ota.ts';
import { plain } from './plain.ts';

export type UpdateView =
  | { readonly status: 'settled' }
  /** What runs has yet to prove itself. */
  | { readonly status: 'on-trial' }
  /** It refused what its type has now, and is not offered that again. */
  | { readonly status: 'held-back'; readonly reason: string | null };

/** @param type that of the device; undefined when this server has none of that name */
export function updateViewOf(
  { set, updates }: Pick<Device, 'set' | 'updates'>,
  type: Pick<AppTypeSummary, 'set'> | undefined,
): UpdateView {
  if (updates?.trial.state === 'open') return { status: 'on-trial' };
  const refused = updates?.rejected.findLast((entry) => entry.set === type?.set);
  if (refused === undefined || set === refused.set || isOver(refused, updates?.seq ?? null))
    return { status: 'settled' };
  return { status: 'held-back', reason: refused.reason === null ? null : plain(refused.reason, 100) };
}

/** It took a later one since: when the files became those of this set again, they got a number above both. */
function isOver(refused: RefusedSet, seq: number | null): boolean {
  return refused.seq !== null && seq !== null && seq > refused.seq;
}

/**
 * That the last offer was signed with keys of which the device has none. No record holds that: only the bench knows
 * its own keys, and it says so with each offer. The warning comes after the offer, and the next offer or boot ends it.
 */
export function foreignKeys(events: readonly OtaEvent[], deviceId: string): FailureData | undefined {
  const last = events.findLast(
    (event) =>
      (event.type === 'warning' || event.type === 'boot' || event.type === 'hotfix') &&
      event.deviceId === deviceId,
  );
  return last?.type === 'warning' && last.failure.code === 'ota-keys-foreign' ? last.failure : undefined;
}
