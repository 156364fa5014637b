/** What one device says over HTTP on the network: the platform's endpoints, one method each. */
import type { z } from 'zod';
import type { Endpoint, PathAnswer } from '../../preload/contract/api.ts';
import { Failure, isFailure } from '../../preload/contract/errors.ts';
import type { DeviceStatus } from '../../preload/contract/models.ts';
import { plainLine, plainLines } from '../plain-text.ts';
import * as answers from './answers.ts';
import { askDevice, askDeviceJson, type DeviceRequest, parseJson, refuseUnlessOk } from './http.ts';

export interface CallOptions {
  signal?: AbortSignal | undefined;
  /** For the whole call, in milliseconds; 5000 when not given. */
  timeoutMs?: number | undefined;
}

export interface DeviceClientOptions {
  /** `host` or `host:port`. */
  address: string;
  /** The device's bearer token, where it was provisioned with one. */
  token?: string | undefined;
  /** What to call the device in a failure; its address when not given. */
  name?: string | undefined;
}

export type DeviceInfo = z.infer<typeof answers.info>;
export type NamedSize = DeviceInfo['files'][number];
/**
 * Every call throws Failure `device-unreachable`, `device-refused`, `device-answer` (or `bad-input` for an impossible address),
 * or the signal's reason when it was stopped.
 */
export interface DeviceClient {
  readonly address: string;
  status(options?: CallOptions): Promise<DeviceStatus>;
  info(options?: CallOptions): Promise<DeviceInfo>;
  config(options?: CallOptions): Promise<Record<string, unknown>>;
  /** Merges `changes` into the device's configuration; returns the whole of it. */
  mergeConfig(changes: Record<string, unknown>, options?: CallOptions): Promise<Record<string, unknown>>;
  logs(options?: CallOptions): Promise<NamedSize[]>;
  /** The text of a log, its last `lines` lines when given, without control characters. */
  log(name: string, lines?: number, options?: CallOptions): Promise<string>;
  endpoints(options?: CallOptions): Promise<Endpoint[]>;
  /**
   * What GET of a path gives, JSON or text of at most 64 kB. Only a path that the device lists itself is asked for.
   * @throws Failure `endpoint-unlisted` as well
   */
  read(path: string, options?: CallOptions): Promise<PathAnswer>;
  /** Makes it blink; returns when the device answered. @throws Failure `device-no-light` as well */
  identify(options?: CallOptions): Promise<void>;
  /** Resolves when the device has agreed to restart, not when it is back. */
  restart(options?: CallOptions): Promise<void>;
  /** Resolves when the device has agreed; it comes up as an access point. */
  factoryReset(options?: CallOptions): Promise<void>;
}

/** Identify blinks five times before some firmwares answer. */
const IDENTIFY_TIMEOUT_MS = 15_000;
/** Bytes of an answer that are read for a person to look at. */
const READ_LIMIT = 64 * 1024;

export function createDeviceClient({ address, token, name }: DeviceClientOptions): DeviceClient {
  const device = plainLine(name ?? address, 80);
  const ask = (
    method: 'GET' | 'POST',
    path: string,
    { signal, timeoutMs }: CallOptions = {},
    json?: unknown,
  ): DeviceRequest => ({ device, address, token, method, path, signal, timeoutMs, json });
  const get = async <T>(schema: z.ZodType<T>, path: string, options?: CallOptions): Promise<T> =>
    answers.shaped(schema, await askDeviceJson(ask('GET', path, options)), device);
  const command = async (path: string, options?: CallOptions): Promise<void> => {
    refuseUnlessOk(await askDevice(ask('POST', path, options)), device);
  };

  const endpoints = (options?: CallOptions) => get(answers.endpointList, '/endpoints', options);

  return {
    address,
    status: (options) => get(answers.status, '/status', options),
    info: (options) => get(answers.info, '/info', options),
    config: (options) => get(answers.config, '/config', options),
    mergeConfig: async (changes, options) =>
      answers.shaped(answers.config, await askDeviceJson(ask('POST', '/config', options, changes)), device),
    logs: (options) => get(answers.logList, '/logs', options),
    log: async (logName, lines, options) => {
      const query = lines === undefined ? '' : `?lines=${Math.max(1, Math.floor(lines))}`;
      const answer = await askDevice(ask('GET', `/logs/${encodeURIComponent(logName)}${query}`, options));
      refuseUnlessOk(answer, device);
      if (!answer.contentType.includes('json')) return plainLines(answer.text);
      return plainLines(answers.shaped(answers.logJson, parseJson(answer.text, device), device));
    },
    endpoints,
    read: async (path, options) => {
      const listed = (await endpoints(options)).some((one) => one.method === 'GET' && one.path === path);
      // What cannot stand in a request line is no path, whoever lists it.
      if (!listed || !/^\/[!-~]*$/.test(path)) throw new Failure('endpoint-unlisted', { device, path });
      const answer = await askDevice({ ...ask('GET', path, options), limit: READ_LIMIT });
      refuseUnlessOk(answer, device);
      return answers.read(answer, device);
    },
    identify: async (options) => {
      try {
        await command('/identify', { timeoutMs: IDENTIFY_TIMEOUT_MS, ...options });
      } catch (error) {
        if (isFailure(error, 'device-refused') && error.params.status === 409) {
          throw new Failure('device-no-light', { device }, error);
        }
        throw error;
      }
    },
    restart: (options) => command('/restart', options),
    factoryReset: (options) => command('/factory-reset', options),
  };
}
