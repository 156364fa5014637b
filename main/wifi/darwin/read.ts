/** What `networksetup` prints. It speaks English whatever the language of the computer. */
import type { Ran } from '../run.ts';

/** The adapter's name: Wi-Fi is en0 on a notebook and en1 beside a built-in Ethernet. Older systems call it AirPort. */
export function wifiPort(hardwarePorts: string): string | null {
  return /^Hardware Port: (?:Wi-Fi|AirPort)\r?\nDevice: (\w+)/m.exec(hardwarePorts)?.[1] ?? null;
}

export function isPowerOff(airportPower: string): boolean {
  return /\): Off\b/.test(airportPower);
}

/** Null where it is on none, and from macOS 15 on, where it says so of every network. */
export function currentNetwork(airportNetwork: string): string | null {
  const name = /^Current (?:Wi-Fi|AirPort) Network: (.+)$/m.exec(airportNetwork)?.[1]?.trim();
  return name === undefined || name === '' || name === '<redacted>' ? null : name;
}

/** What its answer to a join comes to. It ends with 0 when it failed as well. */
export function joinVerdict({ code, stdout, stderr }: Ran): 'joined' | 'not-found' | 'off' | 'refused' {
  const said = `${stdout}\n${stderr}`;
  if (/Could not find network|Failed to join/i.test(said)) return 'not-found';
  if (/power is (?:currently )?off|Wi-Fi is off|is not on\b/i.test(said)) return 'off';
  return code !== 0 || /error/i.test(said) ? 'refused' : 'joined';
}
