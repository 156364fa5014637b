/** What the rigs of this folder need of a machine. */
import { spawnSync } from 'node:child_process';
import { hasProgram } from '../../capabilities.ts';

const isRoot = process.getuid?.() === 0;
const has = (...names: string[]) => process.platform === 'linux' && names.every(hasProgram);

/** A namespace of the network can be made: not in every container. */
function mayMakeNamespaces(): boolean {
  return isRoot && spawnSync('unshare', ['--net', '--mount', 'true'], { stdio: 'ignore' }).status === 0;
}

/** NetworkManager's own daemon and nmcli, in a network of the test's own. */
export const canRunNetworkManager =
  has('NetworkManager', 'nmcli', 'dbus-daemon', 'dnsmasq', 'ip', 'setpriv', 'unshare', 'socat') &&
  mayMakeNamespaces();

/** nmcli, and a NetworkManager that is a test's own: python3-dbusmock lies with the system's Python. */
export const canMockNetworkManager =
  has('nmcli', 'dbus-daemon', 'setpriv') &&
  spawnSync('/usr/bin/python3', ['-c', 'import dbusmock'], { stdio: 'ignore' }).status === 0;
