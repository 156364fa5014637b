import { describe, expect, it } from 'vitest';
import { type JobEvent, transition } from '../../main/jobs/state.ts';
import type { JobState } from '../../preload/contract/jobs.ts';

const progress = { phase: 'write', fraction: 0.5, sentence: 'Writing', at: 1, transfer: null };
const later = { phase: 'prove', fraction: 0.75, sentence: 'Proving', at: 2, transfer: null };
const question = { kind: 'did-it-blink' as const, subject: 'iot-1' };
const failure = { code: 'port-vanished', params: { port: 'COM5' } };

const states: JobState[] = [
  { status: 'queued' },
  { status: 'running', progress },
  { status: 'asking', progress, question },
  { status: 'cancelling', progress },
  { status: 'done', result: 1 },
  { status: 'failed', phase: 'write', failure },
  { status: 'cancelled', phase: 'write' },
];

const events: JobEvent[] = [
  { type: 'begin', progress },
  { type: 'progress', progress: later },
  { type: 'ask', question },
  { type: 'answered' },
  { type: 'cancel' },
  { type: 'finished', result: 2 },
  { type: 'failed', failure },
  { type: 'stopped' },
];

/** Where each event leads; what is not listed stays where it is. */
const table: Record<JobState['status'], Partial<Record<JobEvent['type'], JobState['status']>>> = {
  queued: { begin: 'running', cancel: 'cancelled' },
  running: { progress: 'running', ask: 'asking', cancel: 'cancelling', finished: 'done', failed: 'failed' },
  asking: {
    progress: 'asking',
    answered: 'running',
    cancel: 'cancelling',
    finished: 'done',
    failed: 'failed',
  },
  cancelling: { progress: 'cancelling', finished: 'done', failed: 'failed', stopped: 'cancelled' },
  done: {},
  failed: {},
  cancelled: {},
};

describe('the states of a job', () => {
  for (const state of states) {
    for (const event of events) {
      const target = table[state.status][event.type];
      it(`${state.status} + ${event.type} → ${target ?? 'no change'}`, () => {
        const next = transition(state, event);
        if (target === undefined) expect(next).toBe(state);
        else expect(next.status).toBe(target);
      });
    }
  }

  it('keeps the question while progress moves', () => {
    expect(
      transition({ status: 'asking', progress, question }, { type: 'progress', progress: later }),
    ).toEqual({ status: 'asking', progress: later, question });
  });

  it('names the phase in which it ended', () => {
    expect(transition({ status: 'cancelling', progress: later }, { type: 'stopped' })).toEqual({
      status: 'cancelled',
      phase: 'prove',
    });
  });
});
