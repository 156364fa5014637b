/** Factory reset: the device forgets its Wi-Fi and stands in AP fallback again. */
import type { Bench } from '../../bench.ts';
import { createPortalClient } from '../../devices/index.ts';
import type { Laptop } from '../../virtual/index.ts';
import { followJob } from '../follow-job.ts';
import { createOutput } from '../output.ts';
import { deviceOf, type Proven } from './provision.ts';
import { expect, type Stage } from './stage.ts';

export async function playReset(
  stage: Stage,
  bench: Bench,
  proven: Proven,
  signal: AbortSignal,
): Promise<void> {
  const ssid = `IoT-${proven.board.identity.mac.slice(-6)}`;
  await stage.step(`${proven.name}: factory reset`, async () => {
    const quiet = { out: createOutput('text', () => {}), signal };
    await followJob(quiet, bench.jobs, bench.factoryReset(deviceOf(bench, proven)));
    for (const file of ['wifi.json', 'device_id.json', 'config.json', 'version.json']) {
      expect(proven.board.flash.text(file) === undefined, `${file} is still there`);
    }
    return 'wifi.json, device_id.json, config.json and version.json are gone.';
  });
  await stage.step(`${proven.name}: back in AP fallback`, async () => {
    const joined = await laptopOf(bench).join({ ssid });
    try {
      const status = await createPortalClient({ address: joined.portal }).portalStatus({ signal });
      expect(status.mac === proven.board.identity.mac, `another device answers: ${status.mac}`);
      expect(status.reason === 'no-credentials', `it gives the reason ${status.reason}`);
      return `${ssid} answers: ${status.reason}.`;
    } finally {
      await joined.leave();
    }
  });
}

/** Somebody beside the bench. */
function laptopOf({ virtual }: Bench): Laptop {
  if (virtual === undefined) throw new Error('the demo runs on a virtual bench');
  return virtual.laptop;
}
