/**
 * Whatever happens in whatever order (files change, types lose files, hotfixes are dropped, power goes, the server restarts),
 * a device ends with the files of its type and its hotfixes over them, and no hotfix is lost.
 */
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { dropHotfix, md5Of } from '../../main/ota/index.ts';
import { freshSeed, seeded } from '../serial/random.ts';
import { createModelDevice } from './model-device.ts';
import { ID, md5, type Rig, startRig, temporaryFolder } from './rig.ts';

export const SEED = freshSeed();
const NAMES = ['app.py', 'drv.py', 'extra.py', 'main.py'];

/** Plays so many histories of a device, and looks at what came of each. */
export async function playHistories(manifests: boolean, histories: number): Promise<void> {
  const random = seeded(SEED + (manifests ? 0 : 1));
  const pick = <T>(all: readonly T[]): T => all[Math.floor(random() * all.length)] as T;
  for (let history = 0; history < histories; history += 1) {
    const base = temporaryFolder();
    const database = join(temporaryFolder(), 'bench.sqlite');
    let rig = await startRig({ base, database });
    const type = new Map([['main.py', 'm0']]);
    rig.put('boot/meter/main.py', 'm0');
    rig.put('boot/meter/boot.py', 'never');
    const device = createModelDevice(manifests);
    /** The text of each hotfixed name that was dropped last: no other may be lost than one that it replaced. */
    const dropped = new Map<string, string>();
    for (let step = 0; step < 30; step += 1) {
      const name = pick(NAMES);
      const act = random();
      if (act < 0.2) {
        const text = `type ${step} ${random()}`;
        type.set(name, text);
        rig.put(`boot/meter/${name}`, text);
      } else if (act < 0.28 && type.size > 1) {
        type.delete(name);
        rmSync(join(base, 'boot/meter', name), { force: true });
      } else if (act < 0.4) {
        const files = { [name]: `hot ${step} ${random()}`, [pick(NAMES)]: `hot too ${step} ${random()}` };
        await dropHotfix(base, ID, files);
        for (const [each, text] of Object.entries(files)) dropped.set(each, text);
      } else if (act < 0.45) {
        await rig.server.stop();
        await rig.records.close();
        rig = await startRig({ base, database });
      } else if (act < 0.75) await device.boot(rig, manifests && random() < 0.3);
      else await settled(rig, () => device.heartbeat(rig, manifests && random() < 0.3));
    }
    for (let round = 0; ; round += 1) {
      expect(round).toBeLessThan(6);
      const hotfix = await settled(rig, () => device.heartbeat(rig));
      if (!(await device.boot(rig)) && !hotfix) break;
    }
    for (const [name, text] of type) {
      const replaced = device.base.get(name);
      expect(replaced ?? md5(device.flash.get(name) ?? ''), name).toBe(md5(text));
    }
    if (manifests) {
      const strangers = [...device.flash.keys()].filter((n) => !type.has(n) && device.base.get(n) !== null);
      expect(strangers.filter((n) => !device.base.has(n))).toEqual([]);
    }
    expect(device.flash.has('boot.py')).toBe(false);
    expect(rig.list(`heartbeat/${ID}`).filter((n) => n !== 'served')).toEqual([]);
    const served = rig
      .list(`heartbeat/${ID}/served`)
      .flatMap((stamp) => rig.list(`heartbeat/${ID}/served/${stamp}`).map((n) => `${stamp}/${n}`));
    for (const [name, text] of dropped) {
      const kept = served.filter((path) => path.endsWith(`/${name}`));
      const hashes = kept.map((path) => md5Of(readFileSync(join(base, 'heartbeat', ID, 'served', path))));
      expect(hashes).toContain(md5(text));
    }
    await rig.server.stop();
    await rig.records.close();
  }
}

/** A plain answer is a delivery once it is out: waits for that, so that what follows is in order. */
async function settled(rig: Rig, beat: () => Promise<boolean>): Promise<boolean> {
  const over = rig.next((e) => e.type === 'request' && e.path === '/iot/heartbeat');
  const offered = await beat();
  await over;
  return offered;
}
