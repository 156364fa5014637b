/** What is known of the board behind a job: who it is on the network, and what it is or is to become. */
import type { JobSnapshot } from '../../../preload/contract/jobs.ts';
import { type Device, type Passport, passport } from '../../../preload/contract/models.ts';

export interface Known {
  readonly deviceId: string | undefined;
  /** As the device has it by now, else as it was proved, else as it was ordered. */
  readonly appType: string | undefined;
  readonly proved: Passport | undefined;
}

export function knownOf(job: JobSnapshot | undefined, devices: ReadonlyMap<string, Device>): Known {
  const state = job?.state;
  const proved = state?.status === 'done' ? passport.safeParse(state.result).data : undefined;
  const deviceId =
    proved?.deviceId ??
    (state?.status === 'asking' && state.question.kind === 'did-it-blink'
      ? state.question.subject
      : undefined);
  const device = deviceId === undefined ? undefined : devices.get(deviceId);
  const appType = device?.appType ?? proved?.appType ?? job?.order?.recipe.appType;
  return { deviceId, appType, proved };
}
