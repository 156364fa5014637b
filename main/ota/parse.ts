/** From a request's body to what a route works with. */
import type { z } from 'zod';
import type { Registry } from '../devices/index.ts';
import { isWellFormedId } from '../devices/index.ts';
import { Fault } from './faults.ts';
import { isAppTypeName } from './names.ts';

/** The body as the schema has it. @throws Fault `bad-request` that names the first field that is wrong */
export function parseBody<T>(schema: z.ZodType<T>, body: unknown): T {
  if (!isShallow(body, DEPTH_LIMIT)) {
    throw new Fault(400, 'bad-request', `body: nested deeper than ${DEPTH_LIMIT} levels`);
  }
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const field = issue?.path.map(String).join('.') ?? '';
  throw new Fault(
    400,
    'bad-request',
    `${field === '' ? 'body' : field.slice(0, 80)}: ${issue?.message ?? 'wrong'}`,
  );
}

/** What is nested deeper cannot be written down again: `JSON.stringify` runs out of stack. */
const DEPTH_LIMIT = 32;

function isShallow(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return true;
  return levels > 0 && Object.values(value).every((inner) => isShallow(inner, levels - 1));
}

/** @throws Fault `app-type-invalid` for what cannot be the name of an app type */
export function checkAppType(appType: string | null | undefined): void {
  if (appType != null && !isAppTypeName(appType)) {
    throw new Fault(
      400,
      'app-type-invalid',
      'An app type is up to 32 of a-z, 0-9, - and _, not beginning with - or _.',
    );
  }
}

/**
 * By what id the sender goes: with a MAC the one it may keep, else the one it says.
 * @throws Fault `device-id-invalid`
 */
export function identify(
  registry: Registry,
  mac: string | undefined,
  claimed: string | null | undefined,
): string {
  if (mac !== undefined) return registry.idFor(mac, claimed);
  if (claimed && isWellFormedId(claimed)) return claimed;
  throw new Fault(
    400,
    'device-id-invalid',
    'A device id is up to 32 of a-z, 0-9, - and _, not beginning with - or _.',
  );
}

/** The address a request came from, IPv4 in its own form. */
export function sourceOf(address: string | undefined): string {
  return (address ?? '').replace(/^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/i, '');
}

/** Where the device is reached when nobody knows better: where it speaks from, or where it says it is when it speaks from here. */
export function defaultAddress({
  source,
  claimed,
}: {
  source: string;
  claimed: string | null;
}): string | null {
  if (source === '' || source === '::1' || source.startsWith('127.')) return claimed;
  return source.includes(':') ? `[${source.replace(/%.*$/, '')}]` : source;
}
