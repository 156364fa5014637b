/**
 * What `boot.py` says on the console while it boots: `boot: <word> …`. The grammar stands in `docs/protocol.md`,
 * under "Console"; this file reads it.
 */

/** The reasons that a device gives for standing in AP fallback. */
export type ApReason = 'no-credentials' | 'wrong-password' | 'no-network' | 'no-address';

export type BootLine =
  | { word: 'start'; deviceType: string; mac: string }
  | { word: 'connected'; ip: string; rssi: number }
  | { word: 'ap'; ssid: string; ip: string; reason: ApReason }
  | { word: 'update'; what: 'update' | 'hotfix'; files: number; set: string }
  | { word: 'staged'; name: string; bytes: number }
  | { word: 'refused'; why: string }
  | { word: 'offline'; why: string }
  | { word: 'no-ota'; why: string }
  | { word: 'up-to-date' };

type Reader = (match: RegExpExecArray) => BootLine | null;

const READERS: readonly (readonly [RegExp, Reader])[] = [
  [
    /^start (\S+) mac=([0-9a-f]{12})/,
    ([, deviceType = '', mac = '']) => ({ word: 'start', deviceType, mac }),
  ],
  [
    /^wifi connected (\S+)(?: rssi (-?\d+))?/,
    ([, ip = '', rssi]) => ({ word: 'connected', ip, rssi: Number(rssi ?? 0) }),
  ],
  [/^ap (".*"|\S+) (\S+) reason=([\w-]+)/, ([, ssid = '', ip = '', reason = '']) => apLine(ssid, ip, reason)],
  [
    /^(update|hotfix) (\d+) files set=([0-9a-f]*)/,
    ([, what, files, set = '']) => ({
      word: 'update',
      what: what === 'hotfix' ? 'hotfix' : 'update',
      files: Number(files),
      set,
    }),
  ],
  [/^staged (\S+) (\d+)/, ([, name = '', bytes]) => ({ word: 'staged', name, bytes: Number(bytes) })],
  // A hotfix that is refused leaves the type's own files as they are: nothing that provisioning waits for.
  [/^refused update ?(.*)/, ([, why = '']) => ({ word: 'refused', why })],
  [/^offline ?(.*)/, ([, why = '']) => ({ word: 'offline', why })],
  [/^no-ota ?(.*)/, ([, why = '']) => ({ word: 'no-ota', why })],
  [/^up to date/, () => ({ word: 'up-to-date' })],
];

function apLine(ssid: string, ip: string, reason: string): BootLine | null {
  switch (reason) {
    case 'no-credentials':
    case 'wrong-password':
    case 'no-network':
    case 'no-address':
      return { word: 'ap', ssid: unquote(ssid), ip, reason };
    default:
      return null;
  }
}

function unquote(json: string): string {
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === 'string' ? value : json;
  } catch {
    return json;
  }
}

/** The line's meaning, or null for a line that is not the firmware's or means nothing here. */
export function parseBootLine(line: string): BootLine | null {
  const text = /^boot: (.*)$/.exec(line.trim())?.[1];
  if (text === undefined) return null;
  for (const [pattern, read] of READERS) {
    const match = pattern.exec(text);
    if (match) return read(match);
  }
  return null;
}
