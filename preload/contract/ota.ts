/** The OTA server as a page sees it. */
import { failureData } from './errors.ts';
import { z } from './zod.ts';

export const otaState = z.discriminatedUnion('status', [
  z.object({ status: z.literal('off') }),
  z.object({ status: z.literal('starting') }),
  z.object({ status: z.literal('on'), host: z.string(), port: z.number(), url: z.string() }),
  z.object({ status: z.literal('failed'), failure: failureData }),
]);
export type OtaState = z.infer<typeof otaState>;

/** An address of this computer that others can dial. */
export const ownAddress = z.object({
  address: z.string(),
  /** What the system calls the network: `eth0`, `Wi-Fi`. */
  network: z.string(),
});
export type OwnAddress = z.infer<typeof ownAddress>;

/** Whether only this computer reaches what listens there: enough for virtual boards, and for no real one. */
export function isLoopback(host: string): boolean {
  return /^(127(\.\d{1,3}){3}|localhost|::1)$/i.test(host.trim());
}

export const appTypeSummary = z.object({
  name: z.string(),
  version: z.string(),
  set: z.string(),
  files: z.array(z.object({ name: z.string(), size: z.number(), md5: z.string() })),
  skipped: z.array(z.object({ name: z.string(), reason: z.string() })),
  missing: z.array(z.string()),
});
export type AppTypeSummary = z.infer<typeof appTypeSummary>;

/** A set that a device refused, with its number and the reason where it gave them. */
export const refusedSet = z.object({
  set: z.string(),
  seq: z.number().nullable(),
  reason: z.string().nullable(),
});
export type RefusedSet = z.infer<typeof refusedSet>;

/** `rolled-back`: it runs another set again. Times are Unix milliseconds of the report that told it. */
export const trialStanding = z.discriminatedUnion('state', [
  z.object({ state: z.literal('none') }),
  z.object({ state: z.literal('open'), set: z.string().nullable(), at: z.number() }),
  z.object({ state: z.literal('good'), set: z.string().nullable(), at: z.number() }),
  z.object({ state: z.literal('rolled-back'), set: z.string().nullable(), at: z.number() }),
]);
export type TrialStanding = z.infer<typeof trialStanding>;

/** How a device stands with its updates, as it last said; null is what it did not say. */
export const updateStanding = z.object({
  /** Number of the update in force, and of the hotfix. */
  seq: z.number().nullable(),
  hotfixSeq: z.number().nullable(),
  /** Keys of which one must have signed what it takes. */
  keyIds: z.array(z.string()).nullable(),
  trial: trialStanding,
  /** The last few, the latest last. */
  rejected: z.array(refusedSet),
});
export type UpdateStanding = z.infer<typeof updateStanding>;

const stamp = { at: z.number(), id: z.number() };

export const otaEvent = z.discriminatedUnion('type', [
  z.object({
    ...stamp,
    type: z.literal('request'),
    method: z.string(),
    path: z.string(),
    status: z.number(),
    ms: z.number(),
    source: z.string(),
    deviceId: z.string().nullable(),
  }),
  z.object({
    ...stamp,
    type: z.literal('boot'),
    deviceId: z.string(),
    appType: z.string().nullable(),
    outcome: z.enum(['current', 'offered', 'waiting', 'unknown-type', 'held-back']),
    names: z.array(z.string()),
    removed: z.array(z.string()),
    set: z.string().nullable(),
  }),
  z.object({
    ...stamp,
    type: z.literal('register'),
    deviceId: z.string(),
    address: z.string().nullable(),
    firmware: z.string().nullable(),
  }),
  z.object({ ...stamp, type: z.literal('heartbeat'), deviceId: z.string() }),
  z.object({
    ...stamp,
    type: z.literal('hotfix'),
    deviceId: z.string(),
    outcome: z.enum(['offered', 'delivered', 'rejected']),
    names: z.array(z.string()),
  }),
  z.object({
    ...stamp,
    type: z.literal('files-changed'),
    where: z.enum(['boot', 'heartbeat']),
    name: z.string(),
  }),
  z.object({
    ...stamp,
    type: z.literal('trial'),
    deviceId: z.string(),
    outcome: z.enum(['open', 'good', 'rolled-back']),
    set: z.string().nullable(),
  }),
  z.object({ ...stamp, type: z.literal('refused'), deviceId: z.string(), ...refusedSet.shape }),
  z.object({ ...stamp, type: z.literal('warning'), deviceId: z.string(), failure: failureData }),
]);
export type OtaEvent = z.infer<typeof otaEvent>;
