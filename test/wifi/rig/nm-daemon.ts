/**
 * The real NetworkManager daemon in a network namespace of the rig, on the rig's bus. It sees the interfaces of that namespace,
 * and writes only into the rig's folder.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { untilStarted } from '../../../main/wifi/linux/daemon.ts';
import { NetworkManager } from '../../../main/wifi/linux/nm-client.ts';
import { inside } from './namespaces.ts';
import type { PrivateBus } from './private-bus.ts';
import { heard, startTied, stop } from './processes.ts';

export interface Profile {
  readonly id: string;
  readonly uuid: string;
  readonly ifname: string;
  readonly autoconnect: boolean;
  /** `10.20.0.2/24,10.20.0.1` */
  readonly address: string;
}

export interface NmDaemon {
  /** What it logged since its start. */
  log(): string;
  /** Away, and here again: as by an update of the package. */
  restart(): Promise<void>;
  stop(): Promise<void>;
  start(): Promise<void>;
}

const START_MS = 40_000;

/** Resolves when it has finished its start. */
export async function startNetworkManager(
  bus: PrivateBus,
  namespace: string,
  profiles: readonly Profile[],
): Promise<NmDaemon> {
  const folder = (name: string) => {
    const path = join(bus.folder, name);
    mkdirSync(path, { recursive: true });
    return path;
  };
  const [run, state, connections, empty] = ['nm-run', 'nm-state', 'nm-profiles', 'nm-empty'].map(folder);
  for (const profile of profiles)
    writeFileSync(join(`${connections}`, `${profile.id}.nmconnection`), keyfile(profile), { mode: 0o600 });
  const config = join(bus.folder, 'nm.conf');
  writeFileSync(
    config,
    `[main]
plugins=keyfile
dhcp=internal
dns=none
rc-manager=unmanaged
auth-polkit=false
no-auto-default=*
[keyfile]
path=${connections}
unmanaged-devices=interface-name:eth*
[connectivity]
enabled=false
[logging]
level=INFO
`,
  );
  // Without a read-only /sys it takes the namespace for a container whose devices are not its own, and manages none.
  const script = `mount -o remount,ro /sys && mkdir -p /run/NetworkManager /var/lib/NetworkManager &&
    mount --bind ${run} /run/NetworkManager && mount --bind ${state} /var/lib/NetworkManager &&
    exec NetworkManager --debug --config=${config} --config-dir=${empty} --system-config-dir=${empty} \
      --intern-config=${join(`${state}`, 'intern.conf')} --pid-file=${join(`${run}`, 'nm.pid')}`;
  let child: ReturnType<typeof startTied>;
  let said = { text: '' };

  const daemon: NmDaemon = {
    log: () => said.text,
    async start() {
      child = startTied([...inside(namespace), 'sh', '-c', script], {
        env: { ...process.env, DBUS_SYSTEM_BUS_ADDRESS: bus.address },
      });
      said = heard(child);
      await untilItAnswers(bus.address).catch((error: unknown) => {
        throw new Error(`NetworkManager did not start: ${said.text}`, { cause: error });
      });
    },
    stop: () => stop(child),
    async restart() {
      await daemon.stop();
      await daemon.start();
    },
  };
  await daemon.start();
  return daemon;
}

async function untilItAnswers(address: string): Promise<void> {
  const signal = AbortSignal.timeout(START_MS);
  const nm = await NetworkManager.open(address, signal);
  try {
    await nm.untilThere(signal);
    await untilStarted(nm, signal);
  } finally {
    nm.close();
  }
}

function keyfile({ id, uuid, ifname, autoconnect, address }: Profile): string {
  return `[connection]
id=${id}
uuid=${uuid}
type=ethernet
interface-name=${ifname}
autoconnect=${autoconnect}
[ipv4]
method=manual
address1=${address}
[ipv6]
method=disabled
`;
}
