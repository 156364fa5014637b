/**
 * The kind of network that a rig without a radio has: a wire that is called like a Wi-Fi adapter. What is proved on it is all that
 * NetworkManager does with a connection of any kind; names, keys and scans are not (those: `nm-mock.ts`).
 */
import type { Medium } from '../../../main/wifi/linux/settings.ts';

/** `NM_DEVICE_TYPE_VETH`: it takes profiles for Ethernet. */
const DEVICE_TYPE_VETH = 20;

export const ethernet: Medium = {
  deviceType: DEVICE_TYPE_VETH,
  type: '802-3-ethernet',
  hears: false,
  sections: () => ({ '802-3-ethernet': {} }),
};
