/** Which network a device is to join, as far as a person has said so. */
import type { PortalNetwork } from '../../../preload/contract/field.ts';
import type { Site } from '../../../preload/contract/settings.ts';
import { isDeviceName } from './lost-devices.ts';

/**
 * `open`: none. `kept`: the bench knows it. `needed`: a person types it. `optional`: nobody knows whether there is one,
 * because the network hides, or the device does not tell.
 */
export type Secret = 'open' | 'kept' | 'needed' | 'optional';

export interface NetworkDraft {
  readonly naming: 'list' | 'typed';
  /** Null: what is chosen by itself. */
  readonly ssid: string | null;
  readonly password: string;
  /** Of a stored site. */
  readonly uses: 'stored' | 'typed';
  /** What is wrong is shown. */
  readonly checked: boolean;
}

export const FIRST_NETWORK: NetworkDraft = {
  naming: 'list',
  ssid: null,
  password: '',
  uses: 'stored',
  checked: false,
};

export type NameProblem = 'noName' | 'longName';
export type PasswordProblem = 'empty' | 'short';

export interface WantedNetwork {
  readonly ssid: string | null;
  readonly secret: Secret;
  readonly name: NameProblem | null;
  readonly password: PasswordProblem | null;
  /** What is handed over; null while something is wrong. `password` left out: the one that the site keeps. */
  readonly order: { readonly ssid: string; readonly password?: string } | null;
}

export function wantedNetwork(
  draft: NetworkDraft,
  networks: readonly PortalNetwork[],
  sites: readonly Site[],
): WantedNetwork {
  const ssid = draft.naming === 'typed' ? (draft.ssid ?? '') : (draft.ssid ?? firstChoice(networks, sites));
  const secret = secretOf(ssid ?? '', draft, networks, sites);
  const name = nameProblem(ssid);
  const password = passwordProblem(secret, draft.password);
  const order = ssid === null || name !== null || password !== null ? null : orderOf(ssid, secret, draft);
  return { ssid, secret, name, password, order };
}

function orderOf(ssid: string, secret: Secret, { password }: NetworkDraft) {
  if (secret === 'kept') return { ssid };
  return { ssid, password: secret === 'open' ? '' : password };
}

/** The stored site that was chosen last, else the loudest network. */
function firstChoice(networks: readonly PortalNetwork[], sites: readonly Site[]): string | null {
  const chosenAt = ({ ssid }: PortalNetwork) => sites.find((site) => site.ssid === ssid)?.chosenAt ?? 0;
  const stored = networks
    .filter(({ ssid }) => sites.some((site) => site.ssid === ssid))
    .toSorted((a, b) => chosenAt(b) - chosenAt(a));
  return (stored[0] ?? inOrder(networks)[0])?.ssid ?? null;
}

/** Loudest first, each name once. Other devices in AP fallback are no network to join. */
export function inOrder(networks: readonly PortalNetwork[]): PortalNetwork[] {
  const offered = networks.filter(({ ssid }) => !isDeviceName(ssid));
  const sorted = offered.toSorted((a, b) => (b.rssi ?? -Infinity) - (a.rssi ?? -Infinity));
  return sorted.filter((one, at) => sorted.findIndex(({ ssid }) => ssid === one.ssid) === at);
}

function secretOf(
  ssid: string,
  { uses }: NetworkDraft,
  networks: readonly PortalNetwork[],
  sites: readonly Site[],
): Secret {
  const secured = networks.find((one) => one.ssid === ssid)?.secured ?? null;
  const site = sites.find((one) => one.ssid === ssid);
  if (secured === false) return 'open';
  if (uses === 'stored' && site?.secret === 'known') return 'kept';
  if (secured === null && site?.secret === 'none-needed') return 'open';
  return secured === true ? 'needed' : 'optional';
}

function nameProblem(ssid: string | null): NameProblem | null {
  if (ssid === null || ssid === '') return 'noName';
  return new TextEncoder().encode(ssid).length > 32 ? 'longName' : null;
}

/** As an access point would refuse it without asking: WPA2 has 8 to 63 characters, or 64 digits. */
function passwordProblem(secret: Secret, password: string): PasswordProblem | null {
  if (secret === 'open' || secret === 'kept') return null;
  if (password === '') return secret === 'optional' ? null : 'empty';
  return password.length < 8 ? 'short' : null;
}
