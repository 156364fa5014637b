/**
 * The temporary profile of a visit, as Windows reads it: from a file, the only way that its own program takes one in.
 * Elements: Microsoft's "WLAN_profile schema" (learn.microsoft.com/windows/win32/nativewifi/wlan-profileschema-schema).
 */
import type { VisitId } from '../adapter.ts';
import { withSecretFile } from '../secret-file.ts';

/** The key itself instead of a passphrase (IEEE 802.11, 256 bit). */
const RAW_KEY = /^[0-9a-f]{64}$/i;

/** The profile's name is the visit's; the SSID goes as bytes, so that no spelling of it can be misread. */
export function profileXml({ session, ssid }: Pick<VisitId, 'session' | 'ssid'>, password: string): string {
  return [
    '<?xml version="1.0"?>',
    '<WLANProfile xmlns="http://www.microsoft.com/networking/WLAN/profile/v1">',
    `<name>${escaped(session)}</name>`,
    `<SSIDConfig><SSID><hex>${Buffer.from(ssid, 'utf8').toString('hex').toUpperCase()}</hex></SSID></SSIDConfig>`,
    '<connectionType>ESS</connectionType>',
    // Never chosen by Windows itself.
    '<connectionMode>manual</connectionMode>',
    `<MSM><security>${security(password)}</security></MSM>`,
    '</WLANProfile>',
    '',
  ].join('\n');
}

function security(password: string): string {
  const auth = (authentication: string, encryption: string) =>
    `<authEncryption><authentication>${authentication}</authentication><encryption>${encryption}</encryption><useOneX>false</useOneX></authEncryption>`;
  if (password === '') return auth('open', 'none');
  const keyType = RAW_KEY.test(password) ? 'networkKey' : 'passPhrase';
  return `${auth('WPA2PSK', 'AES')}<sharedKey><keyType>${keyType}</keyType><protected>false</protected><keyMaterial>${escaped(password)}</keyMaterial></sharedKey>`;
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

function escaped(text: string): string {
  return text.replaceAll(/[&<>"']/g, (one) => ENTITIES[one] ?? one);
}

/** Gives `work` the path of a file with this profile, and has it away again whatever happens. */
export function withProfileFile<T>(
  session: string,
  text: string,
  work: (path: string) => Promise<T>,
): Promise<T> {
  return withSecretFile(session, { name: 'profile.xml', text }, work);
}
