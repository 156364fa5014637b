/** Two ends of a channel within one process: plain, and over a MessagePort. */
import { MessageChannel } from 'node:worker_threads';
import type { Channel } from '../../preload/contract/messages.ts';
import { createEnds, type Ends } from '../../renderer/api/ends.ts';
import { messagePortChannel, type PortLike } from './message-port-channel.ts';

export type Pair = readonly [near: Channel, far: Channel];

/** Delivers copies in later microtasks, in order, as every real channel does. */
export function memoryPair(): Pair {
  const near = createEnds();
  const far = createEnds();
  return [endOf(near, far), endOf(far, near)];
}

function endOf(own: Ends, other: Ends): Channel {
  return {
    send(message) {
      if (own.ended) return;
      const copy: unknown = structuredClone(message);
      queueMicrotask(() => other.receive(copy));
    },
    onMessage: own.onMessage,
    onClose: own.onClose,
    close() {
      own.end();
      queueMicrotask(() => other.end());
    },
  };
}

export function portPair(): Pair {
  const { port1, port2 } = new MessageChannel();
  return [messagePortChannel(port1 as unknown as PortLike), messagePortChannel(port2 as unknown as PortLike)];
}
