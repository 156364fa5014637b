/** Who has a board now, as the page of the board says it and as its buttons heed it. */
import type { ConsoleState } from '../../../preload/contract/boards.ts';
import { isFinal, type JobSnapshot } from '../../../preload/contract/jobs.ts';
import { boardText } from '../../text/board.ts';
import { plain } from '../devices/plain.ts';

export type Holder =
  | { readonly by: 'nobody' }
  /** A job has it until its end: whatever else wants the board is refused. */
  | { readonly by: 'job'; readonly who: string; readonly job: JobSnapshot }
  /** Short; whatever else wants the board waits for it. */
  | { readonly by: 'call'; readonly who: string };

/** `job`: the one that has this board, or had it last. */
export function holderOf(job: JobSnapshot | undefined, console: ConsoleState): Holder {
  if (job !== undefined && !isFinal(job.state)) return { by: 'job', who: nameOf(job.kind), job };
  if (console.at === 'working') return { by: 'call', who: nameOf(console.who) };
  return { by: 'nobody' };
}

/** In our words, or in those of the bench where we have none. */
export function nameOf(who: string): string {
  const { who: words } = boardText;
  const known = Object.hasOwn(words, who) ? words[who] : undefined;
  return known ?? plain(who, 40);
}
