/** What a provisioning job is asked for, what it works with, and the phases that it goes through. */
import { Failure } from '../../preload/contract/errors.ts';
import type { Passport, Recipe } from '../../preload/contract/models.ts';
import type { Boards } from '../boards/index.ts';
import type { Registry } from '../devices/index.ts';
import type { JobPhase } from '../jobs/index.ts';
import type { PinnedKey } from '../ota/index.ts';
import type { Visitor, WifiAdapter } from '../wifi/index.ts';
import type { AppTypes } from './app-types.ts';

export type ProvisionPhase =
  | 'identify'
  | 'write'
  | 'restart'
  | 'wifi'
  | 'update'
  | 'register'
  | 'status'
  | 'blink'
  | 'passport';

export const PROVISION_PHASES: readonly JobPhase<ProvisionPhase>[] = [
  { name: 'identify', weight: 5 },
  { name: 'write', weight: 30 },
  { name: 'restart', weight: 5 },
  { name: 'wifi', weight: 20 },
  { name: 'update', weight: 25 },
  { name: 'register', weight: 5 },
  { name: 'status', weight: 2 },
  { name: 'blink', weight: 6 },
  { name: 'passport', weight: 2 },
];

/** A Wi-Fi network and its secret. */
export interface Site {
  readonly ssid: string;
  /** Empty: open. */
  readonly password: string;
}

export interface ProvisionRequest {
  readonly port: string;
  readonly recipe: Recipe;
  /** The Wi-Fi that the board is to join. Its password lives as long as the job. */
  readonly site: Site;
  /** Base URL of the OTA API as the board will reach it. */
  readonly api: string;
  /** WPA2 password of the board's own access point; without one it is open. */
  readonly apPassword?: string | undefined;
  /** What becomes of files that somebody else put on the board; a person is asked unless it is said. */
  readonly foreign?: 'ask' | 'back-up' | 'overwrite' | undefined;
  /** Keys of which one must sign what the board takes from then on; none: it takes what is not signed. */
  readonly otaKeys?: readonly PinnedKey[] | undefined;
}

/**
 * What a radio would refuse anyway is refused before anything is written.
 * @throws Failure `bad-input`
 */
export function checkOrder({ site, apPassword }: Pick<ProvisionRequest, 'site' | 'apPassword'>): void {
  const check = (field: string, text: string, [from, to]: readonly [number, number]) => {
    const bytes = Buffer.byteLength(text);
    if (bytes >= from && bytes <= to) return;
    throw new Failure('bad-input', {
      field,
      problem: `it must have ${from} to ${to} bytes and has ${bytes}`,
    });
  };
  check('the name of the Wi-Fi', site.ssid, [1, 32]);
  // A WPA passphrase, or the key itself in 64 hex digits (IEEE 802.11, PSK mapping).
  if (site.password !== '') check(`the password of ${site.ssid}`, site.password, [8, 64]);
  if (apPassword !== undefined) check("the password of the board's own network", apPassword, [8, 63]);
}

export interface ProvisionDeps {
  readonly boards: Boards;
  readonly wifi: WifiAdapter;
  readonly visitor: Visitor;
  readonly registry: Registry;
  readonly appTypes: AppTypes;
  /** `firmware/boot.py`, lean. */
  readonly bootPy: Uint8Array;
  /** Where backups of boards lie. */
  readonly backups: string;
  readonly savePassport: (passport: Passport) => Promise<void>;
  /** Keeps which keys the board with this MAC pins. */
  readonly savePins: (mac: string, keyIds: readonly string[]) => Promise<void>;
  /** Unix milliseconds. */
  readonly now: () => number;
}
