/** The doctor as the bench has it: a port that is lent to it, and refused while a job has the board. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { createBench } from '../../main/bench.ts';
import { thisSystem } from '../../main/serial/index.ts';
import { createVirtualBench } from '../../main/virtual/index.ts';
import type { Recipe } from '../../preload/contract/models.ts';

const RECIPE: Recipe = {
  name: 'a recipe',
  kind: null,
  appType: 'skeleton',
  install: 'boot',
  wifi: 'cable',
  identify: 'skip',
};

async function bench() {
  const home = mkdtempSync(join(tmpdir(), 'bootbench-doctor-'));
  const virtual = createVirtualBench();
  const made = await createBench({ home, virtual, usb: 'none' });
  onTestFinished(async () => {
    await made.close();
    rmSync(home, { recursive: true, force: true });
  });
  return { ...made, virtual };
}

it('a board is looked at step by step, and its console is off meanwhile', async () => {
  const made = await bench();
  const port = await made.addVirtualBoard('esp32');
  const states: string[] = [];
  const stop = made.boards.watch(port, (event) => {
    if (event.type !== 'said') states.push(event.state.at);
  });
  const steps: string[] = [];
  const { findings } = await made.diagnose(port, {
    reach: 'interrupt',
    onProgress: ({ done, total, what }) => steps.push(`${what} ${done}/${total}`),
  });
  stop();
  expect(findings).toMatchObject([{ code: 'healthy', level: 'fine' }]);
  expect(steps).toEqual(['listen 0/6', 'interrupt 1/6']);
  expect(states).toContain('working');
});

it('a board at work is left to its job', async () => {
  const made = await bench();
  const port = await made.addVirtualBoard('pico');
  const { promise, resolve } = Promise.withResolvers<void>();
  const working = made.boards.work(port, { who: 'provision', as: 'job' }, () => promise);
  await expect(made.diagnose(port, { reach: 'interrupt' })).rejects.toMatchObject({ code: 'board-in-use' });
  resolve();
  await working;
});

it('a board in BOOTSEL is not provisioned, and the doctor says what it is', async () => {
  const made = await bench();
  const port = await made.addVirtualBoard('pico');
  await made.virtual.boards[0]?.enterBootloader();
  const order = { port, recipe: RECIPE, site: { ssid: 'Bench', password: '' } };
  await expect(made.provision(order)).rejects.toMatchObject({
    code: 'board-in-loader',
    params: { port, loader: 'bootsel' },
  });
  expect((await made.diagnose(port, { reach: 'interrupt' })).findings).toMatchObject([
    { code: 'in-bootsel' },
  ]);
});

it('without a board at all it is said that there is none, unless USB of this computer shows one', async () => {
  const made = await bench();
  const onUsb = await thisSystem().usbDevices();
  const codes = async () => (await made.survey()).map(({ code }) => code);
  if (onUsb.length === 0) expect(await codes()).toEqual(['nothing-on-usb']);
  await made.addVirtualBoard('pico');
  expect(await codes()).not.toContain('nothing-on-usb');
});

it('a person who replugs a board has so long for it, and may give it up', async () => {
  const made = await bench();
  const { signal } = new AbortController();
  expect(await made.replug({ limitMs: 20, signal })).toEqual([
    { code: 'nothing-changed', params: {}, level: 'trouble' },
  ]);
  const givenUp = new AbortController();
  const watched = made.replug({ limitMs: 60_000, signal: givenUp.signal });
  givenUp.abort(new Error('enough'));
  await expect(watched).rejects.toThrow('enough');
});
