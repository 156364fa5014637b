/**
 * What this machine has that some tests need. A suite asks here whether it can run; `run.ts` says what is left out.
 */
import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

export interface Capability {
  readonly name: string;
  readonly here: boolean;
  /** What stays untested without it. */
  readonly leavesOut: string;
  /** How to get it. */
  readonly remedy: string;
}

/** True when a program of this name lies in the PATH. */
export function hasProgram(name: string): boolean {
  const names = process.platform === 'win32' ? [`${name}.exe`, `${name}.cmd`] : [name];
  return (process.env.PATH ?? '')
    .split(delimiter)
    .filter((folder) => folder !== '')
    .some((folder) => names.some((file) => isExecutable(join(folder, file))));
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** A pair of connected serial ports made by socat; Windows has no pseudo-terminals that serialport could open. */
export const canMakePty = process.platform !== 'win32' && hasProgram('socat');

/** Where a Chromium lies: the one named in `CHROMIUM`, or Debian's. */
export const chromiumPath: string | undefined = [
  process.env.CHROMIUM ?? '',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
].find((path) => path !== '' && isExecutable(path));

export const canRunChromium = chromiumPath !== undefined;

const isLinux = process.platform === 'linux';

/** NetworkManager's own daemon and nmcli, in network namespaces of the test's own: root, and not in every container. */
export const canRunNetworkManager =
  isLinux &&
  process.getuid?.() === 0 &&
  ['NetworkManager', 'nmcli', 'dbus-daemon', 'dnsmasq', 'ip', 'setpriv', 'unshare', 'socat'].every(
    hasProgram,
  ) &&
  spawnSync('unshare', ['--net', '--mount', 'true'], { stdio: 'ignore' }).status === 0;

/** nmcli, and a NetworkManager of a test's own: python3-dbusmock lies with the system's Python. */
export const canMockNetworkManager =
  isLinux &&
  ['nmcli', 'dbus-daemon', 'setpriv'].every(hasProgram) &&
  spawnSync('/usr/bin/python3', ['-c', 'import dbusmock'], { stdio: 'ignore' }).status === 0;

export function capabilities(): Capability[] {
  return [
    {
      name: 'Chromium',
      here: canRunChromium,
      leavesOut: 'the pages driven in a browser, test/e2e; their parts are still tested without one',
      remedy:
        process.platform === 'linux' ? 'apt-get install chromium' : 'its path in the environment as CHROMIUM',
    },
    {
      name: 'pseudo-terminals (socat)',
      here: canMakePty,
      leavesOut: 'the serial suite over a real serial port driver; it still runs on virtual boards',
      remedy:
        process.platform === 'win32'
          ? 'they do not exist on Windows'
          : process.platform === 'darwin'
            ? 'brew install socat'
            : 'apt-get install socat',
    },
    {
      name: 'NetworkManager in a network namespace',
      here: canRunNetworkManager,
      leavesOut: 'visits on the real NetworkManager, test/wifi/linux; its tables are still tested',
      remedy: isLinux
        ? 'as root, where namespaces are allowed: apt-get install network-manager dbus iproute2 dnsmasq-base socat'
        : 'it exists on Linux',
    },
    {
      name: 'NetworkManager mock',
      here: canMockNetworkManager,
      leavesOut: 'names, keys, scans and refusals of NetworkManager, test/wifi/linux',
      remedy: isLinux ? 'apt-get install network-manager dbus python3-dbusmock' : 'it exists on Linux',
    },
  ];
}
