/** A channel over the desktop shell's bridge. The bridge lasts as long as the page; either side may end a channel before. */
import type { Bridge } from '../../preload/contract/bridge.ts';
import type { Channel } from '../../preload/contract/messages.ts';
import { createEnds } from './ends.ts';

export function bridgeChannel(bridge: Bridge): Channel {
  const ends = createEnds();
  const end = () => {
    stop();
    ends.end();
  };
  const stop = bridge.subscribe((message) => {
    if (message === null) end();
    else ends.receive(message);
  });
  return {
    send(message) {
      if (!ends.ended) bridge.send(message);
    },
    onMessage: ends.onMessage,
    onClose: ends.onClose,
    close() {
      if (ends.ended) return;
      bridge.send(null);
      end();
    },
  };
}
