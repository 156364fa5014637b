/**
 * Long work, as whoever watches it sees it.
 *
 *     queued ──► running ◄──► asking
 *                 │  │           │
 *                 │  └► cancelling ◄┘
 *                 │        │
 *                 ▼        ▼
 *           done│failed  cancelled      (the end: a job never leaves these)
 *
 * `cancelling` ends as `done` or `failed` too, when the work got there first: the first reason to stop wins.
 */
import { failureData } from './errors.ts';
import { visitDetails } from './field.ts';
import { recipe } from './models.ts';
import { z } from './zod.ts';

/** What a phase moves to or onto a board, in bytes of the files themselves. */
export const jobTransfer = z.object({
  done: z.number().int().nonnegative(),
  total: z.number().int().nonnegative(),
  /** The file that is under way, or was last. */
  file: z.string(),
  /** Bytes a second, smoothed over the last seconds; null while there is too little to tell it from. */
  rate: z.number().positive().nullable(),
});
export type JobTransfer = z.infer<typeof jobTransfer>;

/** Where the work stands: the phase's name, one weighted fraction 0..1 of the whole, a sentence. */
export const jobProgress = z.object({
  phase: z.string(),
  fraction: z.number().min(0).max(1),
  sentence: z.string(),
  /** When the work said so, Unix milliseconds. */
  at: z.number(),
  /** Null in a phase that moves nothing, and before its first byte. */
  transfer: jobTransfer.nullable(),
});
export type JobProgress = z.infer<typeof jobProgress>;

/** Something that only a person can tell. */
export const jobQuestion = z.discriminatedUnion('kind', [
  /** What a device in AP fallback is to join: `jobs.chooseNetwork` answers. What it hears stands in the job's details. */
  z.object({ kind: z.literal('choose-network'), subject: z.string() }),
  /** `subject`: the device that was asked to blink. */
  z.object({ kind: z.literal('did-it-blink'), subject: z.string() }),
  /**
   * The board at the port `subject` holds somebody's files, which provisioning may overwrite. Yes: they are backed up
   * first. No: it goes on without. Sizes in bytes.
   */
  z.object({
    kind: z.literal('back-up-files'),
    subject: z.string(),
    files: z.array(z.object({ name: z.string(), size: z.number() })),
  }),
]);
export type JobQuestion = z.infer<typeof jobQuestion>;

export const jobState = z.discriminatedUnion('status', [
  z.object({ status: z.literal('queued') }),
  z.object({ status: z.literal('running'), progress: jobProgress }),
  z.object({ status: z.literal('asking'), progress: jobProgress, question: jobQuestion }),
  z.object({ status: z.literal('cancelling'), progress: jobProgress }),
  z.object({ status: z.literal('done'), result: z.unknown() }),
  z.object({ status: z.literal('failed'), phase: z.string(), failure: failureData }),
  z.object({ status: z.literal('cancelled'), phase: z.string() }),
]);
export type JobState = z.infer<typeof jobState>;

/** One line of a job's log, at Unix milliseconds. `board`: it stood on the board's console; `bench`: we say it. */
export const jobLogLine = z.object({
  at: z.number(),
  speaker: z.enum(['bench', 'board']),
  text: z.string(),
});
export type JobLogLine = z.infer<typeof jobLogLine>;

/** What a board is to become. Never a secret: a site's password is not part of it. */
export const jobOrder = z.object({
  /** Names the app type too. */
  recipe,
  /** The Wi-Fi that the board is to join. */
  ssid: z.string(),
});
export type JobOrder = z.infer<typeof jobOrder>;

/** What a kind of job tells besides its progress. */
export const jobDetails = z.discriminatedUnion('kind', [visitDetails]);
export type JobDetails = z.infer<typeof jobDetails>;

/** All of a job, for one who comes late. */
export const jobSnapshot = z.object({
  id: z.string(),
  kind: z.string(),
  /** What the job owns while it runs: at most one job a board. */
  board: z.string(),
  /** Null for work that makes nothing of a board. */
  order: jobOrder.nullable(),
  details: jobDetails.nullable(),
  startedAt: z.number(),
  state: jobState,
  log: z.array(jobLogLine),
});
export type JobSnapshot = z.infer<typeof jobSnapshot>;

/** What changes after the snapshot. */
export const jobChange = z.discriminatedUnion('type', [
  z.object({ type: z.literal('state'), id: z.string(), state: jobState }),
  z.object({ type: z.literal('log'), id: z.string(), line: jobLogLine }),
  z.object({ type: z.literal('details'), id: z.string(), details: jobDetails }),
]);
export type JobChange = z.infer<typeof jobChange>;

/** True at the end of a job's life. */
export function isFinal(state: JobState): boolean {
  return state.status === 'done' || state.status === 'failed' || state.status === 'cancelled';
}

/** Until the transfer ends at its present rate, in milliseconds; null when that cannot be known. */
export function timeLeft({ done, total, rate }: JobTransfer): number | null {
  return rate === null ? null : (Math.max(0, total - done) / rate) * 1000;
}
