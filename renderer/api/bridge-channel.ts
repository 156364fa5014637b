/** A channel over the desktop shell's bridge, which lasts as long as the page: only the page itself can end it. */
import type { Bridge } from '../../preload/contract/bridge.ts';
import type { Channel } from '../../preload/contract/messages.ts';
import { createEnds } from './ends.ts';

export function bridgeChannel(bridge: Bridge): Channel {
  const ends = createEnds();
  const stop = bridge.subscribe((message) => ends.receive(message));
  return {
    send(message) {
      if (!ends.ended) bridge.send(message);
    },
    onMessage: ends.onMessage,
    onClose: ends.onClose,
    close() {
      stop();
      ends.end();
    },
  };
}
