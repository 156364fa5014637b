/** What the firmware spares: memory while an update is taken, and the flash while there is nothing to do. */
import { setTimeout as sleep } from 'node:timers/promises';
import { FakeOta } from '../firmware/fake-ota.ts';
import { type Files, makeRig, type Rig, softwareOf } from '../firmware/support.ts';
import { atMost, type Figure } from './figures.ts';

const figure = atMost('firmware');
/** On the flash as all others, and imported by nobody: who reads it makes its hash. */
const UNUSED = 'unused.py';
const SOFTWARE: Files = { ...softwareOf(), [UNUSED]: 'U = 1\n' };
/** Together 100 kB, in files that a Pico W can compile. */
const LOAD: Files = Object.fromEntries(
  Array.from({ length: 6 }, (_, n) => [`load_${n}.py`, `N = ${n}\n${'# a line to carry\n'.repeat(950)}`]),
);
const QUARTER_HOUR_S = 900;
/** Faster, and a busy computer makes the board late: it would write that into its log. */
const HURRY = 20;

export async function thrift(): Promise<Figure[]> {
  return [...(await update('manifest')), ...(await update('plain')), ...(await rest())];
}

/** The largest piece that is moved while 100 kB are taken. */
async function update(form: FakeOta['form']): Promise<Figure[]> {
  const ota = await new FakeOta({ ...softwareOf(), ...LOAD }).listen();
  ota.form = form;
  const rig = makeRig({ software: softwareOf(), provision: { api: ota.api } });
  try {
    const taken = rig.console.line(/^boot: restart update/);
    rig.board.powerOn();
    await taken;
    const { socketRead, socketWrite, flashRead, flashWrite } = rig.board.meters;
    const pieces = [socketRead, socketWrite, flashRead, flashWrite].map(({ largest }) => largest);
    return [figure(`largest piece of a 100 kB update, ${form}`, Math.max(...pieces), 'B', 1024)];
  } finally {
    await rig.close();
    ota.close();
  }
}

async function rest(): Promise<Figure[]> {
  const ota = await new FakeOta(SOFTWARE).listen();
  ota.bend = (answer) => ('interval_ms' in answer ? { ...answer, interval_ms: 300_000 } : answer);
  const rig = makeRig({ software: SOFTWARE, provision: { api: ota.api }, clockRate: HURRY });
  try {
    await ready(rig, () => rig.board.powerOn());
    const boot = await spent(rig, () => ready(rig, () => rig.board.reset()));
    const idle = await spent(rig, () => sleep((QUARTER_HOUR_S * 1000) / HURRY));
    return [
      figure('flash writes of a boot with nothing to do', boot.operations, '', null),
      figure('flash writes of an idle quarter of an hour', idle.operations, '', null),
      figure('reads of one file for its hash in a boot', boot.hashes, '', 1),
    ];
  } finally {
    await rig.close();
    ota.close();
  }
}

async function ready(rig: Rig, act: () => unknown): Promise<void> {
  const said = rig.console.line(/^platform: ready/);
  await act();
  await said;
}

/** Flash operations, and how often a file that nothing imports was read whole. */
async function spent(rig: Rig, act: () => Promise<unknown>) {
  rig.board.meters.reset();
  const before = rig.board.flash.operations;
  await act();
  const size = rig.board.flash.entries.get(UNUSED)?.length ?? 0;
  return {
    operations: rig.board.flash.operations - before,
    hashes: (rig.board.meters.readByFile.get(UNUSED) ?? 0) / size,
  };
}
