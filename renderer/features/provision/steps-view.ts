/** The five steps at the left: how each stands, what shows that it is so, how long it took. */
import type { JobOrder, JobSnapshot, JobState } from '../../../preload/contract/jobs.ts';
import type { Passport, Recipe } from '../../../preload/contract/models.ts';
import type { ListStep, State } from '../../components/index.ts';
import { partsText } from '../../text/parts.ts';
import { provisionText } from '../../text/provision.ts';
import { type StepIndex, stepOfPhase } from '../boards/steps.ts';
import { joinedAs } from './log-lines.ts';
import { stepMs } from './phases.ts';

const STEPS: readonly StepIndex[] = [0, 1, 2, 3, 4];

export interface StepsView {
  readonly steps: readonly ListStep[];
  /** The step that the middle is about; undefined when it is about all of them. */
  readonly current: StepIndex | undefined;
}

/** Before a job: what is to come, with what was chosen so far. */
export function stepsAhead(current: StepIndex, recipe: Recipe | undefined, ssid: string | null): StepsView {
  const { plan, planQuiet } = provisionText.steps;
  const evidence: string[] = [...plan];
  if (ssid !== null && ssid !== '') evidence[2] = ssid;
  if (recipe?.identify === 'skip') evidence[4] = planQuiet;
  return {
    current,
    steps: STEPS.map((step) => ({ name: nameOf(step), state: 'ready', evidence: evidence[step] })),
  };
}

export function stepsOfJob({ job, passport, now }: StepsOfJob): StepsView {
  const { at, present } = placeOf(job.state);
  return {
    current: at === 5 ? undefined : at,
    steps: STEPS.map((step) => {
      const state = stateOf(step, at, present);
      const ms = passport === undefined ? stepMs(job, step, now) : provedMs(passport, step);
      return {
        name: nameOf(step),
        state,
        evidence: evidenceOf(step, state, { job, passport, now }),
        duration: ms === undefined || state === 'ready' ? undefined : provisionText.took(ms),
      };
    }),
  };
}

export interface StepsOfJob {
  readonly job: JobSnapshot;
  readonly passport: Passport | undefined;
  /** Unix milliseconds. */
  readonly now: number;
}

/** The names of the steps that are behind. */
export function stepsBehind({ steps }: StepsView): string[] {
  return steps.filter(({ state }) => state === 'pass').map(({ name }) => name);
}

const nameOf = (step: StepIndex): string => partsText.stepNames[step];

function placeOf(state: JobState): { at: StepIndex | 5; present: State } {
  switch (state.status) {
    case 'queued':
      return { at: 0, present: 'ready' };
    case 'running':
      return { at: stepOfPhase(state.progress.phase), present: 'working' };
    case 'asking':
      return { at: stepOfPhase(state.progress.phase), present: 'attention' };
    case 'cancelling':
      return { at: stepOfPhase(state.progress.phase), present: 'cancelled' };
    case 'done':
      return { at: 5, present: 'pass' };
    case 'failed':
      return { at: stepOfPhase(state.phase), present: 'fail' };
    case 'cancelled':
      return { at: stepOfPhase(state.phase), present: 'cancelled' };
  }
}

function stateOf(step: StepIndex, at: number, present: State): State {
  if (step === at) return present;
  return step < at ? 'pass' : 'ready';
}

function evidenceOf(step: StepIndex, state: State, { job, passport }: StepsOfJob): string | undefined {
  const text = provisionText.steps;
  switch (state) {
    case 'pass':
      return passport === undefined ? passedEvidence(step, job) : provedEvidence(step, job, passport);
    case 'working':
      return text.doing[step];
    case 'attention':
      return job.state.status === 'asking' && job.state.question.kind === 'back-up-files'
        ? text.backUp
        : text.blink;
    case 'cancelled':
      return text.cancelled;
    case 'fail':
      return job.state.status === 'failed' && Object.hasOwn(text.short, job.state.failure.code)
        ? text.short[job.state.failure.code]
        : text.failed;
    default:
      return planned(step, job.order);
  }
}

function planned(step: StepIndex, order: JobOrder | null): string | undefined {
  const { plan, planQuiet } = provisionText.steps;
  if (step === 2 && order !== null) return order.ssid;
  return step === 4 && order?.recipe.identify === 'skip' ? planQuiet : plan[step];
}

function passedEvidence(step: StepIndex, job: JobSnapshot): string {
  const { done, joined } = provisionText.steps;
  const ip = step === 2 ? joinedAs(job) : undefined;
  return ip === undefined ? done[step] : joined(ip, job.order?.ssid);
}

function provedEvidence(step: StepIndex, job: JobSnapshot, { runtime, proofs }: Passport): string {
  const text = provisionText.steps;
  const proof = (name: string) => proofs.find((one) => one.step === name);
  switch (step) {
    case 0:
      return text.runtime(runtime);
    case 1:
      return written(proof('write')?.evidence) ?? text.done[1];
    case 2:
      return passedEvidence(2, job);
    case 3: {
      const boot = proof('update');
      return boot === undefined ? text.done[3] : text.booted(provisionText.clock(boot.at));
    }
    case 4:
      return proof('blink') === undefined ? text.proved : text.provedSeen;
  }
}

function provedMs({ proofs }: Passport, step: StepIndex): number | undefined {
  const own = proofs.filter((proof) => stepOfPhase(proof.step) === step);
  return own.length === 0 ? undefined : own.reduce((sum, { ms }) => sum + ms, 0);
}

/** How many files the evidence speaks of, new ones and those that were there already. */
function written(evidence: string | undefined): string | undefined {
  const [, fresh, there] = /^(\d+) files written, (\d+) there already/.exec(evidence ?? '') ?? [];
  return fresh === undefined ? undefined : provisionText.steps.written(Number(fresh) + Number(there));
}
