/**
 * Ctrl-C for a program that never waits (`while True: pass`).
 *
 * A board's UART interrupt sets a flag that its VM looks at with every jump. So does this VM; but nobody can set the
 * flag, because its thread is inside WebAssembly and reads no messages. A debugger can: it halts the thread where it
 * is, has it read its messages, and lets it go on. The program's variables and its traceback are as on a board.
 */
import { Session } from 'node:inspector';
import { READ_POST } from './vm/messages.ts';

interface FromThread {
  readonly id?: number;
  readonly method?: string;
}

/** One after the other: sessions see each other's threads. */
let turn: Promise<unknown> = Promise.resolve();

/** Has the worker thread of that name read its messages, whatever it is at. A thread that has ended is left alone. */
export function interruptThread(name: string): Promise<void> {
  const mine = turn.then(() => halt(name));
  turn = mine.catch(() => {});
  return mine;
}

async function halt(name: string): Promise<void> {
  const session = new Session();
  session.connect();
  const post = (method: string, params: object = {}) =>
    new Promise<void>((resolve, reject) =>
      session.post(method, params, (error) => (error ? reject(error) : resolve())),
    );
  const ended = Promise.withResolvers<'ended'>();
  const paused = Promise.withResolvers<'paused'>();
  const attached = Promise.withResolvers<string>();
  const answers = new Map<number, () => void>();
  let id = 0;

  session.on('NodeWorker.attachedToWorker', ({ params: { sessionId, workerInfo } }) => {
    if (workerInfo.title.endsWith(`] ${name}`)) attached.resolve(sessionId);
  });
  session.on('NodeWorker.detachedFromWorker', ({ params: { sessionId } }) => {
    void attached.promise.then((mine) => mine === sessionId && ended.resolve('ended'));
  });
  session.on('NodeWorker.receivedMessageFromWorker', ({ params }) => {
    const message = JSON.parse(params.message) as FromThread;
    if (message.id !== undefined) answers.get(message.id)?.();
    else if (message.method === 'Debugger.paused') paused.resolve('paused');
  });

  try {
    // All threads that there are have been told of when this comes back.
    await post('NodeWorker.enable', { waitForDebuggerOnStart: false });
    const sessionId = await Promise.race([attached.promise, Promise.resolve(undefined)]);
    if (sessionId === undefined) return;
    const tell = (method: string, params: object = {}) => {
      const message = JSON.stringify({ id: ++id, method, params });
      const answered = new Promise<void>((resolve) => answers.set(id, resolve));
      return post('NodeWorker.sendMessageToWorker', { sessionId, message }).then(() =>
        Promise.race([answered, ended.promise]),
      );
    };
    await tell('Debugger.enable');
    await tell('Debugger.pause');
    if ((await Promise.race([paused.promise, ended.promise])) === 'ended') return;
    await tell('Runtime.evaluate', { expression: `${READ_POST}()` });
    await tell('Debugger.disable');
    await post('NodeWorker.disable');
  } finally {
    session.disconnect();
  }
}
