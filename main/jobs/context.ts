/** What the work of a job is given to be watched, stopped and answered by. */
import type { JobDetails, JobOrder, JobQuestion } from '../../preload/contract/jobs.ts';
import type { JobPhase, MovedBytes } from './progress.ts';

export interface JobContext<P extends string = string> {
  /** Aborts when the job is to stop; hand it all the way down. Its reason is a `JobStopped`. */
  readonly signal: AbortSignal;
  /** Enter a phase and say what happens in it; goes into the log too. */
  phase(name: P, sentence: string): void;
  /** `fraction` (0..1) of the present phase is done; without a sentence the last one stays. */
  progress(fraction: number, sentence?: string): void;
  /** So many bytes of the present phase have arrived: that is its fraction, unless `fraction` says less. */
  moved(bytes: MovedBytes, sentence?: string, fraction?: number): void;
  /** Write down what may explain a failure. Never a secret. */
  log(text: string): void;
  /** Write down what the board said by itself. */
  heard(text: string): void;
  /** What this kind of job tells besides its progress; the newest stands in its snapshot. Never a secret. */
  details(details: JobDetails): void;
  /** Ask a person yes or no, one question at a time. Rejects with the signal's reason when the job is told to stop. */
  ask(question: YesNoQuestion): Promise<boolean>;
  /**
   * The same, for a network and its password, which nobody keeps; `again`: they want a newer list first. Rejects with the reason of `until` as well, when that comes
   * first: the computer must not wait for ever in a place where it does not belong.
   */
  askNetwork(question: NetworkQuestion, until: AbortSignal): Promise<ChosenNetwork | 'again'>;
}

export type NetworkQuestion = Extract<JobQuestion, { kind: 'choose-network' }>;
export type YesNoQuestion = Exclude<JobQuestion, NetworkQuestion>;

export interface ChosenNetwork {
  readonly ssid: string;
  /** Empty: open. */
  readonly password: string;
}

/** What a person said. */
export type JobAnswer =
  | { readonly yes: boolean }
  | { readonly network: ChosenNetwork }
  /** No network yet: the device is to listen once more. */
  | { readonly again: true };

export interface JobOptions<P extends string = string> {
  /** What it is, for lists: `provision`, `factory-reset`. */
  readonly kind: string;
  /** What it owns while it runs: a port's path or a device's id. One job a board. */
  readonly board: string;
  /** What it is to make of the board, for who watches; left out by work that makes nothing of one. */
  readonly order?: JobOrder | undefined;
  /** In the order in which they usually come; the shares of the whole follow from the weights. */
  readonly phases: readonly JobPhase<P>[];
  /** Its result is `done.result`; what it throws makes it `failed`, or `cancelled` if it was told to stop. */
  readonly work: (ctx: JobContext<P>) => Promise<unknown>;
  /**
   * Starts the same again and gives the new job's id, where `work` stands on what may have changed meanwhile. Left out:
   * `work` is run again.
   */
  readonly again?: (() => Promise<string>) | undefined;
}

/** Why a job's signal was aborted; named `AbortError`, as everything that listens to signals expects. */
export class JobStopped extends Error {
  readonly why: 'cancelled' | 'shutdown';

  constructor(why: 'cancelled' | 'shutdown') {
    super(why === 'cancelled' ? 'the job was cancelled' : 'the bench is closing');
    this.name = 'AbortError';
    this.why = why;
  }
}

/**
 * True when `error` is how work stops after being told to: the signal's reason or an `AbortError`, bare or as the
 * cause of what was thrown. Anything else is a failure of its own, also when a cancel is under way.
 */
export function isStop(error: unknown, signal: AbortSignal): boolean {
  if (!signal.aborted) return false;
  let link = error;
  for (let depth = 0; depth < 8 && link !== undefined && link !== null; depth++) {
    if (link === signal.reason) return true;
    if (!(link instanceof Error)) return false;
    if (link.name === 'AbortError') return true;
    link = link.cause;
  }
  return false;
}
