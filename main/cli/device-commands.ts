/** Commands about one device: `status`, `identify`, `restart`, `factory-reset`; and the list of all, `devices`. */

import { Failure } from '../../preload/contract/errors.ts';
import { type Device, resetResult } from '../../preload/contract/models.ts';
import { type Bench, createBench } from '../bench.ts';
import type { CommandContext } from './context.ts';
import { followJob } from './follow-job.ts';

/** A bench that only looks: no port of the computer is touched, no server listens. */
async function withBench<T>(work: (bench: Bench) => Promise<T>): Promise<T> {
  const bench = await createBench({ usb: 'none' });
  try {
    return await work(bench);
  } finally {
    await bench.close();
  }
}

const ago = (at: number | null): string => {
  if (at === null) return 'never';
  const minutes = Math.round((Date.now() - at) / 60_000);
  if (minutes < 1) return 'just now';
  if (minutes < 120) return `${minutes} min ago`;
  const hours = Math.round(minutes / 60);
  return hours < 48 ? `${hours} h ago` : `${Math.round(hours / 24)} days ago`;
};

const lastSeen = (device: Device): number | null => {
  const times = [device.bootAt, device.registeredAt, device.heartbeatAt].filter((at) => at !== null);
  return times.length === 0 ? null : Math.max(...times);
};

/** What of its updates a person should know: a set on trial, one that was rolled back, the last one that it refused. */
function standing({ updates }: Device): string {
  const said: string[] = [];
  if (updates?.trial.state === 'open') said.push('on trial');
  if (updates?.trial.state === 'rolled-back') said.push('rolled back');
  const refused = updates?.rejected.at(-1);
  if (refused) said.push(`refused ${refused.set.slice(0, 8)}${refused.reason ? ` (${refused.reason})` : ''}`);
  return said.join(', ');
}

export async function runDevices({ out }: CommandContext): Promise<void> {
  await withBench(async ({ registry }) => {
    const devices = registry.list();
    if (devices.length === 0) out.say('No device has reported here yet.', null);
    for (const device of devices) {
      const { deviceId, appType, assignedType, address, version } = device;
      const columns = [
        deviceId.padEnd(18),
        (appType ?? (assignedType === null ? 'no type yet' : `${assignedType} (next boot)`)).padEnd(16),
        (version ?? '').padEnd(18),
        (address ?? 'no address').padEnd(22),
        ago(lastSeen(device)).padEnd(12),
        standing(device),
      ];
      out.say(columns.join(' ').trimEnd(), { type: 'device', ...device });
    }
  });
}

export async function runStatus({ out, signal }: CommandContext, text: string): Promise<void> {
  await withBench(async (bench) => {
    const status = await bench.device(text).status({ signal });
    const width = Math.max(...Object.keys(status).map((key) => key.length));
    const lines = Object.entries(status).map(([key, value]) => `${key.padEnd(width)}  ${shown(value)}`);
    out.say(lines.join('\n'), { type: 'status', status });
  });
}

const shown = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

export async function runIdentify({ out, signal }: CommandContext, text: string): Promise<void> {
  await withBench(async (bench) => {
    await bench.device(text).identify({ signal });
    out.say(`${text} blinks.`, { type: 'identify', device: text });
  });
}

export async function runRestart({ out, signal }: CommandContext, text: string): Promise<void> {
  await withBench(async (bench) => {
    await bench.device(text).restart({ signal });
    out.say(`${text} restarts.`, { type: 'restart', device: text });
  });
}

/** The name is typed twice, or `--yes` says that a program knows what it does. */
export async function runFactoryReset(
  context: CommandContext,
  text: string,
  { yes }: { yes?: true },
): Promise<void> {
  if (!yes) await confirm(text, context.signal);
  await withBench(async (bench) => {
    const device = bench.registry.find(text);
    const done = await followJob(context, bench.jobs, bench.factoryReset(device));
    const { ssid, proof } = resetResult.parse(done);
    const proved =
      proof === 'heard'
        ? `It stands in AP fallback as ${ssid}.`
        : `It has left the network; this computer cannot listen for its own, ${ssid}.`;
    context.out.say(`${device.deviceId} forgot its Wi-Fi, name and settings. ${proved}`, {
      type: 'reset',
      deviceId: device.deviceId,
      ssid,
      proof,
    });
  });
}

async function confirm(text: string, signal: AbortSignal): Promise<void> {
  if (!process.stdin.isTTY) {
    throw new Failure('bad-usage', { problem: 'a factory reset wants --yes when nobody can be asked' });
  }
  const { default: ask } = await import('@inquirer/confirm');
  const message = `Remove Wi-Fi, name and settings of ${text}?`;
  if (!(await ask({ message, default: false }, { signal }))) {
    throw new Failure('bad-usage', { problem: 'not confirmed; nothing was done' });
  }
}
