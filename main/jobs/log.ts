/**
 * What a job wrote down, bounded: the newest lines stay, a line too long is cut and says so.
 */
import type { JobLogLine } from '../../preload/contract/jobs.ts';

/** Lines kept for one job. */
export const MAX_LINES = 1000;
/** Characters kept of one line. */
export const MAX_LENGTH = 1000;

export class JobLog {
  readonly #now: () => number;
  #lines: JobLogLine[] = [];

  /** `now` gives Unix milliseconds. */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** Adds a text, line by line (empty ones are left out), and returns the lines as they were kept. */
  add(speaker: JobLogLine['speaker'], text: string): JobLogLine[] {
    const at = this.#now();
    const added = text
      .split(/\r\n|\n|\r/)
      .filter((line) => line.trim() !== '')
      .map((line) => ({
        at,
        speaker,
        text: line.length > MAX_LENGTH ? `${line.slice(0, MAX_LENGTH)} … (cut)` : line,
      }));
    this.#lines.push(...added.slice(-MAX_LINES));
    if (this.#lines.length > MAX_LINES) this.#lines = this.#lines.slice(-MAX_LINES);
    return added;
  }

  /** A copy, oldest first. */
  lines(): JobLogLine[] {
    return [...this.#lines];
  }
}
