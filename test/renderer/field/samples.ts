/** Visits as the bench tells them. */
import type { FieldResult, VisitDetails } from '../../../preload/contract/field.ts';
import type { JobSnapshot, JobState } from '../../../preload/contract/jobs.ts';

export const visitDetailsOf = (changes: Partial<VisitDetails> = {}): VisitDetails => ({
  kind: 'visit',
  ssid: 'IoT-0A77C4',
  mode: 'automatic',
  place: 'joining',
  home: 'Office-5G',
  homeBy: null,
  hint: null,
  device: null,
  thereAt: null,
  networks: [],
  listenedAt: null,
  given: null,
  ...changes,
});

export const visitJob = (state: JobState, details: Partial<VisitDetails> = {}): JobSnapshot => ({
  id: 'field-1',
  kind: 'field',
  board: 'wifi:IoT-0A77C4',
  order: null,
  details: visitDetailsOf(details),
  startedAt: 1000,
  state,
  log: [],
});

export const resultOf = (changes: Partial<FieldResult> = {}): FieldResult => ({
  device: {
    mac: '28cdc10a77c4',
    deviceId: 'iot-28cdc10a77c4',
    appType: 'distance-meter',
    deviceType: 'pico',
    reason: 'wrong-password',
  },
  ssid: 'Hall-3',
  outcome: { is: 'unheard' },
  homecoming: 'home',
  home: 'Office-5G',
  ...changes,
});
