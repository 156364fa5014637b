// @vitest-environment happy-dom
/** The page over stores that a test feeds: what is asked, what is called, what keys do. */
import { act } from 'react';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { Failure } from '../../../preload/contract/errors.ts';
import type { JobOrder, JobState } from '../../../preload/contract/jobs.ts';
import ProvisionPage from '../../../renderer/features/provision/provision-page.tsx';
import { StoresProvider } from '../../../renderer/stores/react.ts';
import { createStores } from '../../../renderer/stores/stores.ts';
import { partsText } from '../../../renderer/text/parts.ts';
import { provisionText } from '../../../renderer/text/provision.ts';
import { click, render, type } from '../components/render.tsx';
import { createFakeClient } from '../stores/fake-client.ts';
import { jobCalled, line, progressOf } from '../stores/samples.ts';

const PORT = 'virtual:pico-1';
const NASTY = '<img src=x onerror=f()>\u202e{{x}}';
const recipe = {
  name: 'Skeleton',
  kind: null,
  appType: 'skeleton',
  install: 'boot',
  wifi: 'cable',
  identify: 'ask',
} as const;
const type1 = { name: 'skeleton', version: '1.0.0', set: 'x', files: [], skipped: [], missing: [] };
const proof = { step: 'wifi', evidence: NASTY, at: 0, ms: 5 };
const passport = {
  id: 'x',
  deviceId: `iot-${NASTY}4f3e`,
  mac: '28cdc10a4f3e',
  kind: 'pico',
  uniqueId: NASTY,
  runtime: NASTY,
  appType: 'skeleton',
  set: NASTY,
  recipe: NASTY,
  startedAt: 0,
  finishedAt: 4000,
  proofs: [proof],
};

async function open(state?: JobState, order: JobOrder | null = null) {
  const call = vi.fn(async (name: string): Promise<unknown> => {
    if (name === 'boards.scanWifi') return [{ ssid: NASTY, rssi: -50, channel: 1, security: 'wpa2' }];
    return name === 'jobs.provision' ? { job: 'new' } : {};
  });
  const client = { ...createFakeClient(), call: call as never };
  const stores = createStores(client, (work) => work());
  const page = render(
    <StoresProvider stores={stores}>
      <ProvisionPage port={PORT} />
    </StoresProvider>,
  );
  const board = { path: PORT, kind: 'pico', source: 'virtual', description: NASTY } as const;
  const ota = { host: 'x', port: 1, heartbeatIntervalMs: null };
  await act(async () => {
    client.emit('boards', { boards: [board] });
    const secretsKept = 'memory';
    client.emit('settings', {
      recipes: [recipe],
      sites: [],
      slots: [],
      ota,
      secretsKept,
      dataFolder: '',
      otaBase: '',
    });
    client.emit('ota', { state: { status: 'off' }, types: [type1] });
    client.ready('jobs');
    if (state !== undefined)
      client.emit('jobs', {
        type: 'snapshot',
        snapshot: jobCalled('old', { state, order, log: [line(NASTY), line('ours', 'bench')] }),
      });
  });
  const press = (key: string, target: EventTarget = window) =>
    act(async () => {
      target.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
      await new Promise((resolve) => setTimeout(resolve, 0));
    });
  const button = (name: string) => {
    const found = page.all('button').find(({ textContent }) => textContent === name);
    if (found === undefined) throw new Error(`there is no button ${name}`);
    return found;
  };
  const called = (name: string) =>
    call.mock.calls.filter(([one]) => one === name).map((args) => (args as unknown[])[1]);
  return { page, press, button, called, call, client, settle: () => press('Shift') };
}

describe('before a job', () => {
  it('asks for the recipe, then for the network, and gives the order with what was typed', async () => {
    const { page, press, called } = await open();
    expect(page.find('h1').textContent).toBe(provisionText.recipe.title);
    expect(called('boards.scanWifi')).toHaveLength(0);
    await press('Enter');
    await press('Shift');
    expect(page.find('h1').textContent).toBe(provisionText.wifi.title);
    expect(called('boards.scanWifi')).toEqual([{ port: PORT }]);
    expect(page.text()).toContain(NASTY);
    const field = page.find<HTMLInputElement>('input[type=password]');
    await press('Enter', field);
    expect(page.text()).toContain(provisionText.wifi.problems.empty);
    expect(called('jobs.provision')).toHaveLength(0);
    type(field, 'long-enough');
    await press('Enter', field);
    expect(called('jobs.provision')).toEqual([{ port: PORT, recipe, ssid: NASTY, password: 'long-enough' }]);
    expect(Object.values({ ...sessionStorage, ...localStorage }).join()).not.toContain('long-enough');
  });
});

describe('the order', () => {
  async function typed() {
    const opened = await open();
    await opened.press('Enter');
    await opened.settle();
    type(opened.page.find<HTMLInputElement>('input[type=password]'), 'long-enough');
    return opened;
  }
  const { starting, listen, provision } = provisionText.wifi;

  it('is given once, however often somebody clicks while the board lets go of its ears', async () => {
    const { button, called, call, settle } = await typed();
    const ears = Promise.withResolvers<unknown>();
    call.mockImplementationOnce(() => ears.promise);
    click(button(listen));
    click(button(provision));
    click(button(starting));
    expect(called('jobs.provision')).toHaveLength(0);
    ears.reject(new Failure('cancelled', {}));
    await settle();
    expect(called('jobs.provision')).toHaveLength(1);
  });

  it('can be given again after the bench was started anew and knows nothing of the job', async () => {
    const { page, button, client, settle } = await typed();
    click(button(provision));
    await settle();
    expect(button(starting)).toBeDefined();
    await act(async () => {
      client.emit('jobs', { type: 'snapshot', snapshot: jobCalled('new', { state: { status: 'queued' } }) });
    });
    expect(page.find('h1').textContent).toBe(provisionText.phases.queued?.title);
    await act(async () => {
      client.become({ status: 'lost', why: 'gone' });
      client.become({ status: 'open' });
      client.ready('jobs');
    });
    expect(button(provision)).toBeDefined();
  });
});

describe('a job that is there already', () => {
  const transfer = { done: 6000, total: 24_000, file: NASTY, rate: 4500 };
  const progress = { phase: 'write', fraction: 0.2, sentence: NASTY, at: Date.now(), transfer };

  it('is shown where it is; two dots cancel it and Escape does not', async () => {
    const { page, press, called } = await open({ status: 'running', progress });
    expect(page.find('h1').textContent).toBe(provisionText.phases.write?.title);
    expect(page.text()).toContain('20 %');
    await press('.');
    expect(page.text()).toContain(provisionText.foot.armed);
    await press('Escape');
    expect(called('jobs.cancel')).toHaveLength(0);
    await press('.');
    expect(called('jobs.cancel')).toEqual([{ job: 'old' }]);
  });

  it('shows how much of it is there, how fast it goes and how long it will take', async () => {
    // However slow this computer is: it moved just now.
    vi.useFakeTimers({ toFake: ['Date'], now: progress.at });
    onTestFinished(() => {
      vi.useRealTimers();
    });
    const { page } = await open({ status: 'running', progress });
    for (const words of ['6.0 of 24.0 kB', '4.5 kB/s', partsText.left(provisionText.left('4 s'))])
      expect(page.text()).toContain(words);
  });

  it('says no speed of what has stood still for long', async () => {
    const stale = { ...progress, at: Date.now() - 60_000 };
    const { page } = await open({ status: 'running', progress: stale });
    expect(page.text()).toContain('6.0 of 24.0 kB');
    expect(page.text()).not.toContain('kB/s');
  });

  it('shows what was ordered in a window that opens in its midst, and begins anew with it', async () => {
    const order = { recipe: { ...recipe, name: 'Hall', appType: 'skeleton' }, ssid: 'Hall 3' };
    const running = await open({ status: 'running', progress }, order);
    expect(running.page.text()).toContain('Hall, skeleton');
    expect(running.page.text()).toContain('Hall 3');
    const ended = await open({ status: 'cancelled', phase: 'write' }, { ...order, recipe });
    await ended.press('Enter');
    await ended.press('Enter');
    await ended.settle();
    expect(ended.page.text()).toContain(provisionText.wifi.password('Hall 3'));
  });

  it('shows the bench’s own lines, with their speaker, when they are asked for', async () => {
    const { page } = await open({ status: 'running', progress });
    const log = () => page.find('[role=log]').textContent;
    expect(log()).not.toContain('ours');
    const all = () => page.find(`[aria-label="${provisionText.aside.alsoBench}"]`);
    expect(all().getAttribute('aria-pressed')).toBe('false');
    click(all());
    expect(all().getAttribute('aria-pressed')).toBe('true');
    expect(log()).toContain('bench ours');
    expect(log()).toContain('board <img');
  });

  it('asks whether it blinked', async () => {
    const question = { kind: 'did-it-blink', subject: NASTY } as const;
    const { page, button, called, settle } = await open({ status: 'asking', progress, question });
    expect(page.find('h1').textContent).toBe(provisionText.blink.title);
    click(button(provisionText.blink.no));
    await settle();
    expect(called('jobs.answer')).toEqual([{ job: 'old', yes: false }]);
    click(button(provisionText.blink.more));
    await settle();
    expect(called('device.identify')).toEqual([{ deviceId: NASTY }]);
  });

  it('asks before it overwrites what somebody put on the board, and names it', async () => {
    const names = ['main.py', NASTY, ...Array.from({ length: 12 }, (_, n) => `data/${n}.csv`)];
    const files = names.map((name, at) => ({ name, size: at * 1000 }));
    const question = { kind: 'back-up-files' as const, subject: '/dev/x', files };
    const identifying = { ...progress, phase: 'identify' };
    const { page, button, press, called, settle } = await open({
      status: 'asking',
      progress: identifying,
      question,
    });
    const text = provisionText.backUp;
    expect(page.find('h1').textContent).toBe(text.title);
    expect(page.text()).toContain('main.py');
    expect(page.text()).toContain('11.0 kB');
    expect(page.text()).toContain(text.more(2));
    expect(page.text()).toContain(provisionText.steps.backUp);
    expect(page.text()).not.toContain(provisionText.steps.blink);
    click(button(text.no));
    await settle();
    await press('Enter');
    await settle();
    expect(called('jobs.answer')).toEqual([
      { job: 'old', yes: false },
      { job: 'old', yes: true },
    ]);
  });

  it('asks for the password again where the access point refused it', async () => {
    const failure = { code: 'wifi-wrong-password', params: { ssid: NASTY } };
    const { page, press, called } = await open({ status: 'failed', phase: 'wifi', failure });
    expect(page.text()).toContain(provisionText.wifi.refused);
    // The board is not woken for that.
    expect(called('boards.scanWifi')).toHaveLength(0);
    const field = page.find<HTMLInputElement>('input[type=password]');
    type(field, 'the-right-one');
    await press('Enter', field);
    expect(called('jobs.provision')).toMatchObject([{ ssid: NASTY, password: 'the-right-one' }]);
  });

  it.each<[string, JobState]>([
    ['failed', { status: 'failed', phase: 'update', failure: { code: NASTY, params: { device: NASTY } } }],
    ['cancelled', { status: 'cancelled', phase: NASTY }],
    ['done', { status: 'done', result: passport }],
    ['done by another version', { status: 'done', result: { of: NASTY } }],
  ])('%s, is shown as text whatever the board said', async (_, state) => {
    const { page } = await open(state);
    expect(page.all('img')).toHaveLength(0);
    expect(page.all('h1')).toHaveLength(1);
  });

  it('can be begun anew once it has ended', async () => {
    const { page, press } = await open({ status: 'cancelled', phase: 'write' });
    expect(page.text()).toContain(provisionText.cancelled.on.write);
    await press('Enter');
    expect(page.find('h1').textContent).toBe(provisionText.recipe.title);
  });
});

describe('the focus', () => {
  const question = { kind: 'did-it-blink', subject: NASTY } as const;
  const asking: JobState = { status: 'asking', progress: progressOf('proof'), question };

  async function asked() {
    const opened = await open(asking);
    const become = (state: JobState) =>
      act(async () => {
        opened.client.emit('jobs', { type: 'snapshot', snapshot: jobCalled('old', { state }) });
      });
    return { ...opened, become };
  }

  it('goes to the heading of the next step when what had it went with the step before', async () => {
    const { button, become, page } = await asked();
    button(provisionText.blink.yes).focus();
    await become({ status: 'done', result: passport });
    expect(document.activeElement).toBe(page.find('h1'));
    expect(page.find('h1').textContent).not.toBe(provisionText.blink.title);
  });

  it('stays where somebody has put it, and is taken from nobody who comes to the page', async () => {
    const { become, page } = await asked();
    expect(document.activeElement).toBe(document.body);
    const pause = page.find(`[aria-label="${provisionText.aside.alsoBench}"]`);
    pause.focus();
    await become({ status: 'failed', phase: 'update', failure: { code: NASTY, params: {} } });
    expect(page.find('h1').textContent).not.toBe(provisionText.blink.title);
    expect(document.activeElement).toBe(pause);
  });
});
