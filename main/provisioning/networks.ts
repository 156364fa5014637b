/** What a board hears with its own radio, asked over the cable. */
import { z } from 'zod';
import type { HeardNetwork, NetworkSecurity } from '../../preload/contract/api.ts';
import { Failure } from '../../preload/contract/errors.ts';
import { type Boards, thenRestart } from '../boards/index.ts';

/** Leaves the radio as it was found. Names go as hex: they are bytes, and need not be text. */
const SCAN = `
import network, json, sys, binascii
w = network.WLAN(network.STA_IF)
on = w.active()
w.active(True)
found = w.scan()
w.active(on)
print(json.dumps([sys.platform, [[binascii.hexlify(n[0]).decode(), n[3], n[2], n[4]] for n in found]]))
`;

/** `sys.platform`, then name, dBm, channel and the number for how it is secured. */
const answer = z.tuple([
  z.string(),
  z.array(z.tuple([z.string().regex(/^([0-9a-f]{2})*$/), z.number(), z.number(), z.number()])),
]);

/** What an ESP32 calls them: `wifi_auth_mode_t` of ESP-IDF 5, in its order. */
const ESP32: readonly NetworkSecurity[] = [
  'open',
  'wep',
  'wpa',
  'wpa2',
  'wpa2', // WPA and WPA2
  'enterprise',
  'wpa3',
  'wpa3', // WPA2 and WPA3
  'unknown', // WAPI
  'unknown', // OWE: no password, and still not open
  'enterprise', // WPA3, 192 bits
  'wpa3', // WPA3 extended
  'wpa3',
  'unknown', // DPP
  'enterprise',
  'enterprise',
  'enterprise',
];
/** What the radio of a Pico W tells, as bits. RSN is WPA2 and all that came after it. */
const PRIVACY = 1;
const WPA = 2;
const RSN = 4;

/** How a network is secured, from the number that a scan on this platform gives. */
export function securityOf(platform: string, code: number): NetworkSecurity {
  if (platform === 'esp32') return ESP32[code] ?? 'unknown';
  if (platform !== 'rp2') return code === 0 ? 'open' : 'unknown';
  if (code === 0) return 'open';
  if ((code & RSN) !== 0) return 'wpa2';
  if ((code & WPA) !== 0) return 'wpa';
  return code === PRIVACY ? 'wep' : 'unknown';
}

/**
 * Strongest first, each name once. The board's program is interrupted, and started again by a reset: also when nobody
 * waits for the list any more, and the board is there again before this ends.
 * @throws Failure as `Boards.work`, `Board.exec` and `Board.hardReset`, `board-protocol` for an answer that is none
 */
export async function listenForNetworks(
  boards: Boards,
  path: string,
  options: { signal: AbortSignal },
): Promise<HeardNetwork[]> {
  return boards.work(path, { ...options, who: 'scan', as: 'call' }, async (board) =>
    networksOf(await thenRestart(board, () => board.exec(SCAN, options)), path),
  );
}

/** What the board told, as it is read here. @throws Failure `board-protocol` */
export function networksOf(text: string, port: string): HeardNetwork[] {
  try {
    const [platform, rows] = answer.parse(JSON.parse(text));
    const heard = rows.flatMap(([hex, rssi, channel, code]): HeardNetwork[] => {
      const ssid = nameOf(hex);
      return ssid === null ? [] : [{ ssid, rssi, channel, security: securityOf(platform, code) }];
    });
    const strongest = heard.sort((a, b) => b.rssi - a.rssi);
    return strongest.filter((one, at) => strongest.findIndex(({ ssid }) => ssid === one.ssid) === at);
  } catch (error) {
    throw new Failure('board-protocol', { port, detail: 'its list of networks cannot be read' }, error);
  }
}

/** Null for a hidden network, which has no name or one of zeros, and for a name that is no text and cannot be typed. */
function nameOf(hex: string): string | null {
  if (/^(00)*$/.test(hex)) return null;
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Buffer.from(hex, 'hex'));
  } catch {
    return null;
  }
}
