// @vitest-environment happy-dom
/** The Field page before a bench that a test speaks for. */
import { act } from 'react';
import { expect, it } from 'vitest';
import type { CallName } from '../../../preload/contract/api.ts';
import type {
  FieldAbility,
  FieldResult,
  VisitDetails,
  WaitingHint,
} from '../../../preload/contract/field.ts';
import type { JobState } from '../../../preload/contract/jobs.ts';
import FieldPage from '../../../renderer/features/field/field-page.tsx';
import { StoresProvider } from '../../../renderer/stores/react.ts';
import { createStores } from '../../../renderer/stores/stores.ts';
import { describeFailure } from '../../../renderer/text/errors.ts';
import { fieldText } from '../../../renderer/text/field.ts';
import { click, render } from '../components/render.tsx';
import { createFakeClient } from '../stores/fake-client.ts';
import { resultOf, visitJob } from './samples.ts';

const ABILITY: FieldAbility = {
  os: 'linux',
  usual: 'automatic',
  why: null,
  home: 'Office-5G',
  cameHome: null,
};

async function open(ability: Partial<FieldAbility> = {}, heard: readonly unknown[] = []) {
  const fake = createFakeClient();
  const called: { name: CallName; params: unknown }[] = [];
  const answers: Partial<Record<CallName, unknown>> = {
    'field.ability': { ...ABILITY, ...ability },
    'field.scan': heard,
    'jobs.field': { job: 'field-2' },
  };
  const client = Object.assign(fake, {
    call: async (name: CallName, params: unknown) => {
      called.push({ name, params });
      return answers[name];
    },
  });
  const page = render(
    <StoresProvider stores={createStores(client as typeof fake, (work) => work())}>
      <FieldPage />
    </StoresProvider>,
  );
  const tell = (work: () => void) => act(async () => work());
  await tell(() => fake.ready('jobs'));
  const job = (state: JobState, details: Partial<VisitDetails> = {}) =>
    tell(() => fake.emit('jobs', { type: 'snapshot', snapshot: visitJob(state, details) }));
  const button = (name: string) => {
    const found = page.all('button').find(({ textContent }) => textContent === name);
    if (found === undefined) throw new Error(`no button "${name}" in ${page.text()}`);
    return found;
  };
  return { ...page, called, job, button, press: (name: string) => act(async () => click(button(name))) };
}

const done = (changes: Partial<FieldResult>): JobState => ({ status: 'done', result: resultOf(changes) });
const AP = { ssid: 'IoT-0A77C4', rssi: -58, secured: true };

it('the access point of a label: its password goes with the order, and to nobody else', async () => {
  const page = await open({}, [AP]);
  const field = page.find<HTMLInputElement>('input[type="password"]');
  const set = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set;
  await act(async () => {
    set?.call(field, 'label-4711');
    field.dispatchEvent(new Event('input', { bubbles: true }));
  });
  await page.press(fieldText.start.join(AP.ssid));
  expect(page.called.find(({ name }) => name === 'jobs.field')?.params).toEqual({
    ssid: AP.ssid,
    mode: 'automatic',
    apPassword: 'label-4711',
  });
});

it('a computer that cannot be switched starts by hand, and one that tells nothing asks for the name', async () => {
  const why = { code: 'wifi-unsupported', params: { os: 'plan9' } };
  const page = await open({ usual: 'manual', why }, [AP]);
  await page.press(fieldText.start.begin);
  expect(page.called.find(({ name }) => name === 'jobs.field')?.params).toMatchObject({ mode: 'manual' });
});

it('what this start found of an earlier one is told once', async () => {
  const page = await open({ cameHome: { ssid: AP.ssid, home: 'Office-5G', how: 'home' } });
  const told = fieldText.cameHome.home(AP.ssid, 'Office-5G');
  expect(page.text()).toContain(told);
  await page.press(fieldText.cameHome.close);
  expect(page.text()).not.toContain(told);
});

it('back in AP: most likely the password, and the way back to the same device', async () => {
  const page = await open({}, [AP]);
  await page.job(done({ outcome: { is: 'back-in-ap' } }), { place: 'back' });
  expect(page.text()).toContain(fieldText.outcome.backInAp(AP.ssid));
  await page.press(fieldText.outcome.retry);
  expect(page.called.find(({ name }) => name === 'jobs.field')?.params).toMatchObject({ ssid: AP.ssid });
});

it('not heard: what to do; and a computer that was not brought home is told which network to pick', async () => {
  const page = await open();
  await page.job(done({ homecoming: 'away' }), { place: 'lost' });
  expect(page.text()).toContain(fieldText.outcome.unheardTry('Hall-3'));
  expect(page.text()).toContain(fieldText.promise.lost('Office-5G'));
  expect(page.text()).toContain(fieldText.promise.lostRemedy('Office-5G', 'linux'));
});

it('a failure says where it stopped, that the computer is home, and offers the hand', async () => {
  const page = await open();
  const failure = { code: 'ap-not-found', params: { ssid: AP.ssid } };
  await page.job({ status: 'failed', phase: 'join', failure }, { place: 'back' });
  expect(page.text()).toContain(describeFailure(failure).sentence);
  expect(page.text()).toContain(fieldText.outcome.home('Office-5G'));
  await page.press(fieldText.start.begin);
  expect(page.text()).toContain(fieldText.promise.manual);
});

it.each<WaitingHint>(['no-internet', 'local-network', 'other-answers', 'overlap', 'reconnect'])(
  'by hand, the hint %s has its words on every system',
  async (hint) => {
    for (const os of ['linux', 'darwin', 'win32']) {
      const page = await open({ os });
      const progress = { phase: 'join', fraction: 0, sentence: '', at: 0, transfer: null };
      await page.job({ status: 'running', progress }, { mode: 'manual', hint });
      const { title, why } = fieldText.guide.hints(hint, os);
      expect(page.text()).toContain(title);
      expect(page.text()).toContain(why);
    }
  },
);

it("a stranger's name turns nothing around: it stands with marks for what cannot be seen", async () => {
  const page = await open();
  const progress = { phase: 'hand-over', fraction: 0, sentence: '', at: 0, transfer: null };
  const question = { kind: 'choose-network' as const, subject: AP.ssid };
  await page.job(
    { status: 'asking', progress, question },
    { networks: [{ ssid: '\u202egnp\u0007', rssi: -40, channel: 1, secured: false }] },
  );
  expect(page.text()).toContain('\ufffdgnp\ufffd');
  expect(page.text()).not.toMatch(/[\u202e\u0007]/);
});

it('what a device says of itself is text, bounded and on one line', async () => {
  const page = await open();
  const hostile = `<img src=x onerror=alert(1)>\u202e\n${'W'.repeat(400)}`;
  const device = { mac: hostile, deviceId: hostile, appType: hostile, deviceType: hostile, reason: hostile };
  const progress = { phase: 'hand-over', fraction: 0, sentence: hostile, at: 0, transfer: null };
  await page.job({ status: 'running', progress }, { place: 'there', device, home: hostile });
  expect(page.all('img')).toEqual([]);
  expect(page.text()).toContain('<img src=x');
  expect(page.text()).not.toMatch(/\u202e|W{130}/);
});
