/** What devices send: checked, bounded, in one form. Unknown fields of a heartbeat are the app's telemetry. */
import { z } from 'zod';
import { isAddress, normaliseMac } from '../devices/index.ts';

/** The largest body of any request: two hundred files with their hashes, or telemetry beyond measure. Bytes. */
export const BODY_LIMIT = 64 * 1024;
const FILES_LIMIT = 256;
/** Characters of what a device says of a set that it refused. */
const REASON_LIMIT = 200;

const mac = z.string().transform((text, context) => {
  const normal = normaliseMac(text);
  if (normal !== null) return normal;
  context.addIssue({ code: 'custom', message: 'not a MAC address' });
  return z.NEVER;
});
const md5 = z
  .string()
  .regex(/^[0-9a-fA-F]{32}$/, 'not an MD5')
  .transform((text) => text.toLowerCase());
const hashes = z
  .record(z.string().max(100), md5)
  .refine((all) => Object.keys(all).length <= FILES_LIMIT, `more than ${FILES_LIMIT} files`);
const short = z.string().max(64);
const nothingForNull = <T>(value: T | null | undefined): T | undefined => value ?? undefined;
const appType = z
  .string()
  .max(64)
  .nullish()
  // A board without a type says null, nothing, or nothing between two quotes.
  .transform((name) => name || null);
/** A sequence number: a whole one that can be counted on from. */
const seq = z.number().int().min(0);
/** Sets that the device refused: a name alone, or with its number and the reason. */
const sets = z
  .array(
    z
      .union([
        z
          .string()
          .max(64)
          .transform((set) => ({ set })),
        z.looseObject({
          set: z.string().max(64),
          seq: seq.nullish(),
          reason: z
            .string()
            .transform((text) => text.slice(0, REASON_LIMIT))
            .nullish()
            .catch(null),
        }),
      ])
      .transform((entry) => ({
        set: entry.set,
        seq: ('seq' in entry ? entry.seq : null) ?? null,
        reason: ('reason' in entry ? entry.reason : null) ?? null,
      })),
  )
  .max(64);
const keyIds = z.array(z.string().regex(/^[0-9a-f]{16}$/, 'not a key id')).max(8);

export const bootBody = z.looseObject({
  mac,
  app_type: appType,
  device_type: short.nullish().transform((name) => name || null),
  files: hashes.nullish().transform((all) => all ?? {}),
  device_id: short.nullish(),
  accept: z.array(short).max(16).nullish(),
  set: short.nullish().transform((set) => set ?? null),
  overlay: hashes.nullish().transform((all) => all ?? {}),
  rejected: sets.nullish().transform((all) => all ?? []),
  trial: z.boolean().nullish().transform(nothingForNull),
  seq: seq.nullish().transform(nothingForNull),
  hotfix_seq: seq.nullish().transform(nothingForNull),
  key_ids: keyIds.nullish().transform(nothingForNull),
});
export type BootBody = z.infer<typeof bootBody>;

export const registerBody = z.looseObject({
  device_id: short.nullish(),
  mac: mac.nullish().transform(nothingForNull),
  ip: z.string().max(260).nullish().transform(addressOrNothing),
  device_type: short.nullish().transform(nothingForNull),
  app_type: short.nullish().transform((name) => name || undefined),
  firmware: short.nullish().transform(nothingForNull),
  version: short.nullish().transform(nothingForNull),
  meta: z.record(z.string(), z.unknown()).nullish().transform(nothingForNull),
});

/**
 * Beside the protocol's fields stands whatever the app reports, under any name: a thermostat's `set` is a number.
 * So a field of the wrong kind is not the protocol's, and is kept as telemetry.
 */
export const heartbeatBody = z.looseObject({
  device_id: z.string().max(64),
  mac: mac.optional().catch(undefined),
  ip: z.string().optional().catch(undefined).transform(addressOrNothing),
  app_type: short.optional().catch(undefined),
  accept: z.array(short).max(16).optional().catch(undefined),
  set: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .optional()
    .catch(undefined),
  overlay: hashes.optional().catch(undefined),
  rejected: sets.optional().catch(undefined),
  trial: z.boolean().optional().catch(undefined),
  seq: seq.optional().catch(undefined),
  hotfix_seq: seq.optional().catch(undefined),
  key_ids: keyIds.optional().catch(undefined),
});
export type HeartbeatBody = z.infer<typeof heartbeatBody>;
export type Rejected = z.infer<typeof sets>;

const PROTOCOL_FIELDS = [
  'mac',
  'ip',
  'app_type',
  'accept',
  'set',
  'overlay',
  'rejected',
  'trial',
  'seq',
  'hotfix_seq',
  'key_ids',
] as const;

/** All of a heartbeat that is not the protocol's. `raw` is the body as it came. */
export function telemetryOf(raw: Record<string, unknown>, body: HeartbeatBody): Record<string, unknown> {
  const telemetry = { ...raw };
  delete telemetry.device_id;
  for (const field of PROTOCOL_FIELDS) {
    if (body[field] !== undefined || raw[field] === null) delete telemetry[field];
  }
  return telemetry;
}

/** True when the device takes the manifest form. */
export function acceptsManifest(accept: readonly string[] | null | undefined): boolean {
  return accept?.includes('manifest') ?? false;
}

function addressOrNothing(text: string | null | undefined): string | undefined {
  return text && isAddress(text) ? text : undefined;
}
