/** A runner with a clock that counts, and jobs that end when a test says so. */
import { createJobRunner, type JobContext, type JobMessage, type JobOptions } from '../../main/jobs/index.ts';

type Phase = 'write' | 'prove';

export function createBench() {
  let time = 1000;
  const complaints: string[] = [];
  const runner = createJobRunner({ now: () => time++, log: (text) => complaints.push(text) });

  /** A job on `board` that does `work`. */
  const start = (
    work: JobOptions<Phase>['work'],
    board = 'virtual:pico-1',
    again?: JobOptions<Phase>['again'],
  ) =>
    runner.start<Phase>({
      kind: 'provision',
      board,
      phases: [
        { name: 'write', weight: 3 },
        { name: 'prove', weight: 1 },
      ],
      work,
      again,
    });

  /** A job that waits inside its work until the test lets it go. */
  async function startOpen(board?: string) {
    const begun = Promise.withResolvers<JobContext<Phase>>();
    const end = Promise.withResolvers<unknown>();
    const id = start((ctx) => {
      begun.resolve(ctx);
      return end.promise;
    }, board);
    return { id, ctx: await begun.promise, finish: end.resolve, fail: end.reject };
  }

  return { runner, complaints, start, startOpen };
}

/** Rejects with the signal's reason, as well-behaved work does. */
export function untilAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}

/** The states that a listener heard of, in short. */
export function statusesOf(messages: readonly JobMessage[]): string[] {
  return messages.flatMap((message) => {
    if (message.type === 'snapshot') return [`snapshot ${message.snapshot.state.status}`];
    return message.type === 'state' ? [message.state.status] : [];
  });
}
