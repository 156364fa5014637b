/**
 * Owns long work by id. A job lives here and not in a window: whoever comes late gets its present state first.
 */
import { randomUUID } from 'node:crypto';
import { Failure } from '../../preload/contract/errors.ts';
import { isFinal, type JobSnapshot } from '../../preload/contract/jobs.ts';
import { Broadcast, type JobListener } from './broadcast.ts';
import type { ChosenNetwork, JobOptions } from './context.ts';
import { Job } from './job.ts';
import type { FinalJobState } from './state.ts';

/** Ended jobs that can still be looked at; the oldest go first. */
const ENDED_KEPT = 200;

export interface JobRunnerOptions {
  /** Unix milliseconds; the clock of snapshots and logs. */
  readonly now?: () => number;
  /** Gets a line when a listener threw. */
  readonly log?: (text: string) => void;
}

export interface JobRunner {
  /**
   * Begins a job in the next microtask and returns its id at once.
   * Throws `board-in-use` when another job has this board, `unexpected` after `shutdown`.
   */
  start<P extends string>(options: JobOptions<P>): string;
  /**
   * Starts the same again for a job that failed or was cancelled, while no other had its board since: what a job was
   * given, secrets too, is kept in memory until then and nowhere else. Throws `nothing-to-retry`, `job-unknown`, and as `start`.
   */
  retry(id: string): Promise<string>;
  /** Asks a job to stop; at its end this does nothing. Throws `job-unknown`. */
  cancel(id: string): void;
  /** Answers the open question; false when there is none (any more). Throws `job-unknown`. */
  answer(id: string, yes: boolean): boolean;
  /** The same for a question for a network. */
  answerNetwork(id: string, network: ChosenNetwork): boolean;
  /** The same, with the wish for a newer list. */
  listenAgain(id: string): boolean;
  /** Throws `job-unknown`. */
  snapshot(id: string): JobSnapshot;
  /** All jobs that are remembered, oldest first: the running ones, and the last 200 that ended. */
  list(): JobSnapshot[];
  /**
   * Tells the listener all of the job (or of each job, and of each new one), then every change, in order.
   * Returns the way out. Throws `job-unknown`.
   */
  subscribe(id: string, listener: JobListener): () => void;
  /** Resolves at the end of the job, whatever it is; never rejects but with `job-unknown`. */
  finished(id: string): Promise<FinalJobState>;
  /** Cancels every job and resolves when all have ended; no new one is taken. */
  shutdown(): Promise<void>;
}

export function createJobRunner({ now = Date.now, log = () => {} }: JobRunnerOptions = {}): JobRunner {
  const jobs = new Map<string, Job>();
  const owners = new Map<string, Job>();
  /** The last job of each board, unless it is done. */
  const retryable = new Map<string, { readonly id: string; readonly options: JobOptions }>();
  const broadcast = new Broadcast(log);
  let closing = false;

  function find(id: string): Job {
    const job = jobs.get(id);
    if (job === undefined) throw new Failure('job-unknown', { job: id });
    return job;
  }

  function forgetOldest(): void {
    const ended = [...jobs.values()].filter((job) => isFinal(job.state));
    for (const job of ended.slice(0, -ENDED_KEPT)) jobs.delete(job.id);
  }

  const runner: JobRunner = {
    start(options) {
      if (closing) throw new Failure('unexpected', { detail: 'the bench is closing and takes no new work' });
      const owner = owners.get(options.board);
      if (owner !== undefined) throw new Failure('board-in-use', { board: options.board, job: owner.id });
      const id = `${options.kind}-${randomUUID().slice(0, 8)}`;
      const job: Job = new Job(id, options as JobOptions, {
        now,
        emit: (change) => broadcast.send(id, change),
        ended: () => {
          owners.delete(options.board);
          if (job.state.status === 'done') retryable.delete(options.board);
          forgetOldest();
        },
      });
      jobs.set(id, job);
      owners.set(options.board, job);
      retryable.set(options.board, { id, options: options as JobOptions });
      broadcast.send(id, { type: 'snapshot', snapshot: job.snapshot() });
      queueMicrotask(() => job.run());
      return id;
    },
    async retry(id) {
      const job = find(id);
      const last = retryable.get(job.board);
      if (last?.id !== id || !isFinal(job.state)) throw new Failure('nothing-to-retry', { job: id });
      return last.options.again === undefined ? runner.start(last.options) : last.options.again();
    },
    cancel: (id) => find(id).cancel('cancelled'),
    answer: (id, yes) => find(id).answer({ yes }),
    answerNetwork: (id, network) => find(id).answer({ network }),
    listenAgain: (id) => find(id).answer({ again: true }),
    snapshot: (id) => find(id).snapshot(),
    list: () => [...jobs.values()].map((job) => job.snapshot()),
    subscribe(id, listener) {
      const watched = id === 'all' ? [...jobs.values()] : [find(id)];
      const first = watched.map((job) => ({ type: 'snapshot' as const, snapshot: job.snapshot() }));
      return broadcast.subscribe(id, listener, first);
    },
    finished: async (id) => find(id).finished,
    async shutdown() {
      closing = true;
      for (const job of jobs.values()) job.cancel('shutdown');
      await Promise.all([...jobs.values()].map((job) => job.finished));
      retryable.clear();
    },
  };
  return runner;
}
