/** The five steps that a person knows, and the phases of the provisioning job that each of them is made of. */

/** Runtime, Files, Wi-Fi, Boot, Proof: their names stand in `partsText.stepNames`. */
export type StepIndex = 0 | 1 | 2 | 3 | 4;

const STEP_OF_PHASE: Readonly<Record<string, StepIndex>> = {
  identify: 0,
  write: 1,
  restart: 2,
  wifi: 2,
  update: 3,
  register: 3,
  status: 4,
  blink: 4,
  passport: 4,
};

/** The step that a phase belongs to; the first one for a phase that this page does not know. */
export function stepOfPhase(phase: string): StepIndex {
  return STEP_OF_PHASE[phase] ?? 0;
}
