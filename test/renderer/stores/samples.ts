/** Things of the contract with nothing special about them. */
import type { JobLogLine, JobProgress, JobSnapshot, JobState } from '../../../preload/contract/jobs.ts';
import type { Device } from '../../../preload/contract/models.ts';
import type { OtaEvent } from '../../../preload/contract/ota.ts';

export function deviceCalled(deviceId: string, more: Partial<Device> = {}): Device {
  return {
    deviceId,
    mac: '0a1b2c3d4e5f',
    appType: 'skeleton',
    assignedType: null,
    deviceType: null,
    address: null,
    firmware: null,
    version: null,
    meta: {},
    files: {},
    overlay: {},
    overlayWish: 'keep',
    set: null,
    telemetry: {},
    bootAt: null,
    registeredAt: null,
    heartbeatAt: null,
    ...more,
  };
}

/** As a job tells it that moves no bytes. */
export function progressOf(phase: string, fraction = 0.5, sentence = ''): JobProgress {
  return { phase, fraction, sentence, at: 1000, transfer: null };
}

export const RUNNING: JobState = {
  status: 'running',
  progress: progressOf('write', 0.5, 'Writing'),
};
export const DONE: JobState = { status: 'done', result: null };

export function jobCalled(id: string, more: Partial<JobSnapshot> = {}): JobSnapshot {
  return {
    id,
    kind: 'provision',
    board: 'virtual:pico-1',
    order: null,
    details: null,
    startedAt: 1000,
    state: RUNNING,
    log: [],
    ...more,
  };
}

export function line(text: string, speaker: JobLogLine['speaker'] = 'board'): JobLogLine {
  return { at: 1000, speaker, text };
}

export function requestNumber(id: number): OtaEvent {
  return { type: 'heartbeat', at: 1000 + id, id, deviceId: 'dev-1' };
}
