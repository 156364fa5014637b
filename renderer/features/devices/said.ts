/** What is known of a device at this moment, from whichever source is the freshest, and how old that is. */
import type { Device, DeviceStatus } from '../../../preload/contract/models.ts';
import type { Asked } from './poller.ts';

export type Said = { readonly values: Readonly<Record<string, unknown>> } & (
  | { readonly from: 'nobody' }
  /** `old`: it does not answer any more. */
  | { readonly from: 'status'; readonly at: number; readonly age: 'fresh' | 'old' }
  | { readonly from: 'heartbeat'; readonly at: number }
  /** Somebody else answers at its address. */
  | { readonly from: 'another'; readonly found: string }
);

export function saidOf(
  { deviceId, telemetry, heartbeatAt }: Pick<Device, 'deviceId' | 'telemetry' | 'heartbeatAt'>,
  asked: Asked<DeviceStatus>,
): Said {
  if (asked.status === 'live') {
    const { device_id: found } = asked.answer;
    if (found !== null && found !== deviceId) return { from: 'another', found, values: {} };
    return { from: 'status', at: asked.at, age: 'fresh', values: asked.answer };
  }
  const last = asked.status === 'unreachable' ? asked.last : null;
  const lastIsOurs = last !== null && (last.answer.device_id ?? deviceId) === deviceId;
  if (lastIsOurs && last.at >= (heartbeatAt ?? 0)) {
    return { from: 'status', at: last.at, age: 'old', values: last.answer };
  }
  if (heartbeatAt !== null) return { from: 'heartbeat', at: heartbeatAt, values: telemetry };
  return { from: 'nobody', values: {} };
}

/** A number that was said under this name. */
export function numberOf(values: Readonly<Record<string, unknown>>, key: string): number | null {
  const value = Object.hasOwn(values, key) ? values[key] : undefined;
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}
