/** The room of long work: who runs it, what it is given, what its watchers are told. */
export type { JobListener, JobMessage } from './broadcast.ts';
export { type ChosenNetwork, type JobContext, type JobOptions, JobStopped } from './context.ts';
export type { JobPhase, MovedBytes } from './progress.ts';
export { createJobRunner, type JobRunner, type JobRunnerOptions } from './runner.ts';
export type { FinalJobState } from './state.ts';
