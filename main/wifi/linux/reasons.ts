/** What NetworkManager's reasons and errors come to for a person. Tables only: `test/wifi/linux/reasons.test.ts` reads them line by line. */
import { platform } from 'node:os';
import { Failure } from '../../../preload/contract/errors.ts';
import { BusError } from './bus.ts';
import { NM, REASON } from './nm-names.ts';

const ENDED: ReadonlyMap<number, 'ap-wrong-password' | 'ap-no-address' | 'wifi-off' | 'wifi-moved-on'> =
  new Map([
    // A key that is wrong ends as "no secrets": it asked for another one, and nobody had it.
    [REASON.noSecrets, 'ap-wrong-password'],
    [REASON.supplicantConfigFailed, 'ap-wrong-password'],
    [REASON.ipConfigUnavailable, 'ap-no-address'],
    [REASON.ipConfigExpired, 'ap-no-address'],
    [REASON.dhcpStartFailed, 'ap-no-address'],
    [REASON.dhcpError, 'ap-no-address'],
    [REASON.dhcpFailed, 'ap-no-address'],
    [REASON.removed, 'wifi-off'],
    [REASON.sleeping, 'wifi-off'],
    [REASON.userRequested, 'wifi-moved-on'],
    [REASON.newActivation, 'wifi-moved-on'],
    [REASON.connectionRemoved, 'wifi-moved-on'],
  ]);

/** Why a join ended. Whatever is left over has to do with the access point, which was not there, or not for long enough. */
export function joinFailure(reason: number, ssid: string): Failure {
  const code = ENDED.get(reason) ?? 'ap-not-found';
  const cause = new Error(`NetworkManager: device state reason ${reason}`);
  return code === 'wifi-off' ? new Failure(code, {}, cause) : new Failure(code, { ssid }, cause);
}

const DENIED = new Set([
  `${NM}.PermissionDenied`,
  `${NM}.NotPrivileged`,
  `${NM}.Settings.PermissionDenied`,
  `${NM}.Settings.NotPrivileged`,
  `${NM}.Device.NotAllowed`,
  'org.freedesktop.DBus.Error.AccessDenied',
  'org.freedesktop.DBus.Error.AuthFailed',
  'org.freedesktop.DBus.Error.InteractiveAuthorizationRequired',
]);

/** What was thrown while NetworkManager was asked, as a `Failure`; anything else as it is. */
export function nmFailure(error: unknown): unknown {
  if (!(error instanceof BusError)) return error;
  if (DENIED.has(error.name))
    return new Failure('wifi-denied', { os: platform(), why: error.message }, error);
  return new Failure('unexpected', { detail: `NetworkManager: ${error.message}` }, error);
}
