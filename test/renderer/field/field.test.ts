/** What the Field page makes of what it is told, without a page. */
import { describe, expect, it } from 'vitest';
import type { PortalNetwork, VisitDetails } from '../../../preload/contract/field.ts';
import type { JobSnapshot, JobState } from '../../../preload/contract/jobs.ts';
import { countdown } from '../../../renderer/features/field/countdown.ts';
import { joinString } from '../../../renderer/features/field/join-string.ts';
import { isDeviceName, listed } from '../../../renderer/features/field/lost-devices.ts';
import { FIRST_NETWORK, wantedNetwork } from '../../../renderer/features/field/network-draft.ts';
import { shownOf, visitJobOf } from '../../../renderer/features/field/shown.ts';
import { stepsOf } from '../../../renderer/features/field/steps.ts';
import { networkAwayOn } from '../../../renderer/features/shell/strip.tsx';
import { visitDetailsOf, visitJob } from './samples.ts';

const progress = (phase: string) => ({ phase, fraction: 0.1, sentence: '', at: 0, transfer: null });
const asking: JobState = {
  status: 'asking',
  progress: progress('hand-over'),
  question: { kind: 'choose-network', subject: 'IoT-0A77C4' },
};

it('counts down in minutes and seconds, and no further than nothing', () => {
  expect(countdown(161_000, 0)).toBe('2:41');
  expect(countdown(1000, 400)).toBe('0:01');
  expect(countdown(1000, 9000)).toBe('0:00');
  expect(countdown(null, 0)).toBeNull();
});

it('a QR code names an open network, and escapes what its grammar has uses for', () => {
  expect(joinString({ ssid: 'IoT-0A77C4', password: '' })).toBe('WIFI:T:nopass;S:IoT-0A77C4;;');
  expect(joinString({ ssid: 'a;b,c:d"e\\f', password: 'p;:,"\\' })).toBe(
    'WIFI:T:WPA;S:a\\;b\\,c\\:d\\"e\\\\f;P:p\\;\\:\\,\\"\\\\;;',
  );
});

describe('the network to hand over', () => {
  const heard = (ssid: string, rssi: number | null, secured: boolean | null): PortalNetwork => ({
    ssid,
    rssi,
    channel: 1,
    secured,
  });
  const networks = [heard('IoT-4D0B17', -30, false), heard('Guests', -40, false), heard('Hall-3', -58, true)];
  const site = { ssid: 'Hall-3', secret: 'known' as const, chosenAt: 5 };

  it('is the stored site by itself, whose password stays with the bench', () => {
    expect(wantedNetwork(FIRST_NETWORK, networks, [site])).toMatchObject({
      ssid: 'Hall-3',
      secret: 'kept',
      order: { ssid: 'Hall-3' },
    });
  });

  it('is never another device in AP fallback', () => {
    expect(wantedNetwork(FIRST_NETWORK, networks, []).ssid).toBe('Guests');
  });

  it('without a password that a radio would take it is no order yet', () => {
    const draft = { ...FIRST_NETWORK, ssid: 'Hall-3' };
    expect(wantedNetwork(draft, networks, [])).toMatchObject({ password: 'empty', order: null });
    expect(wantedNetwork({ ...draft, password: 'short' }, networks, [])).toMatchObject({ order: null });
    expect(wantedNetwork({ ...draft, password: 'long enough' }, networks, []).order).toEqual({
      ssid: 'Hall-3',
      password: 'long enough',
    });
  });

  it('one that hides may have a password or none; a name has 32 bytes', () => {
    const typed = { ...FIRST_NETWORK, naming: 'typed' as const };
    expect(wantedNetwork({ ...typed, ssid: 'Hidden' }, networks, []).order).toEqual({
      ssid: 'Hidden',
      password: '',
    });
    expect(wantedNetwork({ ...typed, ssid: '🙂'.repeat(8) }, networks, []).name).toBeNull();
    expect(wantedNetwork({ ...typed, ssid: '🙂'.repeat(9) }, networks, []).name).toBe('longName');
  });
});

it('a name that is typed joins the list once it is one of a device', () => {
  expect(isDeviceName('IoT-0a77C4')).toBe(true);
  expect(isDeviceName('IoT-0a77C4 ')).toBe(false);
  const heard = [{ ssid: 'IoT-0A77C4', rssi: -50, secured: false }];
  expect(listed(heard, 'IoT-0a77c4')).toEqual(heard);
  expect(listed(heard, 'IoT-000001')).toHaveLength(2);
});

describe('faces', () => {
  const face = (state: JobState, details: Partial<VisitDetails> = {}) =>
    shownOf(visitJob(state, details), null).face;

  it.each<[string, JobState, Partial<VisitDetails>, string]>([
    ['joining', { status: 'running', progress: progress('join') }, { place: 'joining' }, 'joining'],
    ['by hand', { status: 'running', progress: progress('join') }, { mode: 'manual', hint: 'join' }, 'guide'],
    ['asking', asking, { place: 'there' }, 'choosing'],
    ['called off', { status: 'cancelled', phase: 'hand-over' }, {}, 'cancelled'],
    ['an end of another form', { status: 'done', result: { is: 'odd' } }, {}, 'setup'],
  ])('%s', (_, state, details, expected) => {
    expect(face(state, details)).toBe(expected);
  });

  it('an ended visit that was laid aside is not shown, one under way always is', () => {
    const ended = visitJob({ status: 'cancelled', phase: 'join' });
    expect(shownOf(ended, ended.id).face).toBe('setup');
    const open = visitJob(asking);
    expect(shownOf(open, open.id).face).toBe('choosing');
  });

  it('the newest visit is told', () => {
    const jobs = new Map<string, JobSnapshot>([
      ['1', { ...visitJob(asking), id: '1' }],
      ['2', { ...visitJob(asking), id: '2', kind: 'provision' }],
    ]);
    expect(visitJobOf({ jobs })?.id).toBe('1');
  });
});

describe('steps', () => {
  const states = (state: JobState, details: Partial<VisitDetails>) =>
    stepsOf(shownOf(visitJob(state, details), null), 'IoT-0A77C4', 'Office-5G').map((step) => step.state);

  it('while a person chooses', () => {
    expect(states(asking, { place: 'there' })).toEqual(['pass', 'working', 'ready', 'ready']);
  });
  it('a failure at the device, and home again: the way home is told as well', () => {
    const failed: JobState = {
      status: 'failed',
      phase: 'join',
      failure: { code: 'ap-not-found', params: {} },
    };
    expect(states(failed, { place: 'back' })).toEqual(['fail', 'ready', 'pass', 'ready']);
    expect(states(failed, { place: 'lost' })).toEqual(['fail', 'ready', 'fail', 'ready']);
  });
});

it('the strip waits while this computer is away, and not while a person is still at home', () => {
  const away = (details: Partial<VisitDetails>, state: JobState = asking) =>
    networkAwayOn({ jobs: new Map([['1', visitJob(state, details)]]) });
  expect(away({ place: 'there' })).toBe(visitDetailsOf().ssid);
  expect(away({ place: 'joining' })).toBe(visitDetailsOf().ssid);
  expect(away({ place: 'joining', mode: 'manual' })).toBeNull();
  expect(away({ place: 'back' })).toBeNull();
  expect(away({ place: 'there' }, { status: 'cancelled', phase: 'join' })).toBeNull();
});
