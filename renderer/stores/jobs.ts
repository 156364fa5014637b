/** All jobs that the bench remembers, oldest first, each with its newest log lines. */
import { isFinal, type JobLogLine, type JobSnapshot } from '../../preload/contract/jobs.ts';
import type { TopicEvent } from '../../preload/contract/topics.ts';
import type { Client } from '../api/client.ts';
import { createFeed, type Fed, type FeedOptions, type FeedStore } from './feed.ts';

export interface JobsData {
  /** By id, in the order in which they were started. */
  readonly jobs: ReadonlyMap<string, JobSnapshot>;
}
export type JobsState = Fed<JobsData>;

/** Newest lines of a log that are kept. */
export const LOG_LINES = 1000;
/** Ended jobs that are kept, as many as the bench keeps. */
export const ENDED_JOBS = 200;

export const NO_JOBS: JobsData = { jobs: new Map() };

export function reduceJobs(data: JobsData, events: readonly TopicEvent<'jobs'>[]): JobsData {
  const jobs = new Map(data.jobs);
  const lines = new Map<string, JobLogLine[]>();
  let changed = false;
  for (const event of events) {
    if (event.type === 'snapshot') {
      jobs.set(event.snapshot.id, event.snapshot);
      // Its log is whole: lines from before are in it.
      lines.delete(event.snapshot.id);
      changed = true;
      continue;
    }
    const job = jobs.get(event.id);
    if (job === undefined) continue;
    changed = true;
    if (event.type === 'state') jobs.set(event.id, { ...job, state: event.state });
    else if (event.type === 'details') jobs.set(event.id, { ...job, details: event.details });
    else linesOf(lines, event.id).push(event.line);
  }
  if (!changed) return data;
  for (const [id, added] of lines) {
    const job = jobs.get(id);
    if (job !== undefined) jobs.set(id, { ...job, log: [...job.log, ...added].slice(-LOG_LINES) });
  }
  forgetOldest(jobs);
  return { jobs };
}

/** The job that has this board now, or had it last; only of this kind, where one is named. */
export function jobOfBoard({ jobs }: JobsData, board: string, kind?: string): JobSnapshot | undefined {
  let found: JobSnapshot | undefined;
  for (const job of jobs.values()) {
    if (job.board === board && (kind === undefined || job.kind === kind)) found = job;
  }
  return found;
}

/** Leave a board as it is, so that what was proved of it before stays so. */
const READING = new Set(['read-golden']);

/** The job by which a board's state is told: the one that has it now, or the last that may have changed it. */
export function tellingJobOf({ jobs }: JobsData, board: string): JobSnapshot | undefined {
  let found: JobSnapshot | undefined;
  for (const job of jobs.values()) {
    if (job.board === board && !(READING.has(job.kind) && isFinal(job.state))) found = job;
  }
  return found;
}

/** How many jobs are not at their end. */
export function openJobs({ jobs }: JobsData): number {
  let open = 0;
  for (const { state } of jobs.values()) {
    if (!isFinal(state)) open++;
  }
  return open;
}

export function createJobsStore(client: Client, options?: FeedOptions): FeedStore<JobsState> {
  const definition = { topic: 'jobs', initial: NO_JOBS, reduce: reduceJobs, mayBeSilent: true } as const;
  return createFeed(client, definition, options);
}

/** Lines are gathered and added once: a board that talks much makes one new array a frame, not one a line. */
function linesOf(lines: Map<string, JobLogLine[]>, id: string): JobLogLine[] {
  const found = lines.get(id) ?? [];
  lines.set(id, found);
  return found;
}

function forgetOldest(jobs: Map<string, JobSnapshot>): void {
  const ended = [...jobs.values()].filter((job) => isFinal(job.state));
  for (const { id } of ended.slice(0, Math.max(0, ended.length - ENDED_JOBS))) jobs.delete(id);
}
