/** A channel over a MessagePort: two ends that run apart from each other, as those of Electron's IPC do. */
import type { Channel } from '../../preload/contract/messages.ts';
import { createEnds } from '../../renderer/api/ends.ts';

/** As much of a MessagePort as is needed; browsers and Node agree on it. */
export interface PortLike {
  postMessage(message: unknown): void;
  addEventListener(type: 'message', listener: (event: { data: unknown }) => void): void;
  addEventListener(type: 'close', listener: () => void): void;
  start(): void;
  close(): void;
}

/** The port begins to deliver when the first listener is there, so that nothing is missed. */
export function messagePortChannel(port: PortLike): Channel {
  const ends = createEnds();
  let started = false;
  port.addEventListener('message', ({ data }) => ends.receive(data));
  port.addEventListener('close', () => ends.end());
  return {
    send(message) {
      if (!ends.ended) port.postMessage(message);
    },
    onMessage(listener) {
      const stop = ends.onMessage(listener);
      if (!started) port.start();
      started = true;
      return stop;
    },
    onClose: ends.onClose,
    close() {
      port.close();
      ends.end();
    },
  };
}
