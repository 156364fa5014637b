/** What the doctor did and heard, as the parts of the page take it. */
import type { Diagnosis, DoctorStep } from '../../../preload/contract/doctor.ts';
import type { ListStep, LogLine, State } from '../../components/index.ts';
import { doctorText } from '../../text/doctor.ts';

/** Some of it was said by a board or is the name of a program: longer than this is no sentence any more. */
export const SHOWN = 400;

const STATES: Readonly<Record<DoctorStep['outcome'], State>> = {
  helped: 'pass',
  'no-help': 'cancelled',
  'left-out': 'empty',
  impossible: 'empty',
};

export function stepsOf(steps: readonly DoctorStep[]): ListStep[] {
  return steps.map(({ step, outcome }) => ({
    name: doctorText.steps[step],
    state: STATES[outcome],
    evidence: doctorText.outcomes[outcome],
  }));
}

export function linesOf(heard: readonly string[]): LogLine[] {
  return heard.map((text, id) => ({ id, text }));
}

/** Findings that say how a board behaves and not why: a reset may tell more. */
const BEHAVIOUR: ReadonlySet<string> = new Set(['silent', 'program-holds', 'garbage', 'boot-loop']);

export function isUnexplained({ findings }: Diagnosis): boolean {
  return findings.some(({ code }) => BEHAVIOUR.has(code));
}
