/** NetworkManager's words and numbers, from its D-Bus reference (networkmanager.dev, "Types and Values"). */

export const NM = 'org.freedesktop.NetworkManager';
export const NM_PATH = '/org/freedesktop/NetworkManager';
export const SETTINGS_PATH = '/org/freedesktop/NetworkManager/Settings';
export const NOTHING = '/';

/** `NMDeviceType`. */
export const DEVICE_TYPE_WIFI = 2;

/** `NMDeviceState`, those that matter here. */
export const DEVICE = {
  unmanaged: 10,
  unavailable: 20,
  disconnected: 30,
  prepare: 40,
  needAuth: 60,
  activated: 100,
  deactivating: 110,
  failed: 120,
} as const;

/** `NMActiveConnectionState`. */
export const ACTIVE = { activating: 1, activated: 2, deactivating: 3, deactivated: 4 } as const;

/** `NMDeviceStateReason`, those that matter here. */
export const REASON = {
  configFailed: 4,
  ipConfigUnavailable: 5,
  ipConfigExpired: 6,
  noSecrets: 7,
  supplicantDisconnect: 8,
  supplicantConfigFailed: 9,
  supplicantFailed: 10,
  supplicantTimeout: 11,
  dhcpStartFailed: 15,
  dhcpError: 16,
  dhcpFailed: 17,
  removed: 36,
  sleeping: 37,
  connectionRemoved: 38,
  userRequested: 39,
  ssidNotFound: 53,
  newActivation: 60,
} as const;

/** `NM80211ApFlags`: wants WEP or WPA of those who join. */
export const AP_PRIVACY = 1;

/** A strength in percent is what NetworkManager makes of -100 to -40 dBm (`nm_wifi_utils_level_to_quality`); this is the way back. */
export function dbmOf(percent: number): number {
  return Math.round(-100 + 0.6 * Math.min(100, Math.max(0, percent)));
}
