/**
 * Whatever happens in whatever order (files change and go, hotfixes, trials that end well or badly, another bench with another
 * clock, keys that are rotated, a server that restarts), nothing is offered that the device must refuse, what it refused is held
 * back, no hotfix is lost, and it ends with the files of its type.
 */
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { dropHotfix, md5Of, pinsOf } from '../../main/ota/index.ts';
import { savePins } from '../../main/records/index.ts';
import { freshSeed, seeded } from '../serial/random.ts';
import { ID, MAC, md5, type Rig, startRig, temporaryFolder } from './rig.ts';
import { benchKeys } from './signature.ts';
import { createTrialDevice } from './trial-device.ts';

export const SEED = freshSeed();
const NAMES = ['app.py', 'drv.py', 'extra.py', 'main.py'];
const BEGIN = 1_800_000_000;
/** As many as a server takes without a new set of its own in between. */
const MOVES = 6;

/**
 * Plays the history of that number, and looks at what came of it.
 *
 * @param steps before its end, in which all is put right
 */
export async function playTrials(number: number, tellsKeys: boolean, steps: number): Promise<void> {
  const random = seeded(SEED + 10 * number);
  const pick = <T>(all: readonly T[]): T => all[Math.floor(random() * all.length)] as T;
  let seconds = BEGIN;
  const base = temporaryFolder();
  const { keys } = benchKeys(base);
  const pins = pinsOf(await keys.create());
  const database = join(temporaryFolder(), 'bench.sqlite');
  const open = () => startRig({ base, database, keys, now: () => seconds * 1000 });
  let rig = await open();
  await savePins(rig.records, MAC, tellsKeys ? [] : pins.map(({ id }) => id));
  const skew = pick([-5000, 2, 5000]);
  const other = await startRig({ keys, now: () => (seconds + skew) * 1000 });
  await savePins(other.records, MAC, tellsKeys ? [] : pins.map(({ id }) => id));
  const deploy = (to: Rig, name: string) => to.put(`boot/meter/${name}`, `${name} ${random()}`);
  for (const to of [rig, other]) deploy(to, 'main.py');
  const device = createTrialDevice(pins, tellsKeys);
  // In each history something is refused, and held back as long as it is what there is.
  expect(await device.boot(rig)).toBe(true);
  device.judge('bad');
  expect(await device.boot(rig)).toBe(false);
  const dropped = new Map<string, string>();
  let moves = 0;
  for (let step = 0; step < steps; step += 1) {
    seconds += Math.floor(random() * 4);
    const act = random();
    if (act < 0.12) deploy(rig, pick(NAMES));
    else if (act < 0.15) rmSync(join(base, 'boot/meter', pick(NAMES.slice(0, 3))), { force: true });
    else if (act < 0.22) {
      const files = { [pick(NAMES)]: `hot ${step} ${random()}` };
      await dropHotfix(base, ID, files);
      for (const [name, text] of Object.entries(files)) dropped.set(name, text);
    } else if (act < 0.24) await rig.server.dropOverlay(ID).catch(() => undefined);
    else if (act < 0.27) {
      await rig.server.stop();
      await rig.records.close();
      rig = await open();
    } else if (act < 0.29) {
      const ring = keys.look();
      if (ring.status === 'steady' && ring.old.length === 0) await keys.rotate();
      else if (ring.status === 'rotating') await keys.finish();
    } else if (act < 0.35 && moves < MOVES) {
      moves += 1;
      if (random() < 0.5) deploy(other, pick(NAMES));
      await device.boot(other);
    } else if (act < 0.5) device.judge(random() < 0.4 ? 'bad' : 'good');
    else if (act < 0.8) await device.boot(rig);
    else await device.heartbeat(rig);
  }
  // A set that it has not seen, and trials that end well.
  seconds += 10_000;
  deploy(rig, 'main.py');
  for (let round = 0; ; round += 1) {
    expect(round).toBeLessThan(8);
    device.judge('good');
    const hotfix = await device.heartbeat(rig);
    device.judge('good');
    if (!(await device.boot(rig)) && !hotfix) break;
  }
  const type = await rig.server.tree.appType('meter');
  for (const [name, file] of type?.files ?? []) {
    const replaced = device.now.base.get(name);
    expect(replaced ?? md5(device.now.flash.get(name) ?? ''), name).toBe(file.md5);
  }
  expect(rig.list(`heartbeat/${ID}`).filter((name) => name !== 'served')).toEqual([]);
  const served = rig
    .list(`heartbeat/${ID}/served`)
    .flatMap((stamp) => rig.list(`heartbeat/${ID}/served/${stamp}`).map((name) => join(stamp, name)));
  for (const [name, text] of dropped) {
    const kept = served.filter((path) => path.endsWith(name));
    const hashes = kept.map((path) => md5Of(readFileSync(join(base, 'heartbeat', ID, 'served', path))));
    expect(hashes).toContain(md5(text));
  }
  const { updates } = rig.registry.get(ID) ?? {};
  expect(updates?.trial.state).not.toBe('open');
  expect(updates?.rejected.map(({ set }) => set)).toEqual(device.rejected.slice(-4).map(({ set }) => set));
}
