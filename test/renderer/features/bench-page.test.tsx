// @vitest-environment happy-dom
/** The Bench page over stores that a test feeds. */
import { act } from 'react';
import { describe, expect, it } from 'vitest';
import { Failure } from '../../../preload/contract/errors.ts';
import type { JobSnapshot, JobState } from '../../../preload/contract/jobs.ts';
import type { PortInfo } from '../../../preload/contract/models.ts';
import { BenchPage } from '../../../renderer/features/bench/bench-page.tsx';
import { StoresProvider } from '../../../renderer/stores/react.ts';
import { createStores } from '../../../renderer/stores/stores.ts';
import { benchText } from '../../../renderer/text/bench.ts';
import { describeFailure } from '../../../renderer/text/errors.ts';
import { click, render } from '../components/render.tsx';
import { createFakeClient } from '../stores/fake-client.ts';
import { deviceCalled, jobCalled, RUNNING } from '../stores/samples.ts';

const ID = 'iot-28cdc10a4f3e';
const progress = {
  phase: 'blink',
  fraction: 0.9,
  sentence: 'It blinks',
  at: 0,
  transfer: null,
};
const order = {
  recipe: {
    name: 'A recipe',
    kind: null,
    appType: 'distance-meter',
    install: 'boot',
    wifi: 'cable',
    identify: 'ask',
  },
  ssid: 'Bench',
} as const;
const passport = {
  id: 'x',
  deviceId: ID,
  mac: '28cdc10a4f3e',
  kind: 'pico',
  uniqueId: 'x',
  runtime: 'x',
  appType: 'greenhouse',
  set: '9f3c41d0aaaaaaaa',
  recipe: 'x',
  startedAt: 0,
  finishedAt: 38_000,
  proofs: [],
};

function open() {
  const client = createFakeClient();
  const stores = createStores(client, (work) => work());
  const page = render(
    <StoresProvider stores={stores}>
      <BenchPage />
    </StoresProvider>,
  );
  return {
    ...page,
    plug: (...boards: PortInfo[]) => act(async () => client.emit('boards', { boards })),
    work: (more: Partial<JobSnapshot>) =>
      act(async () => client.emit('jobs', { type: 'snapshot', snapshot: jobCalled('one', more) })),
    know: (...devices: ReturnType<typeof deviceCalled>[]) =>
      act(async () => client.emit('devices', { type: 'all', devices })),
    fail: (failure: Failure) => act(async () => client.fail('boards', failure)),
    settle: () => act(async () => {}),
    names: () => page.all('article').map((tile) => tile.getAttribute('aria-label')),
    abouts: () => page.all('article header p').map((about) => about.title),
  };
}

const board = (path: string): PortInfo => ({
  path,
  kind: 'pico',
  source: 'usb',
  description: '',
  serialNumber: path,
});
const [A, B, C] = [board('/dev/a'), board('/dev/b'), board('/dev/c')];

describe('the bench', () => {
  it('without boards has one title, which says what to do', async () => {
    const page = open();
    await page.plug();
    expect(page.all('h1').map((title) => title.textContent)).toEqual([benchText.empty.title]);
  });

  it.each<[string, JobState]>([
    ['queued', { status: 'queued' }],
    ['running', RUNNING],
    ['asking', { status: 'asking', progress, question: { kind: 'did-it-blink', subject: ID } }],
    [
      'failed',
      { status: 'failed', phase: 'wifi', failure: { code: 'port-vanished', params: { port: 'x' } } },
    ],
    ['cancelled', { status: 'cancelled', phase: 'write' }],
    ['done by another version', { status: 'done', result: {} }],
  ])('says what a board is to become while its job is %s', async (_, state) => {
    const page = open();
    await page.plug(A);
    await page.work({ board: A.path, state, order });
    expect(page.abouts()).toEqual(['Pico W, distance-meter']);
  });

  it('says what was proved rather than what was ordered, and what the device has become since', async () => {
    const page = open();
    await page.plug(A, B);
    expect(page.abouts()).toEqual(['Pico W', 'Pico W']);
    await page.work({ board: A.path, state: { status: 'done', result: passport }, order });
    expect(page.abouts()).toEqual(['Pico W, greenhouse', 'Pico W']);
    expect(page.text()).toContain('with set 9f3c41d0, registered and answered, in 38 s.');
    await page.know(deviceCalled(ID, { appType: 'skeleton' }));
    expect(page.abouts()).toEqual(['Pico W, skeleton', 'Pico W']);
  });

  it('knows a board that is asked about by its device', async () => {
    const page = open();
    await page.plug(A);
    const state = { status: 'asking', progress, question: { kind: 'did-it-blink', subject: ID } } as const;
    await page.work({ board: A.path, state });
    await page.know(deviceCalled(ID, { appType: 'skeleton' }));
    expect(page.abouts()).toEqual(['Pico W, skeleton']);
    expect(page.text()).toContain(ID);
  });

  it('asks about somebody’s files in the tile, and takes the port for no device', async () => {
    const page = open();
    await page.plug(A);
    const question = {
      kind: 'back-up-files' as const,
      subject: A.path,
      files: [{ name: 'main.py', size: 12 }],
    };
    await page.work({ board: A.path, state: { status: 'asking', progress, question } });
    expect(page.text()).toContain(benchText.words.backUp);
    expect(page.text()).toContain(benchText.backUpHelp(1));
    expect(page.text()).not.toContain(benchText.blinkHelp);
    expect(page.all('article button').map((button) => button.textContent)).toEqual(
      expect.arrayContaining([benchText.actions.backUp, benchText.actions.withoutBackup]),
    );
    expect(page.text()).not.toContain(benchText.actions.yes);
  });

  it('says how fast the files go, and how long this step still takes', async () => {
    const page = open();
    await page.plug(A);
    const transfer = { done: 6200, total: 10_000, file: 'web_server.py', rate: 1900 };
    await page.work({
      board: A.path,
      state: { status: 'running', progress: { ...progress, phase: 'write', fraction: 0.62, transfer } },
    });
    expect(page.text()).toContain('62 %1.9 kB/s2 s of this step left');
  });

  it('keeps every tile in its place while a board resets, and its own as it was', async () => {
    const page = open();
    await page.plug(A, B, C);
    await page.work({ board: A.path, state: RUNNING });
    const before = page.names();
    expect(before).toEqual(['Slot 1, Writing files', 'Slot 2, Ready', 'Slot 3, Ready']);
    await page.plug(B, C);
    expect(page.names()).toEqual(before);
    await page.plug(C, B, A);
    expect(page.names()).toEqual(before);
  });

  it('has an empty tile for a socket before others, with nothing to press', async () => {
    const page = open();
    await page.plug(A, B);
    await page.plug(B);
    expect(page.names()).toEqual(['Slot 1, Empty', 'Slot 2, Ready']);
    expect(page.find('#slot-1').querySelector('button')).toBeNull();
    expect(page.text()).toContain(benchText.counts(1, 0));
  });

  it('does not say that it is empty before the bench has said so, or when it cannot say it', async () => {
    const page = open();
    expect(page.text()).toBe(benchText.title);
    const failure = new Failure('door-flooded', { limit: 200 });
    await page.fail(failure);
    expect(page.text()).not.toContain(benchText.empty.title);
    expect(page.text()).toContain(describeFailure(failure.toData()).sentence);
  });

  it('says at the tile what the bench did not do', async () => {
    const page = open();
    await page.plug(A, B);
    await page.work({ board: A.path, state: RUNNING });
    const cancel = page
      .all('#slot-1 button')
      .find(({ textContent }) => textContent === benchText.actions.cancel);
    click(cancel as HTMLElement);
    await page.settle();
    expect(page.find('#slot-1').textContent).toContain('a fake client has no calls');
    expect(page.find('#slot-2').textContent).not.toContain('a fake client has no calls');
  });
});
