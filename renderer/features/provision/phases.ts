/**
 * The phases of the provisioning job as the bench weighs and announces them (a test holds this list to it), and when
 * each of them began, read from the job's log: so a page that was reloaded knows it too.
 */
import type { JobLogLine, JobSnapshot } from '../../../preload/contract/jobs.ts';
import { isFinal } from '../../../preload/contract/jobs.ts';
import { type StepIndex, stepOfPhase } from '../boards/steps.ts';

interface Phase {
  readonly name: string;
  readonly weight: number;
  /** How the bench's own log line for it begins. */
  readonly says: string;
}

export const PHASES: readonly Phase[] = [
  { name: 'identify', weight: 5, says: 'Asking the board what it is' },
  { name: 'write', weight: 30, says: 'Writing the firmware' },
  { name: 'restart', weight: 5, says: 'Restarting the board' },
  { name: 'wifi', weight: 20, says: 'Bringing the board to ' },
  { name: 'update', weight: 25, says: 'The board fetches its software' },
  { name: 'register', weight: 5, says: 'Waiting for the device to register' },
  { name: 'status', weight: 2, says: 'Asking the device how it is' },
  { name: 'blink', weight: 6, says: 'Making the device blink' },
  { name: 'passport', weight: 2, says: 'Writing the passport' },
];

export const WEIGHTS: readonly number[] = PHASES.map(({ weight }) => weight);

const WHOLE = WEIGHTS.reduce((sum, weight) => sum + weight, 0);

/** The place of a phase in the job; -1 for one that this page does not know. */
export const phaseIndex = (name: string): number => PHASES.findIndex((phase) => phase.name === name);

/** Where a phase begins and ends, as fractions of the whole. */
export function spanOf(name: string): { readonly from: number; readonly to: number } | undefined {
  const at = phaseIndex(name);
  if (at < 0) return undefined;
  const before = WEIGHTS.slice(0, at).reduce((sum, weight) => sum + weight, 0);
  return { from: before / WHOLE, to: (before + (WEIGHTS[at] ?? 0)) / WHOLE };
}

/** The phase that a line of the log announces; undefined for what the board said, whatever it is. */
export function announced({ speaker, text }: Omit<JobLogLine, 'at'>): string | undefined {
  if (speaker !== 'bench') return undefined;
  return PHASES.find(({ says }) => (says.endsWith(' ') ? text.startsWith(says) : text === says))?.name;
}

export interface PhaseStart {
  readonly name: string;
  /** Unix milliseconds. */
  readonly at: number;
}

/** In their order, each once. A log that lost its beginning lacks its first phases. */
export function phaseStarts({ log }: Pick<JobSnapshot, 'log'>): PhaseStart[] {
  const starts: PhaseStart[] = [];
  let last = -1;
  for (const line of log) {
    const name = announced(line);
    if (name === undefined || phaseIndex(name) <= last) continue;
    last = phaseIndex(name);
    starts.push({ name, at: line.at });
  }
  return starts;
}

/** When the job was last heard of: now, or its last line when it has ended. */
export function endOf(job: JobSnapshot, now: number): number {
  return isFinal(job.state) ? (job.log.at(-1)?.at ?? job.startedAt) : now;
}

/** How long a step has taken, in milliseconds; undefined when it did not begin or its beginning is not known. */
export function stepMs(job: JobSnapshot, step: StepIndex, now: number): number | undefined {
  const starts = phaseStarts(job);
  const begin = starts.find(({ name }) => stepOfPhase(name) === step);
  if (begin === undefined) return undefined;
  const next = starts.find(({ name }) => stepOfPhase(name) > step);
  return Math.max(0, (next?.at ?? endOf(job, now)) - begin.at);
}
