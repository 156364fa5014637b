/**
 * Factory reset of a device, and the proof: it stands in AP fallback again. Where this computer cannot listen for
 * access points, the lesser proof is that the device is gone from the network and stays so.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { Failure, isFailure } from '../../preload/contract/errors.ts';
import type { Device, ResetResult } from '../../preload/contract/models.ts';
import { createDeviceClient, type DeviceClient } from '../devices/index.ts';
import type { JobContext, JobPhase } from '../jobs/index.ts';
import type { WifiAdapter } from '../wifi/index.ts';

export type ResetPhase = 'ask' | 'confirm';

export const RESET_PHASES: readonly JobPhase<ResetPhase>[] = [
  { name: 'ask', weight: 20 },
  { name: 'confirm', weight: 80 },
];

const CONFIRM_SECONDS = 60;
/** An adapter has no event for a network that appears: it is asked. */
const SCAN_EVERY_MS = 150;
const ASK_EVERY_MS = 1000;
/** Computers that may not hear networks, whatever keeps them from it. */
const CANNOT_LISTEN: ReadonlySet<string> = new Set([
  'wifi-unsupported',
  'wifi-no-scan',
  'wifi-denied',
  'wifi-off',
]);
/** So many questions without an answer in a row: longer than any restart that would bring it back. */
const GONE_AFTER = 10;

/** @throws Failure `device-unreachable`, `device-refused`, `reset-incomplete` */
export async function factoryReset(
  ctx: JobContext<ResetPhase>,
  device: Device,
  deps: { wifi: WifiAdapter },
): Promise<ResetResult> {
  const { deviceId, mac, address } = device;
  ctx.phase('ask', `Asking ${deviceId} to forget its Wi-Fi, name and settings`);
  if (address === null) throw new Failure('device-unreachable', { device: deviceId, address: 'unknown' });
  const client = createDeviceClient({ address, name: deviceId });
  await client.factoryReset({ signal: ctx.signal });

  const ssid = `IoT-${mac.slice(-6)}`;
  ctx.phase('confirm', `Looking for its access point ${ssid}`);
  const limit = AbortSignal.timeout(CONFIRM_SECONDS * 1000);
  const signal = AbortSignal.any([ctx.signal, limit]);
  try {
    return { deviceId, ssid, proof: await prove(client, ssid, deps.wifi, signal) };
  } catch (error) {
    if (error !== limit.reason) throw error;
    throw new Failure('reset-incomplete', {
      device: deviceId,
      left: `its access point ${ssid} did not appear`,
    });
  }
}

async function prove(
  client: DeviceClient,
  ssid: string,
  wifi: WifiAdapter,
  signal: AbortSignal,
): Promise<ResetResult['proof']> {
  try {
    await heard(ssid, wifi, signal);
    return 'heard';
  } catch (error) {
    if (!isFailure(error) || !CANNOT_LISTEN.has(error.code)) throw error;
    await gone(client, signal);
    return 'gone';
  }
}

async function heard(ssid: string, wifi: WifiAdapter, signal: AbortSignal): Promise<void> {
  for (;;) {
    const around = await wifi.scan({ signal });
    if (around.some((ap) => ap.ssid.toLowerCase() === ssid.toLowerCase())) return;
    await sleep(SCAN_EVERY_MS, undefined, { signal });
  }
}

async function gone(client: DeviceClient, signal: AbortSignal): Promise<void> {
  for (let unanswered = 0; unanswered < GONE_AFTER; ) {
    try {
      await client.status({ signal });
      unanswered = 0;
    } catch (error) {
      if (!isFailure(error, 'device-unreachable')) throw error;
      unanswered++;
    }
    await sleep(ASK_EVERY_MS, undefined, { signal });
  }
}
