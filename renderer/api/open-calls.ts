/** The calls of a page that wait for their answers. */
import { Failure } from '../../preload/contract/errors.ts';
import type { ClientMessage } from '../../preload/contract/messages.ts';
import type { Progress, WorkOptions } from '../../preload/contract/work.ts';

type CallMessage = Extract<ClientMessage, { type: 'call' }>;

interface OpenCall {
  readonly message: CallMessage;
  readonly resolve: (value: unknown) => void;
  readonly reject: (failure: Failure) => void;
  readonly onProgress: ((progress: Progress) => void) | undefined;
  /** `waiting`: for the first connection. */
  stage: 'waiting' | 'sent';
}

export interface OpenCalls {
  /** Sends it, or keeps it until `begin`; resolves with the answer as it came. Rejects with a `Failure`. */
  add(message: CallMessage, work: WorkOptions, connected: boolean): Promise<unknown>;
  /** Sends those that were kept. */
  begin(): void;
  result(id: number, value: unknown): void;
  progress(id: number, progress: Progress): void;
  failed(id: number, failure: Failure): void;
  /** Fails all with `door-closed`. */
  abandon(): void;
}

export function createOpenCalls(send: (message: ClientMessage) => boolean): OpenCalls {
  const open = new Map<number, OpenCall>();

  /** Takes the call out: it is answered once. */
  function take(id: number): OpenCall | undefined {
    const call = open.get(id);
    open.delete(id);
    return call;
  }

  function begin(call: OpenCall): void {
    call.stage = 'sent';
    try {
      send(call.message);
    } catch (error) {
      // What cannot be cloned or written as JSON never leaves.
      take(call.message.id)?.reject(
        new Failure('bad-input', { field: 'params', problem: 'they cannot be sent' }, error),
      );
    }
  }

  return {
    add(message, { signal, onProgress }, connected) {
      const { id } = message;
      const { promise, resolve, reject } = Promise.withResolvers<unknown>();
      const call: OpenCall = { message, resolve, reject, onProgress, stage: 'waiting' };
      const cancel = () => {
        // Once it is sent, the bench says how it ended: cancelled, or done before.
        if (call.stage === 'sent') send({ type: 'cancel', id });
        else take(id)?.reject(new Failure('cancelled', {}));
      };
      open.set(id, call);
      signal?.addEventListener('abort', cancel, { once: true });
      if (connected) begin(call);
      return promise.finally(() => signal?.removeEventListener('abort', cancel));
    },
    begin() {
      for (const call of [...open.values()]) {
        if (call.stage === 'waiting') begin(call);
      }
    },
    result: (id, value) => take(id)?.resolve(value),
    progress: (id, progress) => open.get(id)?.onProgress?.(progress),
    failed: (id, failure) => take(id)?.reject(failure),
    abandon() {
      for (const id of [...open.keys()]) take(id)?.reject(new Failure('door-closed', {}));
    },
  };
}
