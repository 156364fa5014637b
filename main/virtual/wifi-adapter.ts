/** The program's hand on the Wi-Fi of the virtual laptop: joins a board's access point, and brings it home. */
import { PORTAL_ADDRESS, VIRTUAL_HOME, type WifiAdapter } from '../wifi/index.ts';
import { LAPTOP_IFNAME, type Laptop, type Stay } from './laptop.ts';
import type { Radio } from './radio.ts';

export function createVirtualAdapter(radio: Radio, laptop: Laptop): WifiAdapter {
  /** Stays that this program began, by the session of their visit. */
  const ours = new Map<string, Stay>();

  return {
    kind: 'virtual',
    async scan() {
      return radio.heard().map(({ ssid, rssi, secured }) => ({ ssid, rssi, secured }));
    },
    async home() {
      const { name } = laptop.home;
      return { ifname: LAPTOP_IFNAME, id: `${VIRTUAL_HOME}${name}`, name };
    },
    async join({ session, ssid, password }, { signal } = {}) {
      signal?.throwIfAborted();
      ours.set(session, await laptop.join({ ssid, password }));
    },
    async restore({ session }) {
      const stay = ours.get(session);
      ours.delete(session);
      const elsewhere = laptop.stay !== null && laptop.stay !== stay;
      await stay?.leave();
      return elsewhere ? 'moved-on' : 'home';
    },
    interfaces: () => laptop.interfaces,
    route: () => ({ address: laptop.stay?.portal ?? PORTAL_ADDRESS }),
  };
}
