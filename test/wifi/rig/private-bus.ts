/** A D-Bus of the rig's own, on which everybody may do everything. It is no system's bus and reaches none. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { heard, startTied, stop } from './processes.ts';

export interface PrivateBus {
  /** For `DBUS_SYSTEM_BUS_ADDRESS`. */
  readonly address: string;
  /** Where the rig may put files; goes with the bus. */
  readonly folder: string;
  /** The daemon falls. */
  kill(): Promise<void>;
  close(): Promise<void>;
}

export async function openPrivateBus(): Promise<PrivateBus> {
  const folder = mkdtempSync(join(tmpdir(), `bootbench-bus-${process.pid}-`));
  const address = `unix:path=${join(folder, 'bus.sock')}`;
  const config = join(folder, 'bus.conf');
  writeFileSync(
    config,
    `<busconfig>
      <type>system</type>
      <listen>${address}</listen>
      <auth>EXTERNAL</auth>
      <policy context="default">
        <allow send_destination="*" eavesdrop="true"/>
        <allow eavesdrop="true"/>
        <allow own="*"/>
      </policy>
    </busconfig>`,
  );
  const daemon = startTied(['dbus-daemon', `--config-file=${config}`, '--nofork', '--print-address']);
  await heard(daemon).includes('unix:path=');
  return {
    address,
    folder,
    kill: () => stop(daemon, 'SIGKILL'),
    async close() {
      await stop(daemon);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
