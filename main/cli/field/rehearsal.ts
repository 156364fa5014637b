/** `field --virtual`: the same on a virtual board in AP fallback, with a virtual Wi-Fi of this computer. For training. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Recipe } from '../../../preload/contract/models.ts';
import { type Bench, createBench } from '../../bench.ts';
import { createVirtualBench, VIRTUAL_SITE, type VirtualBench } from '../../virtual/index.ts';
import type { CommandContext } from '../context.ts';
import { followJob } from '../follow-job.ts';
import { type FieldOptions, isAsked, networkOf } from './options.ts';
import { visitDevice } from './visit.ts';

const HEARTBEAT_MS = 1000;
const RECIPE: Recipe = {
  name: 'field',
  kind: null,
  appType: 'skeleton',
  install: 'platform',
  wifi: 'cable',
  identify: 'skip',
};

export async function rehearse(context: CommandContext, options: FieldOptions): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'bootbench-field-'));
  const virtual = createVirtualBench();
  virtual.radio.addNetwork(VIRTUAL_SITE);
  const bench = await createBench({
    home: folder,
    virtual,
    usb: 'none',
    ota: { heartbeatIntervalMs: HEARTBEAT_MS },
  });
  try {
    const { ssid, deviceId } = await lostDevice(context, bench);
    context.out.say(
      `A virtual device, ${deviceId}, has lost its Wi-Fi: it stands in AP fallback as ${ssid}.`,
      {
        type: 'rehearsal',
        ssid,
        deviceId,
      },
    );
    const ability = await bench.fieldAbility({ signal: context.signal });
    const given = await networkOf(context, options);
    const request = {
      ssid: options.ssid ?? ssid,
      mode: options.manual ? ('manual' as const) : ability.usual,
      // Where nobody chooses, it is the one network that there is.
      network: given ?? (isAsked(context) ? null : VIRTUAL_SITE),
    };
    const letGo = options.manual ? playHand(bench, virtual) : () => {};
    try {
      await visitDevice(context, bench, request, ability);
    } finally {
      letGo();
    }
  } finally {
    await bench.close();
    await rm(folder, { recursive: true, force: true });
  }
}

/** A board becomes a device, and is reset as a person would: it knows no Wi-Fi any more. */
async function lostDevice(
  { out, signal }: CommandContext,
  bench: Bench,
): Promise<{ ssid: string; deviceId: string }> {
  const quiet = { out: { ...out, say: () => {} }, signal };
  await bench.offerApp(RECIPE.appType);
  const port = await bench.addVirtualBoard('pico', { signal });
  await followJob(quiet, bench.jobs, await bench.provision({ port, recipe: RECIPE, site: VIRTUAL_SITE }));
  const board = bench.virtual?.boards.find(({ path }) => path === port);
  const device = bench.registry.find(board?.identity.mac ?? '');
  await followJob(quiet, bench.jobs, bench.factoryReset(device));
  return { ssid: `IoT-${device.mac.slice(-6)}`, deviceId: device.deviceId };
}

/** The hand of a person at the virtual computer: it joins when it is told to, and goes back when it is told to. */
function playHand({ jobs }: Bench, { laptop }: VirtualBench): () => void {
  let last: string | null = null;
  return jobs.subscribe('all', (message) => {
    if (message.type !== 'details' || message.details.hint === last) return;
    const { hint, ssid } = message.details;
    last = hint;
    if (hint === 'join' && laptop.stay === null) void laptop.join({ ssid }).catch(() => {});
    if (hint === 'reconnect') void laptop.stay?.leave();
  });
}
