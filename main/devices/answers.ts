/**
 * The shapes of a device's answers. A device of the user's own make may spell a list in another way than our firmware,
 * so the common spellings are taken, and everything leaves here in one.
 */
import { z } from 'zod';
import type { Endpoint, PathAnswer } from '../../preload/contract/api.ts';
import { Failure } from '../../preload/contract/errors.ts';
import { deviceStatus } from '../../preload/contract/models.ts';
import { plainLine, plainLines } from '../plain-text.ts';
import { type DeviceAnswer, parseJson } from './http.ts';
import { normaliseMac } from './ids.ts';

const size = z
  .number()
  .int()
  .nonnegative()
  .nullish()
  .transform((n) => n ?? null);
const namedSize = z.union([
  z.string().transform((name) => ({ name, size: null })),
  z.object({ name: z.string(), size }),
  z.tuple([z.string(), size]).transform(([name, bytes]) => ({ name, size: bytes })),
]);
const namedSizes = z.union([
  z.array(namedSize),
  z
    .record(z.string(), size)
    .transform((all) => Object.entries(all).map(([name, bytes]) => ({ name, size: bytes }))),
]);

const endpoint = z.union([
  z
    .object({ method: z.string(), path: z.string(), source: z.unknown().optional() })
    .transform(({ method, path, source }): Endpoint => {
      return { method, path, source: source === 'platform' || source === 'app' ? source : null };
    }),
  z.tuple([z.string(), z.string()]).transform(([method, path]): Endpoint => ({ method, path, source: null })),
  z
    .string()
    .regex(/^[A-Z]+ \S+$/)
    .transform(
      (line): Endpoint => ({
        method: line.slice(0, line.indexOf(' ')),
        path: line.slice(line.indexOf(' ') + 1),
        source: null,
      }),
    ),
]);

export const status = deviceStatus;

export const info = z
  .looseObject({
    device_id: z.string().nullish(),
    mac: z.string().nullish(),
    firmware: z.string().nullish(),
    version: z.string().nullish(),
    files: namedSizes.default([]),
    config: z.record(z.string(), z.unknown()).nullish(),
  })
  .transform((all) => ({
    deviceId: all.device_id ?? null,
    mac: all.mac ?? null,
    firmware: all.firmware ?? null,
    version: all.version ?? null,
    files: all.files,
    config: all.config ?? {},
  }));

export const config = z.record(z.string(), z.unknown());

export const logList = z.union([
  z.array(namedSize),
  z.object({ logs: namedSizes }).transform(({ logs }) => logs),
  z.object({ files: namedSizes }).transform(({ files }) => files),
]);

export const endpointList = z.union([
  z.array(endpoint),
  z.object({ endpoints: z.array(endpoint) }).transform(({ endpoints }) => endpoints),
]);

/** A log that came as JSON and not as text. */
export const logJson = z.union([
  z.object({ lines: z.array(z.string()) }).transform(({ lines }) => lines.join('\n')),
  z.object({ text: z.string() }).transform(({ text }) => text),
  z.object({ content: z.string() }).transform(({ content }) => content),
  z.array(z.string()).transform((lines) => lines.join('\n')),
  z.string(),
]);

export const acknowledged = z.looseObject({});

/** An id, a kind, a reason: none is longer, and each is shown on one line. */
const WORD_LIMIT = 64;
const word = z.string().transform((text) => plainLine(text, WORD_LIMIT));

/** Whoever answers at 192.168.4.1 may be a stranger. */
export const portalStatus = z
  .looseObject({
    mode: z.literal('ap'),
    mac: z.string().refine((mac) => normaliseMac(mac) !== null),
    device_id: word.nullish(),
    app_type: word.nullish(),
    device_type: word.nullish(),
    reason: word.nullish(),
  })
  .transform((all) => ({
    mac: normaliseMac(all.mac) ?? all.mac,
    deviceId: all.device_id ?? null,
    appType: all.app_type ?? null,
    deviceType: all.device_type ?? null,
    reason: all.reason ?? null,
  }));

const network = z
  .looseObject({
    ssid: z.string(),
    rssi: z.number().nullish(),
    channel: z.number().nullish(),
    secured: z.boolean().nullish(),
  })
  .transform((all) => ({
    ssid: all.ssid,
    /** dBm. */
    rssi: all.rssi ?? null,
    channel: all.channel ?? null,
    /** Null where the device does not tell. */
    secured: all.secured ?? null,
  }));

export const scan = z.union([
  z.array(network),
  z.object({ networks: z.array(network) }).transform(({ networks }) => networks),
]);

/**
 * JSON or text, as the device sent it; what else it may send is for a browser.
 * @throws Failure `device-answer`
 */
export function read({ contentType, text }: DeviceAnswer, device: string): PathAnswer {
  if (contentType.includes('json')) {
    parseJson(text, device);
    return { type: 'json', text: plainLines(text) };
  }
  if (contentType.startsWith('text/')) return { type: 'text', text: plainLines(text) };
  const kind = plainLine(contentType, 60);
  throw new Failure('device-answer', {
    device,
    detail: `neither text nor JSON, but ${kind || 'of no kind'}`,
  });
}

/** The answer in its shape. @throws Failure `device-answer` naming the first thing that does not fit */
export function shaped<T>(schema: z.ZodType<T>, answer: unknown, device: string): T {
  const result = schema.safeParse(answer);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const where = issue && issue.path.length > 0 ? `${issue.path.join('.')}: ` : '';
  throw new Failure('device-answer', { device, detail: `${where}${issue?.message ?? 'not as expected'}` });
}
