/** The key of a WPA2 network, as NetworkManager takes it in place of a password. */
import { pbkdf2 } from 'node:crypto';
import { promisify } from 'node:util';

/** IEEE 802.11i, annex H.4: how a passphrase becomes a key. */
const ROUNDS = 4096;
const BYTES = 32;
/** A passphrase has 63 characters at most, so this is the key itself. */
const RAW_KEY = /^[0-9a-f]{64}$/i;

/** 64 hex digits: no character that a file of secrets could mistake. */
export async function pskOf(ssid: string, password: string): Promise<string> {
  if (RAW_KEY.test(password)) return password.toLowerCase();
  return (await promisify(pbkdf2)(password, Buffer.from(ssid, 'utf8'), ROUNDS, BYTES, 'sha1')).toString(
    'hex',
  );
}
