/**
 * The door in the desktop shell: lets messages through between page and bench, and knows nothing of them.
 *
 * Each document has a number of its own on its messages. A frame lives on when its page is reloaded, so what was meant
 * for the page before would reach the next one, which counts its calls from the beginning again.
 */
import { contextBridge, ipcRenderer } from 'electron';
import { BRIDGE, type Bridge, WIRE } from './contract/bridge.ts';

const page = crypto.randomUUID();

const bridge: Bridge = {
  send: (message) => ipcRenderer.send(WIRE, page, message),
  subscribe(listener) {
    const pass = (_: unknown, to: unknown, message: unknown) => {
      if (to === page) listener(message);
    };
    ipcRenderer.on(WIRE, pass);
    return () => {
      ipcRenderer.off(WIRE, pass);
    };
  },
};

contextBridge.exposeInMainWorld(BRIDGE, bridge);
