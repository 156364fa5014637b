/**
 * A Mac as `networksetup` shows it. What it prints is as public sources report it:
 * - ports: github.com/sanchescom/php-wifi, tests/Fixtures/darwin/HardwarePorts.txt, with Wi-Fi at en1 (a Mac with Ethernet)
 * - the present network: github.com/facebook/buck, MacNetworkConfiguration.java; since macOS 15: github.com/dracula/tmux/issues/290
 * - a join that fails ends with 0: "Could not find network", "Failed to join network … Error: -3900" in public programs
 * - an adapter that is none: github.com/freshworkstudio/node-tasmota-installer/issues/3 (10), its words from buck
 * - "Wi-Fi Power (en0): On": public programs that look for it
 */

import type { OwnInterface } from '../../../main/wifi/index.ts';
import type { Ran, Run } from '../../../main/wifi/run.ts';
import type { RigAp } from '../../suites/wifi-suite.ts';

export const IFNAME = 'en1';
export const HOME = 'Büro-5G';

const PORTS = `
Hardware Port: Ethernet
Device: en0
Ethernet Address: 00:00:00:00:00:00

Hardware Port: Thunderbolt Bridge
Device: bridge0
Ethernet Address: 00:00:00:00:00:00

Hardware Port: Wi-Fi
Device: ${IFNAME}
Ethernet Address: 00:00:00:00:00:00

VLAN Configurations
===================
`;

export class FakeMac {
  readonly called: { file: string; args: readonly string[] }[] = [];
  readonly aps = new Map<string, RigAp>();
  /** Networks that it knows, the one that it prefers first. */
  preferred: string[] = [HOME];
  network: string | null = HOME;
  power: 'on' | 'off' = 'on';
  fault: 'none' | 'no-wifi' | 'refuses' | 'keeps-networks' = 'none';
  readonly #version: 'macOS 14' | 'macOS 15';

  constructor(version: 'macOS 14' | 'macOS 15') {
    this.#version = version;
  }

  readonly run: Run = async (file, args, { signal }) => {
    signal.throwIfAborted();
    this.called.push({ file, args });
    const ran = this.#networksetup(args);
    await new Promise((resolve) => setImmediate(resolve));
    signal.throwIfAborted();
    return ran;
  };

  readonly interfaces = (): readonly OwnInterface[] => {
    const own = (address: string): OwnInterface => ({ ifname: IFNAME, address, netmask: '255.255.255.0' });
    if (this.network === null) return [];
    const ap = this.aps.get(this.network);
    if (ap === undefined) return [own(this.network === HOME ? '10.40.0.23' : '10.50.0.7')];
    return [own(ap.dhcp === 'none' ? '169.254.7.9' : '192.168.4.16')];
  };

  #networksetup([verb, ifname, name = '', password]: readonly string[]): Ran {
    if (verb === '-listallhardwareports')
      return done(this.fault === 'no-wifi' ? PORTS.replace('Wi-Fi', 'Thunderbolt 1') : PORTS);
    if (ifname !== IFNAME)
      return {
        ...done(`${ifname} is not a Wi-Fi interface.\n** Error: Error obtaining wireless information.\n`),
        code: 10,
      };
    switch (verb) {
      case '-getairportpower':
        return done(`Wi-Fi Power (${ifname}): ${this.power === 'on' ? 'On' : 'Off'}\n`);
      case '-getairportnetwork':
        return done(this.#present());
      case '-setairportnetwork':
        return this.#join(name, password);
      case '-removepreferredwirelessnetwork':
        if (this.fault !== 'keeps-networks') this.preferred = this.preferred.filter((one) => one !== name);
        // No source was found for the words; that it may want an administrator: github.com/rgcr/m-cli/pull/135.
        return done('');
      case '-setairportpower':
        return this.#switch(name);
      default:
        throw new Error(`networksetup ${verb}: not known here`);
    }
  }

  #present(): string {
    const isTold = this.#version === 'macOS 14' && this.network !== null;
    return isTold
      ? `Current Wi-Fi Network: ${this.network}\n`
      : 'You are not associated with an AirPort network.\n';
  }

  #join(name: string, password: string | undefined): Ran {
    if (this.fault === 'refuses')
      return { code: 1, stdout: '', stderr: 'Not authorized to control Wi-Fi.\n' };
    const ap = this.aps.get(name);
    if (ap === undefined) return done(`Could not find network ${name}.\n`);
    if ((ap.password ?? '') !== (password ?? ''))
      return done(
        `Failed to join network ${name}.\nError: -3900  The operation couldn’t be completed. (com.apple.wifi.apple80211API.error error -3900.)\n`,
      );
    this.network = name;
    this.preferred = [name, ...this.preferred.filter((one) => one !== name)];
    return done('');
  }

  #switch(power: string): Ran {
    this.power = power === 'on' ? 'on' : 'off';
    this.network = null;
    if (this.power === 'on') this.network = this.preferred[0] ?? null;
    return done('');
  }
}

const done = (stdout: string): Ran => ({ code: 0, stdout, stderr: '' });
