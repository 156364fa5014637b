/** What a device says while it is its own access point: who it is, what it hears, and where the new network is given to it. */
import { Agent } from 'node:http';
import type { z } from 'zod';
import { Failure, isFailure } from '../../preload/contract/errors.ts';
import * as answers from './answers.ts';
import type { CallOptions } from './client.ts';
import { askDevice, askDeviceJson, refuseUnlessOk } from './http.ts';
import { normaliseMac } from './ids.ts';

/** Where every device in AP fallback answers. */
export const PORTAL_ADDRESS = '192.168.4.1';
const SCAN_TIMEOUT_MS = 15_000;
/** IEEE 802.11. */
const SSID_BYTES = 32;
/** More than a device hears, or a person reads. */
const NETWORKS_LIMIT = 100;
/** For both of it: half of it, at most, to say who it is, the rest to take the network. */
const WIFI_TIMEOUT_MS = 10_000;

export type PortalStatus = z.infer<typeof answers.portalStatus>;
export type PortalNetwork = z.infer<typeof answers.scan>[number];

export interface PortalClientOptions {
  /** `host` or `host:port`; 192.168.4.1 when not given. */
  address?: string | undefined;
  /** The address of the Wi-Fi adapter: speak from there, or fail when it is gone. */
  localAddress?: string | undefined;
}

export interface WifiCredentials {
  ssid: string;
  /** Empty for an open network. Never part of a failure or a log. */
  password: string;
  /** Base URL of the OTA API; the device takes it only when its access point is protected or it has keys. */
  api?: string | undefined;
  appType?: string | undefined;
}

/**
 * `accepted`: the device answered. `unknown`: the connection went before the whole answer came, or in the middle of it, as it may
 * when the access point closes at once; it must be confirmed on the network and never be sent again blindly.
 */
export type SentWifi = { outcome: 'accepted' } | { outcome: 'unknown'; cause: unknown };

/** Calls fail as those of `DeviceClient` do. */
export interface PortalClient {
  readonly address: string;
  portalStatus(options?: CallOptions): Promise<PortalStatus>;
  /** The networks that the device hears, strongest first. */
  scan(options?: CallOptions): Promise<PortalNetwork[]>;
  /**
   * Gives the device its network. Asks who is there first, over the same connection where the device keeps it open,
   * and sends nothing when it is another than `mac`. `timeoutMs` is for both together; 10 s when not given.
   * @throws Failure `ap-wrong-device` as well
   */
  sendWifi(credentials: WifiCredentials, options: CallOptions & { mac: string }): Promise<SentWifi>;
}

export function createPortalClient(options: PortalClientOptions = {}): PortalClient {
  const address = options.address ?? PORTAL_ADDRESS;
  const device = address;
  const base = { device, address, localAddress: options.localAddress };
  const status = async (call: CallOptions, agent?: Agent): Promise<PortalStatus> =>
    answers.shaped(
      answers.portalStatus,
      await askDeviceJson({ ...base, method: 'GET', path: '/status', agent, ...call }),
      device,
    );

  return {
    address,
    portalStatus: (call = {}) => status(call),
    scan: async (call = {}) => {
      const heard = await askDeviceJson({
        ...base,
        method: 'GET',
        path: '/scan',
        timeoutMs: SCAN_TIMEOUT_MS,
        ...call,
      });
      const networks = answers.shaped(answers.scan, heard, device);
      return networks
        .filter(({ ssid }) => ssid !== '' && Buffer.byteLength(ssid) <= SSID_BYTES)
        .sort((a, b) => (b.rssi ?? -999) - (a.rssi ?? -999))
        .slice(0, NETWORKS_LIMIT);
    },
    sendWifi: async ({ ssid, password, api, appType }, { mac, signal, timeoutMs = WIFI_TIMEOUT_MS }) => {
      const until = performance.now() + timeoutMs;
      const agent = new Agent({ keepAlive: true, maxSockets: 1 });
      try {
        const found = await status({ signal, timeoutMs: Math.ceil(timeoutMs / 2) }, agent);
        const expected = normaliseMac(mac) ?? mac;
        const foundMac = normaliseMac(found.mac) ?? '';
        if (foundMac !== expected) {
          const ap = `IoT-${expected.slice(-6)}`;
          throw new Failure('ap-wrong-device', { ssid: ap, expected, found: foundMac });
        }
        const json = {
          ssid,
          password,
          ...(api === undefined ? {} : { api }),
          ...(appType === undefined ? {} : { app_type: appType }),
        };
        const left = Math.max(1, Math.ceil(until - performance.now()));
        return await post({ ...base, json, signal, timeoutMs: left, agent });
      } finally {
        agent.destroy();
      }
    },
  };
}

async function post(ask: {
  device: string;
  address: string;
  localAddress: string | undefined;
  json: unknown;
  signal: AbortSignal | undefined;
  timeoutMs: number;
  agent: Agent;
}): Promise<SentWifi> {
  try {
    const answer = await askDevice({ ...ask, method: 'POST', path: '/wifi' });
    refuseUnlessOk(answer, ask.device);
    return { outcome: 'accepted' };
  } catch (error) {
    // What cannot be read says as little as what never came.
    if (isFailure(error, 'device-answer')) return { outcome: 'unknown', cause: error };
    if (isFailure(error, 'device-unreachable') && !wasRefused(error.cause))
      return { outcome: 'unknown', cause: error };
    throw error;
  }
}

/** No connection was made at all, so nothing was sent. */
function wasRefused(cause: unknown): boolean {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  return (
    code === 'ECONNREFUSED' || code === 'EHOSTUNREACH' || code === 'ENETUNREACH' || code === 'EADDRNOTAVAIL'
  );
}
