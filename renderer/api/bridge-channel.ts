/** A channel over what the desktop shell puts into its page. Its end is the page's own: both go together. */
import type { Bridge, Channel } from '../../preload/contract/messages.ts';
import { createEnds } from './ends.ts';

export function bridgeChannel(bridge: Bridge): Channel {
  const ends = createEnds();
  const stop = bridge.onMessage((message) => ends.receive(message));
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
