/** Follows a job from the terminal: prints its phases, answers its questions, ends it at Ctrl-C. */
import askConfirm from '@inquirer/confirm';
import { Failure, type FailureData } from '../../preload/contract/errors.ts';
import type { JobQuestion, JobState } from '../../preload/contract/jobs.ts';
import { boardText } from '../../renderer/text/board.ts';
import { partsText } from '../../renderer/text/parts.ts';
import { provisionText } from '../../renderer/text/provision.ts';
import { type TransferWords, transferWords } from '../../renderer/text/transfer.ts';
import type { JobRunner } from '../jobs/index.ts';
import { plainLine } from '../plain-text.ts';
import type { CommandContext } from './context.ts';

export type Answerer = (question: JobQuestion, signal: AbortSignal) => Promise<boolean>;

/** Asks the person at the terminal. */
export const askPerson: Answerer = (question, signal) =>
  askConfirm({ message: messageOf(question) }, { signal });

/** Names on a board are text from outside: nothing in them moves the cursor. */
function messageOf(question: JobQuestion): string {
  if (question.kind !== 'back-up-files') return `Did ${question.subject} blink?`;
  const { list, title } = provisionText.backUp;
  const files = question.files.map(({ name, size }) => `  ${plainLine(name, 60)}, ${boardText.size(size)}`);
  return `${list}:\n${files.join('\n')}\n${title}`;
}

/** @returns the job's result. @throws the Failure that it ended with, or the signal's reason */
export async function followJob(
  { out, signal }: CommandContext,
  jobs: JobRunner,
  id: string,
  answer: Answerer = askPerson,
): Promise<unknown> {
  let phase = '';
  let file = '';
  /** Why a question found no answer: that, and not the cancel that follows from it, is what happened. */
  let unanswered: unknown;
  const show = (state: JobState) => {
    if (state.status === 'asking' && state.question.kind !== 'choose-network') {
      void answer(state.question, signal).then(
        (yes) => jobs.answer(id, yes),
        (error: unknown) => {
          unanswered = error;
          jobs.cancel(id);
        },
      );
    }
    if (!('progress' in state)) return;
    const { progress } = state;
    // A phase begins before the work has said what it does in it.
    const isNew = progress.phase !== phase && progress.sentence !== '';
    if (isNew) phase = progress.phase;
    const moves = transferWords(progress);
    const isNewFile = moves !== undefined && progress.transfer?.file !== file;
    file = progress.transfer?.file ?? '';
    const lines = [isNew && `  ${progress.sentence}`, isNewFile && `    ${fileLine(file, moves)}`];
    out.say(lines.filter((line) => line !== false).join('\n') || null, {
      type: 'progress',
      job: id,
      status: state.status,
      ...progress,
    });
  };
  const stop = jobs.subscribe(id, (message) => {
    if (message.type === 'snapshot') show(message.snapshot.state);
    else if (message.type === 'state') show(message.state);
    else if (message.type === 'details') out.say(null, { ...message, type: 'details', job: id });
    else out.say(null, { type: 'log', job: id, ...message.line });
  });
  const cancel = () => jobs.cancel(id);
  if (signal.aborted) cancel();
  else signal.addEventListener('abort', cancel, { once: true });
  try {
    const state = await jobs.finished(id);
    if (state.status === 'done') return state.result;
    if (state.status === 'failed') throw failureOf(state.failure);
    throw unanswered ?? signal.reason ?? new Failure('cancelled', {});
  } finally {
    signal.removeEventListener('abort', cancel);
    stop();
  }
}

/** "app.py: 12.4 of 24.6 kB, 5.2 kB/s, 9 s left". */
function fileLine(file: string, { amount, rate, left }: TransferWords): string {
  const parts = [`${file}: ${amount}`, rate, left === undefined ? undefined : partsText.left(left)];
  return parts.filter((part) => part !== undefined).join(', ');
}

/** A failure that has crossed as data, thrown again on this side. */
function failureOf({ code, params }: FailureData): Failure {
  return new Failure(code as Failure['code'], params as Failure['params']);
}
