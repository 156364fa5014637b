/** What the doctor did and heard, as the parts of the page take it. */
import type { DoctorStep } from '../../../preload/contract/doctor.ts';
import type { ListStep, LogLine, State } from '../../components/index.ts';
import { doctorText } from '../../text/doctor.ts';

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
