/**
 * `demo`: the main job on a virtual bench, from two blank boards to proven devices, an update, a hotfix and a factory
 * reset. Each line is something that the other side showed; the last one is PASS or FAIL.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Failure } from '../../../preload/contract/errors.ts';
import { createBench } from '../../bench.ts';
import { createVirtualBench, VIRTUAL_SITE } from '../../virtual/index.ts';
import type { CommandContext } from '../context.ts';
import { playHotfix, playUpdate } from './deploy.ts';
import { playProvision } from './provision.ts';
import { playReset } from './reset.ts';
import { Stage, StepFailed } from './stage.ts';

const HEARTBEAT_MS = 400;

export async function runDemo({ out, signal }: CommandContext): Promise<void> {
  const stage = new Stage(out);
  try {
    await play(stage, signal);
    stage.title(`${stage.seconds.toFixed(1)} s in all`);
    out.say('PASS', { type: 'result', outcome: 'PASS', seconds: stage.seconds });
  } catch (error) {
    if (signal.aborted) throw error;
    const { step, message, failure } =
      error instanceof StepFailed ? error : new StepFailed('the bench', error);
    out.say(`\nFAIL: ${step}: ${message}`, {
      type: 'result',
      outcome: 'FAIL',
      step,
      reason: message,
      ...failure.toData(),
    });
    throw new DemoFailed(failure);
  }
}

async function play(stage: Stage, signal: AbortSignal): Promise<void> {
  const home = await mkdtemp(join(tmpdir(), 'bootbench-demo-'));
  const virtual = createVirtualBench();
  virtual.radio.addNetwork(VIRTUAL_SITE);
  const bench = await createBench({ home, virtual, usb: 'none', ota: { heartbeatIntervalMs: HEARTBEAT_MS } });
  try {
    await bench.offerApp('skeleton');
    stage.title('A blank Pico W: firmware over the cable, Wi-Fi through its own access point');
    const pico = await playProvision(stage, bench, { kind: 'pico', wifi: 'ap' }, signal);
    stage.title('A blank ESP32: firmware and Wi-Fi over the cable');
    const esp32 = await playProvision(stage, bench, { kind: 'esp32', wifi: 'cable' }, signal);
    stage.title('A new app.py in the OTA folder');
    await playUpdate(stage, bench, [pico, esp32], signal);
    stage.title('A hotfix for one of them');
    await playHotfix(stage, bench, { fixed: pico, other: esp32 }, signal);
    stage.title('Factory reset');
    await playReset(stage, bench, pico, signal);
  } finally {
    await bench.close();
    await rm(home, { recursive: true, force: true });
  }
}

/** The last line has been printed; only the exit code is left to say. */
export class DemoFailed extends Failure {
  constructor(failure: Failure) {
    super(failure.code, failure.params, failure);
  }
}
