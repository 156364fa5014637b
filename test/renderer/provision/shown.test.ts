import { describe, expect, it, vi } from 'vitest';
import type { JobOrder, JobState } from '../../../preload/contract/jobs.ts';
import type { Passport } from '../../../preload/contract/models.ts';
import { cancelKey, NOT_ARMED } from '../../../renderer/features/provision/keys.ts';
import { hasJoined, whenJoined } from '../../../renderer/features/provision/remember.ts';
import { NOT_LISTENED, nextScan } from '../../../renderer/features/provision/scan.ts';
import { shownOf } from '../../../renderer/features/provision/shown.ts';
import { stepsAhead, stepsBehind, stepsOfJob } from '../../../renderer/features/provision/steps-view.ts';
import { createJobsStore } from '../../../renderer/stores/jobs.ts';
import { createFakeClient } from '../stores/fake-client.ts';
import { DONE, jobCalled, progressOf, RUNNING } from '../stores/samples.ts';

const progress = (phase: string) => progressOf(phase);
const running = (phase: string): JobState => ({ status: 'running', progress: progress(phase) });
const failed = (phase: string, code: string, params = {}): JobState => ({
  status: 'failed',
  phase,
  failure: { code, params },
});

describe('the face of the page', () => {
  it.each<[string, JobState]>([
    ['running', { status: 'queued' }],
    ['running', RUNNING],
    ['running', { status: 'cancelling', progress: progress('wifi') }],
    [
      'asking',
      { status: 'asking', progress: progress('blink'), question: { kind: 'did-it-blink', subject: 'x' } },
    ],
    ['wifi-failed', failed('wifi', 'wifi-wrong-password', { ssid: 'Hall 3' })],
    ['failed', failed('update', 'ota-unreachable')],
    ['cancelled', { status: 'cancelled', phase: 'write' }],
    ['done', DONE],
  ])('is %s', (face, state) => {
    expect(shownOf(jobCalled('a', { state }), null).face).toBe(face);
  });

  it('is the setup without a job, for another kind of job, and once the ended one was laid aside', () => {
    expect(shownOf(undefined, null).face).toBe('setup');
    expect(shownOf(jobCalled('a', { kind: 'factory-reset' }), null).face).toBe('setup');
    expect(shownOf(jobCalled('a', { state: DONE }), 'a').face).toBe('setup');
    expect(shownOf(jobCalled('a', { state: RUNNING }), 'a').face).toBe('running');
    expect(shownOf(jobCalled('b', { state: DONE }), 'a').face).toBe('done');
  });
});

describe('the steps', () => {
  const view = (state: JobState, passport?: Passport, order: JobOrder | null = null) =>
    stepsOfJob({ job: jobCalled('a', { state, order }), passport, now: 0 });

  it('stand ahead before a job, with what was chosen', () => {
    const { steps, current } = stepsAhead(2, undefined, 'Hall 3');
    expect(current).toBe(2);
    expect(steps.map(({ state }) => state)).toEqual(Array(5).fill('ready'));
    expect(steps[2]?.evidence).toBe('Hall 3');
  });

  it('are behind, present and ahead while a job runs', () => {
    const { steps, current } = view(running('restart'));
    expect(current).toBe(2);
    expect(steps.map(({ state }) => state)).toEqual(['pass', 'pass', 'working', 'ready', 'ready']);
    expect(stepsBehind({ steps, current })).toEqual(['Runtime', 'Files']);
  });

  it('say what is to come as the job was ordered, whoever opens the page', () => {
    const recipe = { name: 'R', kind: null, appType: 'meter', install: 'boot', wifi: 'cable' } as const;
    const order: JobOrder = { recipe: { ...recipe, identify: 'skip' }, ssid: 'Hall 3' };
    const evidence = view(running('write'), undefined, order).steps.map((step) => step.evidence);
    expect(evidence.slice(2)).toEqual(['Hall 3', 'It calls this bench', 'Registered, answers']);
  });

  it('say in two words what failed, for a code without words too', () => {
    expect(view(failed('wifi', 'wifi-wrong-password')).steps[2]).toMatchObject({
      state: 'fail',
      evidence: 'Wrong password',
    });
    expect(view(failed('wifi', 'toString')).steps[2]?.evidence).toBe('Did not get through');
  });

  it('have their evidence and time from the passport', () => {
    const proof = (step: string, evidence: string, ms: number) => ({ step, evidence, at: 0, ms });
    const passport = {
      runtime: '1.27.0',
      proofs: [
        proof('identify', 'x', 400),
        proof('write', '2 files written, 7 there already; y', 4200),
        proof('restart', 'x', 500),
        proof('wifi', 'x', 1500),
        proof('status', 'x', 100),
      ],
    } as unknown as Passport;
    const { steps, current } = view(DONE, passport);
    expect(current).toBeUndefined();
    expect(steps.map(({ evidence }) => evidence)).toEqual([
      'MicroPython 1.27.0',
      '9 files read back',
      'Joined',
      'Right set',
      'Answered',
    ]);
    expect(steps.map(({ duration }) => duration)).toEqual(['0.4 s', '4.2 s', '2.0 s', undefined, '0.1 s']);
  });
});

describe('a password', () => {
  it('is known to be right once the board is past the Wi-Fi', () => {
    expect(hasJoined(running('wifi'))).toBe('unknown');
    expect(hasJoined(running('update'))).toBe('yes');
    expect(hasJoined(failed('wifi', 'wifi-wrong-password'))).toBe('no');
    expect(hasJoined(failed('register', 'timed-out'))).toBe('yes');
    expect(hasJoined({ status: 'cancelled', phase: 'write' })).toBe('no');
  });

  it.each([
    [running('update'), 1],
    [failed('wifi', 'wifi-wrong-password'), 0],
  ])('is remembered then, once', (state, times) => {
    const client = createFakeClient();
    const store = createJobsStore(client, { schedule: (work) => work() });
    const save = vi.fn();
    whenJoined(store, 'a', save);
    client.emit('jobs', { type: 'snapshot', snapshot: jobCalled('a', { state: running('wifi') }) });
    expect(save).not.toHaveBeenCalled();
    client.emit('jobs', { type: 'state', id: 'a', state }, { type: 'state', id: 'a', state: DONE });
    expect(save).toHaveBeenCalledTimes(times);
  });
});

it('one dot arms, a second one soon after cancels', () => {
  const first = cancelKey(NOT_ARMED, 1000);
  expect(first).toEqual({ armedAt: 1000, cancels: false });
  expect(cancelKey(first.armedAt, 2500)).toEqual({ armedAt: NOT_ARMED, cancels: true });
  expect(cancelKey(first.armedAt, 3500).cancels).toBe(false);
});

it('what was heard stays while the board listens again', () => {
  const heard = nextScan(NOT_LISTENED, {
    type: 'heard',
    networks: [{ ssid: 'a', rssi: -1, channel: 1, security: 'wpa2' }],
  });
  expect(nextScan(heard, { type: 'listen' })).toMatchObject({ status: 'listening', heard: [{ ssid: 'a' }] });
  expect(nextScan(nextScan(heard, { type: 'listen' }), { type: 'stopped' })).toMatchObject({
    status: 'heard',
  });
  expect(nextScan(nextScan(NOT_LISTENED, { type: 'listen' }), { type: 'stopped' })).toBe(NOT_LISTENED);
});
