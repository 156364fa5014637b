/** The door of this page: the desktop shell's bridge where there is one, the web door that served the page otherwise. */
import type { Bridge } from '../../preload/contract/bridge.ts';
import type { Channel } from '../../preload/contract/messages.ts';
import { bridgeChannel } from './bridge-channel.ts';
import { connectWeb } from './web-channel.ts';

declare global {
  interface Window {
    readonly bootbench?: Bridge;
  }
}

/** For `createClient`. */
export function openDoor(): Promise<Channel> {
  const { bootbench } = window;
  return bootbench === undefined ? connectWeb() : Promise.resolve(bridgeChannel(bootbench));
}
