/** Which network a board is to join, and what is known of its password. */
import type { HeardNetwork } from '../../../preload/contract/api.ts';
import type { Site } from '../../../preload/contract/settings.ts';
import { signalLevel } from '../../components/index.ts';

/**
 * `open`: none. `kept`: the bench knows it. `needed`: a person types it. `optional`: nobody knows whether there is one,
 * because the network is not heard, or says that it is secured in a way that nobody knows.
 */
export type Secret = 'open' | 'kept' | 'needed' | 'optional';

export function secretOf(ssid: string, heard: readonly HeardNetwork[], sites: readonly Site[]): Secret {
  const network = heard.find((one) => one.ssid === ssid);
  const site = sites.find((one) => one.ssid === ssid);
  if (network?.security === 'open') return 'open';
  if (site?.secret === 'known') return 'kept';
  const unclear = network === undefined || network.security === 'unknown';
  if (unclear && site?.secret === 'none-needed') return 'open';
  return unclear && site === undefined ? 'optional' : 'needed';
}

/** What is chosen before anybody chose: the stored site that was chosen last, else the loudest one, else the loudest network. */
export function firstChoice(heard: readonly HeardNetwork[], sites: readonly Site[]): string | null {
  const stored = heard
    .filter(({ ssid }) => sites.some((site) => site.ssid === ssid))
    .sort((a, b) => chosenAt(b, sites) - chosenAt(a, sites) || b.rssi - a.rssi);
  return (stored[0] ?? heard[0])?.ssid ?? null;
}

/** Loudest first; of those with as many bars the stored ones first, and of these the one that was chosen last. */
export function inOrder(heard: readonly HeardNetwork[], sites: readonly Site[]): HeardNetwork[] {
  const known = ({ ssid }: HeardNetwork) => Number(sites.some((site) => site.ssid === ssid));
  return heard.toSorted(
    (a, b) =>
      signalLevel(b.rssi) - signalLevel(a.rssi) ||
      known(b) - known(a) ||
      chosenAt(b, sites) - chosenAt(a, sites) ||
      b.rssi - a.rssi,
  );
}

function chosenAt({ ssid }: HeardNetwork, sites: readonly Site[]): number {
  return sites.find((site) => site.ssid === ssid)?.chosenAt ?? 0;
}

export type NameProblem = 'noName' | 'longName' | 'enterprise';
export type PasswordProblem = 'empty' | 'short';

export function nameProblem(ssid: string | null, heard: readonly HeardNetwork[]): NameProblem | null {
  if (ssid === null || ssid === '') return 'noName';
  if (heard.find((one) => one.ssid === ssid)?.security === 'enterprise') return 'enterprise';
  return new TextEncoder().encode(ssid).length > 32 ? 'longName' : null;
}

/** As an access point would refuse it without asking: WPA2 has 8 to 63 characters, or 64 digits. */
export function passwordProblem(secret: Secret, password: string): PasswordProblem | null {
  if (secret === 'open' || secret === 'kept') return null;
  if (password === '') return secret === 'optional' ? null : 'empty';
  return password.length < 8 ? 'short' : null;
}
