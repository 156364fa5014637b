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
import { setTimeout as sleep } from 'node:timers/promises';
import type { Worker } from 'node:worker_threads';
import { LOOK_UP } from './vm/messages.ts';

/** An end waits so long for a session under way: a thread that runs answers in a few ms, one that stands may take seconds. */
const ANSWER_MS = 500;
/** Once more, where an end was forgotten. */
const END_AGAIN_MS = 200;

/** One after the other: sessions see each other's threads. */
let turn: Promise<unknown> = Promise.resolve();
let underWay: Promise<unknown> | undefined;
const endings = new Set<Promise<unknown>>();

/** Has the worker thread of that name look up, whatever it is at. A thread that has ended is left alone. */
export function interruptThread(name: string): Promise<void> {
  const mine = turn.then(async () => {
    while (endings.size > 0) await Promise.allSettled(endings);
    underWay = interrupt(name);
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
 * Ends a worker thread, between two sessions if it can be: V8 forgets a termination that comes into an answer, and the thread goes
 * on. It is told again until it has ended.
 */
export async function endThread(worker: Worker): Promise<void> {
  const latest = performance.now() + ANSWER_MS;
  while (underWay !== undefined && performance.now() < latest)
    await Promise.race([
      underWay.catch(() => {}),
      sleep(latest - performance.now(), undefined, { ref: false }),
    ]);
  const ending = worker.terminate();
  const again = setInterval(() => void worker.terminate(), END_AGAIN_MS);
  endings.add(ending);
  try {
    await ending;
  } finally {
    clearInterval(again);
    endings.delete(ending);
  }
}

async function interrupt(name: string): Promise<void> {
  const session = new Session();
  session.connect();
  const post = (method: string, params: object) =>
    new Promise<void>((resolve, reject) =>
      session.post(method, params, (error) => (error ? reject(error) : resolve())),
    );
  const over = Promise.withResolvers<void>();
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
    session.disconnect();
  }
}
