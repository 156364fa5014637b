/** A Wi-Fi network while it is typed, and what is wrong with it, by field. */
import { settingsText } from '../../text/settings.ts';
import type { Wrong } from './recipe-draft.ts';

export interface SiteDraft {
  readonly ssid: string;
  readonly kind: 'secured' | 'open';
  readonly password: string;
}

/** Bytes that IEEE 802.11 has for a name. */
const SSID_LIMIT = 32;

/** `taken`: names of the other sites. */
export function wrongSite(
  { ssid, kind, password }: SiteDraft,
  taken: readonly string[],
): Wrong<'ssid' | 'password'> {
  const text = settingsText.sites.wrong;
  return {
    ...(ssid === '' ? { ssid: text.nameless } : {}),
    ...(bytesOf(ssid) > SSID_LIMIT ? { ssid: text.long } : {}),
    ...(taken.includes(ssid) ? { ssid: text.exists } : {}),
    ...(kind === 'secured' && !isPassword(password) ? { password: text.password } : {}),
  };
}

/** A WPA passphrase of 8 to 63 bytes, or the key itself in 64 hex digits. */
function isPassword(password: string): boolean {
  const bytes = bytesOf(password);
  return (bytes >= 8 && bytes <= 63) || /^[0-9a-f]{64}$/i.test(password);
}

const bytesOf = (text: string) => new TextEncoder().encode(text).length;
