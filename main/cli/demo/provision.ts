/** A blank virtual board becomes a proven device, with its blinking counted on its LEDs. */
import { type BoardKind, type Device, passport, type Recipe } from '../../../preload/contract/models.ts';
import type { Bench } from '../../bench.ts';
import { untilPlugged } from '../../serial/index.ts';
import { VIRTUAL_SITE, type VirtualBoard } from '../../virtual/index.ts';
import { followJob } from '../follow-job.ts';
import { createOutput } from '../output.ts';
import { watchBlinks } from '../virtual-eyes.ts';
import { expect, type Stage } from './stage.ts';

export interface Proven {
  readonly name: string;
  readonly board: VirtualBoard;
  readonly deviceId: string;
}

const BLINKS = 5;
/** Board milliseconds for each real one: nobody wants to watch it wait for minutes. */
const HURRY = 12;

export async function playProvision(
  stage: Stage,
  bench: Bench,
  { kind, wifi }: { kind: BoardKind; wifi: Recipe['wifi'] },
  signal: AbortSignal,
): Promise<Proven> {
  const board = bench.virtual?.addBoard({ kind, clockRate: HURRY });
  if (!board) throw new Error('the demo needs a virtual bench');
  const eyes = watchBlinks(board);
  let deviceId = '';
  await stage.step(`${kind}: provisioned`, async () => {
    const recipe: Recipe = {
      name: 'demo',
      kind,
      appType: 'skeleton',
      install: 'boot',
      wifi,
      identify: 'ask',
    };
    await untilPlugged(bench.ports, board.path, signal);
    const id = await bench.provision({ port: board.path, recipe, site: VIRTUAL_SITE });
    const quiet = { out: createOutput('text', () => {}), signal };
    const result = await followJob(quiet, bench.jobs, id, async (_, stop) => {
      await eyes.seen(BLINKS, AbortSignal.any([stop, AbortSignal.timeout(10_000)]));
      return true;
    });
    const proved = passport.parse(result);
    deviceId = proved.deviceId;
    for (const { step, evidence, ms } of proved.proofs) stage.done(`${kind}: ${step}`, evidence, ms);
    return `Passport ${proved.id}.`;
  });
  await stage.step(`${kind}: blue frames`, async () => {
    expect(eyes.blinks() === BLINKS, `${eyes.blinks()} blue frames instead of ${BLINKS}`);
    return `${BLINKS} counted on its LEDs.`;
  });
  eyes.close();
  return { name: kind, board, deviceId };
}

/** The device as the bench knows it now. */
export function deviceOf(bench: Bench, { deviceId }: Proven): Device {
  return bench.registry.find(deviceId);
}
