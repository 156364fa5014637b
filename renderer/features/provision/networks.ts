/** Which network a board is to join, and what is known of its password. */
import type { HeardNetwork } from '../../../preload/contract/api.ts';
import type { Site } from '../../../preload/contract/settings.ts';

/**
 * `open`: none. `kept`: the bench knows it. `needed`: a person types it. `optional`: nobody knows whether there is one,
 * because the network is not heard.
 */
export type Secret = 'open' | 'kept' | 'needed' | 'optional';

export function secretOf(ssid: string, heard: readonly HeardNetwork[], sites: readonly Site[]): Secret {
  const network = heard.find((one) => one.ssid === ssid);
  const site = sites.find((one) => one.ssid === ssid);
  if (network?.secured === false) return 'open';
  if (site?.secret === 'known') return 'kept';
  if (network === undefined && site?.secret === 'none-needed') return 'open';
  return network === undefined && site === undefined ? 'optional' : 'needed';
}

/** What is chosen before anybody chose: the loudest stored site, else the loudest network. */
export function firstChoice(heard: readonly HeardNetwork[], sites: readonly Site[]): string | null {
  const stored = heard.find(({ ssid }) => sites.some((site) => site.ssid === ssid));
  return (stored ?? heard[0])?.ssid ?? null;
}

export type NameProblem = 'noName' | 'longName';
export type PasswordProblem = 'empty' | 'short';

export function nameProblem(ssid: string | null): NameProblem | null {
  if (ssid === null || ssid === '') return 'noName';
  return new TextEncoder().encode(ssid).length > 32 ? 'longName' : null;
}

/** As an access point would refuse it without asking: WPA2 has 8 to 63 characters, or 64 digits. */
export function passwordProblem(secret: Secret, password: string): PasswordProblem | null {
  if (secret === 'open' || secret === 'kept') return null;
  if (password === '') return secret === 'optional' ? null : 'empty';
  return password.length < 8 ? 'short' : null;
}
