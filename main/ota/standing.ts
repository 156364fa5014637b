/**
 * How a device stands with its updates, made of what it reports. Pure but for `tellNews`.
 *
 *     none ──trial told──► open ──a report without it, same set──► good
 *                           ▲ └───a report without it, other set──► rolled-back
 *                           └──trial told again, from either
 *
 * `POST /boot` always says whether there is a trial; a heartbeat only when it has the field, because it may come from a platform
 * that knows of none.
 */
import type { Device } from '../../preload/contract/models.ts';
import type { RefusedSet, TrialStanding, UpdateStanding } from '../../preload/contract/ota.ts';
import type { Rejected } from './bodies.ts';
import type { OtaContext } from './context.ts';
import type { OtaEventBody } from './live.ts';

export interface Told {
  readonly from: 'boot' | 'heartbeat';
  readonly set?: string | null | undefined;
  readonly trial?: boolean | undefined;
  readonly seq?: number | undefined;
  readonly hotfix_seq?: number | undefined;
  readonly key_ids?: string[] | undefined;
  readonly rejected?: Rejected | undefined;
}

type Unaddressed<T> = T extends unknown ? Omit<T, 'deviceId'> : never;
export type News = Unaddressed<Extract<OtaEventBody, { type: 'trial' | 'refused' }>>;

/** As many as a device keeps; one that tells more is not believed the rest. */
const REFUSED_KEPT = 4;

const SILENT: UpdateStanding = {
  seq: null,
  hotfixSeq: null,
  keyIds: null,
  trial: { state: 'none' },
  rejected: [],
};

/**
 * `updates` is undefined as long as the device said nothing of the kind.
 * @param device as it was known before this report
 * @param at Unix milliseconds
 */
export function standingOf(
  device: Pick<Device, 'set' | 'updates'> | undefined,
  told: Told,
  at: number,
): { updates: UpdateStanding | undefined; news: News[] } {
  const before = device?.updates ?? SILENT;
  const trial = trialAfter(before.trial, told, told.set ?? device?.set ?? null, at);
  const rejected = told.rejected?.slice(-REFUSED_KEPT) ?? before.rejected;
  const updates: UpdateStanding = {
    seq: told.seq ?? before.seq,
    hotfixSeq: told.hotfix_seq ?? before.hotfixSeq,
    keyIds: told.key_ids ?? before.keyIds,
    trial,
    rejected,
  };
  const news: News[] = rejected
    .filter((entry) => !before.rejected.some((known) => isSame(known, entry)))
    .map((entry) => ({ type: 'refused', ...entry }));
  if (trial !== before.trial && trial.state !== 'none')
    news.push({ type: 'trial', outcome: trial.state, set: trial.set });
  return { updates: device?.updates || isSaid(updates) ? updates : undefined, news };
}

/** The live view and the device's own history hear it. */
export function tellNews({ emit, registry }: OtaContext, deviceId: string, news: readonly News[]): void {
  for (const each of news) {
    emit({ ...each, deviceId });
    const { type, ...detail } = each;
    registry.note(type, deviceId, detail);
  }
}

function trialAfter(before: TrialStanding, told: Told, set: string | null, at: number): TrialStanding {
  const is = told.trial ?? (told.from === 'boot' ? false : undefined);
  if (is === true) return before.state === 'open' && before.set === set ? before : { state: 'open', set, at };
  if (is === undefined || before.state !== 'open') return before;
  return { state: before.set === set ? 'good' : 'rolled-back', set: before.set, at };
}

function isSame(a: RefusedSet, b: RefusedSet): boolean {
  return a.set === b.set && a.seq === b.seq;
}

function isSaid({ seq, hotfixSeq, keyIds, trial, rejected }: UpdateStanding): boolean {
  return (
    [seq, hotfixSeq, keyIds].some((said) => said !== null) || trial.state !== 'none' || rejected.length > 0
  );
}
