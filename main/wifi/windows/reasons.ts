/** `WLAN_REASON_CODE` (wlanapi.h) in the words of this program. */
import type { Failure } from '../../../preload/contract/errors.ts';

type JoinCode = Extract<Failure['code'], 'ap-not-found' | 'ap-wrong-password' | 'ap-no-address'>;

/** `WLAN_REASON_CODE_KEY_MISMATCH`. */
const KEY_MISMATCH = 163_853;
/** `WLAN_REASON_CODE_MSMSEC_MIN` to `_MAX`: the handshake of keys, `PSK_MISMATCH_SUSPECTED` (294932) and its time-outs among them. */
const SECURITY = { first: 262_144, last: 327_679 } as const;
/** `WLAN_REASON_CODE_SECURITY_FAILURE`, `_SECURITY_TIMEOUT`. */
const SECURITY_OTHER = new Set([229_382, 229_383]);

export function joinCode(reason: number): JoinCode {
  const isKey =
    reason === KEY_MISMATCH ||
    SECURITY_OTHER.has(reason) ||
    (reason >= SECURITY.first && reason <= SECURITY.last);
  return isKey ? 'ap-wrong-password' : 'ap-not-found';
}
