/**
 * Windows as `netsh` and PowerShell show it: profiles, an adapter, what is in the air. What it prints is as public sources report
 * it; where none was found it says so. Numbers of adapters are those of the class MSFT_NetAdapter.
 */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname } from 'node:path';
import type { OwnInterface } from '../../../main/wifi/index.ts';
import type { Ran, Run } from '../../../main/wifi/run.ts';
import type { RigAp } from '../../suites/wifi-suite.ts';

export const IFNAME = 'WLAN 2';
export const HOME = 'Büro-5G';

/** One program that was run. */
export interface Called {
  readonly file: string;
  readonly args: readonly string[];
}

interface Profile {
  readonly ssid: string;
  readonly password: string;
}

/** What `netsh` prints. Only people read it: every test must come to the same in a language that nobody speaks. */
export type Language = 'English' | 'none';
const ENGLISH = {
  // github.com: AutoLogin#9
  asked: 'Connection request was completed successfully.\r\n',
  // github.com/buscseik/WifiTools/issues/11
  added: 'Profile … is added on interface ….\r\n',
  noInterface: 'There is no such wireless interface on the system.\r\n',
  // Public programs look for this sentence.
  noProfile: 'There is no profile "…" assigned to the specified interface.\r\n',
  // No source was found for the words of these.
  shown: 'Profile information\r\n',
  deleted: 'Profile … is deleted from interface ….\r\n',
  refused: 'Access is denied.\r\n',
  noFile: 'The file cannot be found.\r\n',
  noScripts: 'Running scripts is disabled on this system.\r\n',
} as const;

export class FakeWindows {
  readonly called: Called[] = [];
  readonly aps = new Map<string, RigAp>();
  readonly profiles = new Map<string, Profile>([[HOME, { ssid: HOME, password: 'the-home-password' }]]);
  /** Failures to join, as the event log keeps them. */
  readonly events: { profile: string; reason: number }[] = [];
  /** SSID of the network it is on. */
  network: string | null = HOME;
  /** What the files were that `netsh` read. */
  readonly read: { path: string; mode: number; folderMode: number; text: string }[] = [];
  /** What somebody has set wrong. */
  fault: 'none' | 'no-powershell' | 'no-event-log' | 'disabled' | 'no-adapter' | 'profiles-locked' = 'none';

  readonly run: Run = async (file, args, { signal }) => {
    signal.throwIfAborted();
    this.called.push({ file, args });
    const said = file.endsWith('\\netsh.exe') ? this.#netsh(args) : this.#powershell(args.at(-1) ?? '');
    await new Promise((resolve) => setImmediate(resolve));
    signal.throwIfAborted();
    return said;
  };

  readonly interfaces = (): readonly OwnInterface[] => {
    const own = (address: string): OwnInterface => ({ ifname: IFNAME, address, netmask: '255.255.255.0' });
    if (this.network === null) return [];
    const ap = this.aps.get(this.network);
    if (ap === undefined) return [own(this.network === HOME ? '10.40.0.23' : '10.50.0.7')];
    return [own(ap.dhcp === 'none' ? '169.254.7.9' : '192.168.4.16')];
  };

  readonly #language: Language;

  constructor(language: Language = 'none') {
    this.#language = language;
  }

  #said(what: keyof typeof ENGLISH): string {
    return this.#language === 'English' ? ENGLISH[what] : ENGLISH[what].replaceAll(/\w/g, '☐');
  }

  leftovers(session: string): string[] {
    return [
      ...[...this.profiles.keys()].filter((name) => name === session),
      ...readdirSync(tmpdir()).filter((name) => name.startsWith(session)),
    ];
  }

  #netsh([context, verb, ...rest]: readonly string[]): Ran {
    if (context !== 'wlan') throw new Error(`netsh ${context}: not known here`);
    const given = new Map(rest.map((one) => [one.split('=', 1)[0] ?? '', one.slice(one.indexOf('=') + 1)]));
    const name = given.get('name') ?? '';
    if (given.get('interface') !== IFNAME) return failed(this.#said('noInterface'));
    switch (verb) {
      case 'add':
        return this.#add(given.get('filename') ?? '', given.get('user'));
      case 'connect':
        return this.#connect(name);
      case 'delete':
        return this.#delete(name);
      case 'show':
        return this.profiles.has(name) ? done(this.#said('shown')) : failed(this.#said('noProfile'));
      default:
        throw new Error(`netsh wlan ${verb}: not known here`);
    }
  }

  #add(path: string, user: string | undefined): Ran {
    if (this.fault === 'profiles-locked' || user !== 'current') return failed(this.#said('refused'));
    if (!existsSync(path)) return failed(this.#said('noFile'));
    const text = readFileSync(path, 'utf8');
    const mode = (at: string) => statSync(at).mode & 0o777;
    this.read.push({ path, mode: mode(path), folderMode: mode(dirname(path)), text });
    const of = (tag: string) => new RegExp(`<${tag}>(.*?)</${tag}>`, 's').exec(text)?.[1];
    const name = unescaped(of('name') ?? '');
    const ssid = Buffer.from(of('hex') ?? '', 'hex').toString('utf8');
    this.profiles.set(name, { ssid, password: unescaped(of('keyMaterial') ?? '') });
    return done(this.#said('added'));
  }

  #connect(name: string): Ran {
    const profile = this.profiles.get(name);
    if (profile === undefined) return failed(this.#said('noProfile'));
    if (name === HOME) {
      this.network = HOME;
      return done(this.#said('asked'));
    }
    const ap = this.aps.get(profile.ssid);
    // Asked is all that it was: what becomes of it is told by the event log, and by the address.
    if (ap === undefined) this.events.unshift({ profile: name, reason: 163_851 });
    else if ((ap.password ?? '') !== profile.password)
      this.events.unshift({ profile: name, reason: 294_932 });
    else this.network = ap.ssid;
    if (this.network !== ap?.ssid && this.network !== HOME) this.network = HOME;
    return done(this.#said('asked'));
  }

  #delete(name: string): Ran {
    const profile = this.profiles.get(name);
    if (profile === undefined) return failed(this.#said('noProfile'));
    this.profiles.delete(name);
    if (this.network === profile.ssid) this.network = null;
    return done(this.#said('deleted'));
  }

  #powershell(script: string): Ran {
    if (this.fault === 'no-powershell') return failed(this.#said('noScripts'));
    if (script.includes('Get-WinEvent'))
      return done(JSON.stringify(this.fault === 'no-event-log' ? [] : this.events.map(asEvent)));
    const isOn = this.network !== null;
    const wifi = {
      Name: IFNAME,
      NdisPhysicalMedium: 9,
      InterfaceAdminStatus: this.fault === 'disabled' ? 2 : 1,
      MediaConnectState: isOn ? 1 : 2,
    };
    const cable = { Name: 'Ethernet', NdisPhysicalMedium: 14, InterfaceAdminStatus: 1, MediaConnectState: 2 };
    const networks = isOn ? [{ InterfaceAlias: IFNAME, Name: this.network }] : [];
    const adapters = this.fault === 'no-adapter' ? [cable] : [cable, wifi];
    // A mark of byte order in front, as PowerShell may put it there.
    return done(`\uFEFF${JSON.stringify({ adapters, networks })}\r\n`);
  }
}

/** Event 8002's data: all of it is text. */
const asEvent = ({ profile, reason }: { profile: string; reason: number }) => ({
  profile,
  reason: String(reason),
});

const done = (stdout: string): Ran => ({ code: 0, stdout, stderr: '' });
const failed = (stdout: string): Ran => ({ code: 1, stdout, stderr: '' });

function unescaped(text: string): string {
  const names: Record<string, string> = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' };
  return text.replaceAll(/&(\w+);/g, (_, name: string) => names[name] ?? `&${name};`);
}
