/** Updates and hotfixes: what runs is told apart by what the running code itself reports in `/status`. */
import { Failure } from '../../../preload/contract/errors.ts';
import type { Bench } from '../../bench.ts';
import { dropHotfix, updateAppType } from '../../ota/index.ts';
import type { Proven } from './provision.ts';
import { expect, type Stage } from './stage.ts';

const LIMIT_MS = 20_000;

/** The skeleton's app with one more thing to report: `demo` is `mark`. */
async function markedApp(bench: Bench, mark: string): Promise<string> {
  const type = await bench.ota.tree.appType('skeleton');
  const source = type?.files.get('app.py')?.bytes.toString('utf8') ?? '';
  const unmarked = source.replace(/\nplatform\.report\(demo=.*\)\n$/, '');
  return `${unmarked}\nplatform.report(demo=${JSON.stringify(mark)})\n`;
}

/** What the code that runs on the device says it is. */
async function markOf(bench: Bench, { deviceId }: Proven, signal: AbortSignal): Promise<unknown> {
  return (await bench.device(deviceId).status({ signal })).demo;
}

/** Does `act`, waits until the device has registered anew, and reads its mark. */
async function markAfter(
  bench: Bench,
  proven: Proven,
  act: () => Promise<void>,
  mark: string,
  signal: AbortSignal,
): Promise<void> {
  const limit = AbortSignal.any([signal, AbortSignal.timeout(LIMIT_MS)]);
  const before = bench.registry.find(proven.deviceId).registeredAt ?? 0;
  await act();
  try {
    // The second registration, where one restart fetches the update and another runs it.
    let since = before;
    for (;;) {
      const device = await bench.registry.waitFor(
        (one) => one.deviceId === proven.deviceId && (one.registeredAt ?? 0) > since,
        { signal: limit },
      );
      since = device.registeredAt ?? since;
      const found = await markOf(bench, proven, limit);
      if (found === mark) return;
    }
  } catch (error) {
    if (error !== limit.reason || signal.aborted) throw error;
    const what = `${proven.name} to run code that reports "${mark}"`;
    throw new Failure('timed-out', { what, seconds: LIMIT_MS / 1000 });
  }
}

/** A set is on trial for a minute of the board's. Until then it takes no hotfix, and its third start would be its last. */
async function playGood(stage: Stage, bench: Bench, proven: Proven, signal: AbortSignal): Promise<void> {
  await stage.step(`${proven.name}: finds it good`, async () => {
    const limit = AbortSignal.any([signal, AbortSignal.timeout(LIMIT_MS)]);
    try {
      await bench.registry.waitFor(
        ({ deviceId, updates }) => deviceId === proven.deviceId && updates?.trial.state === 'good',
        { signal: limit },
      );
    } catch (error) {
      if (error !== limit.reason || signal.aborted) throw error;
      throw new Failure('timed-out', { what: `${proven.name} to find it good`, seconds: LIMIT_MS / 1000 });
    }
    return 'A minute of its own without a fault; its heartbeat says that the trial is over.';
  });
}

export async function playUpdate(
  stage: Stage,
  bench: Bench,
  devices: readonly Proven[],
  signal: AbortSignal,
): Promise<void> {
  await updateAppType(bench.home.ota, 'skeleton', { 'app.py': await markedApp(bench, 'second') });
  for (const device of devices) {
    await stage.step(`${device.name}: takes the update`, async () => {
      const restart = () => bench.device(device.deviceId).restart({ signal });
      await markAfter(bench, device, restart, 'second', signal);
      return '/status of the new code says demo=second.';
    });
    await playGood(stage, bench, device, signal);
  }
}

export async function playHotfix(
  stage: Stage,
  bench: Bench,
  { fixed, other }: { fixed: Proven; other: Proven },
  signal: AbortSignal,
): Promise<void> {
  await stage.step(`${fixed.name}: takes the hotfix`, async () => {
    const files = { 'app.py': await markedApp(bench, 'hotfix') };
    await markAfter(bench, fixed, () => dropHotfix(bench.home.ota, fixed.deviceId, files), 'hotfix', signal);
    expect((await markOf(bench, other, signal)) === 'second', `${other.name} has it too`);
    return `/status says demo=hotfix; ${other.name} still says second.`;
  });
  await playGood(stage, bench, fixed, signal);
  await stage.step(`${fixed.name}: keeps it over a restart`, async () => {
    const restart = () => bench.device(fixed.deviceId).restart({ signal });
    await markAfter(bench, fixed, restart, 'hotfix', signal);
    const overlay = Object.keys(bench.registry.find(fixed.deviceId).overlay);
    expect(overlay.includes('app.py'), 'its overlay does not name app.py');
    return 'Restarted, asked the server, still demo=hotfix.';
  });
  await stage.step(`${fixed.name}: gives it up`, async () => {
    await updateAppType(bench.home.ota, 'skeleton', { 'app.py': await markedApp(bench, 'third') });
    const restart = () => bench.device(fixed.deviceId).restart({ signal });
    await markAfter(bench, fixed, restart, 'third', signal);
    const overlay = Object.keys(bench.registry.find(fixed.deviceId).overlay);
    expect(overlay.length === 0, `its overlay still names ${overlay.join(', ')}`);
    return "The type's own app.py changed: demo=third, no overlay.";
  });
}
