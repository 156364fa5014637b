/**
 * Interrupts for a program that never waits (`while True: pass`): Ctrl-C, and timers that are due.
 *
 * A board's interrupt sets a flag that its VM looks at with every jump. So does this VM; but nobody can set the flag,
 * because its thread is inside WebAssembly and reads no messages. A debugger's question reaches it there: V8 answers
 * it between two steps of the loop, whatever runs. It is asked to look up; what runs goes on as it was.
 *
 * It is not paused for that. A pause that comes a moment too late, inside the answer, would never end.
 */
import { Session } from 'node:inspector';
import type { Worker } from 'node:worker_threads';
import { LOOK_UP } from './vm/messages.ts';

/** One after the other: sessions see each other's threads. */
let turn: Promise<unknown> = Promise.resolve();
let underWay: Promise<void> | undefined;
const endings = new Set<Promise<unknown>>();

/**
 * Has the worker thread of that name look up, whatever it is at. A thread that has ended is left alone.
 * @param signal one that stands, and answers nothing, is not waited for any more
 */
export function interruptThread(name: string, signal: AbortSignal): Promise<void> {
  const mine = turn.then(async () => {
    while (endings.size > 0) await Promise.allSettled(endings);
    if (signal.aborted) return;
    underWay = interrupt(name, signal);
    try {
      await underWay;
    } finally {
      underWay = undefined;
    }
  });
  turn = mine.catch(() => {});
  return mine;
}

/**
 * Ends a worker thread while no session is attached to it: V8 forgets a termination that comes into an answer, and the thread
 * would go on for ever.
 */
export async function endThread(worker: Worker): Promise<void> {
  while (underWay !== undefined) await underWay.catch(() => {});
  const ending = worker.terminate();
  endings.add(ending);
  await ending.finally(() => endings.delete(ending));
}

async function interrupt(name: string, signal: AbortSignal): Promise<void> {
  const session = new Session();
  session.connect();
  const post = (method: string, params: object) =>
    new Promise<void>((resolve, reject) =>
      session.post(method, params, (error) => (error ? reject(error) : resolve())),
    );
  const over = Promise.withResolvers<void>();
  const giveUp = () => over.resolve();
  signal.addEventListener('abort', giveUp, { once: true });
  let thread: string | undefined;

  session.on('NodeWorker.attachedToWorker', ({ params: { sessionId, workerInfo } }) => {
    if (workerInfo.title.endsWith(`] ${name}`)) thread = sessionId;
  });
  session.on('NodeWorker.detachedFromWorker', ({ params: { sessionId } }) => {
    if (sessionId === thread) over.resolve();
  });
  session.on('NodeWorker.receivedMessageFromWorker', ({ params: { sessionId, message } }) => {
    const { id } = JSON.parse(message) as { readonly id?: number };
    if (sessionId === thread && id !== undefined) over.resolve();
  });

  try {
    // All threads that there are have been told of when this comes back.
    await post('NodeWorker.enable', { waitForDebuggerOnStart: false });
    if (thread === undefined) return;
    const question = { id: 1, method: 'Runtime.evaluate', params: { expression: `${LOOK_UP}()` } };
    await post('NodeWorker.sendMessageToWorker', { sessionId: thread, message: JSON.stringify(question) });
    await over.promise;
    await post('NodeWorker.disable', {});
  } finally {
    signal.removeEventListener('abort', giveUp);
    session.disconnect();
  }
}
