/**
 * macOS and Windows: the list of node-serialport, the drives of boards in BOOTSEL, and on macOS `lsof` for who has a port.
 * [lead] Written from what is published of these systems; neither has been tried.
 */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { SerialPort } from 'serialport';
import type { Holders, System, UsbDevice } from './system.ts';
import { uf2Drives } from './uf2-drives.ts';

const run = promisify(execFile);
/** `lsof` looks through all processes; on a loaded computer that takes a while. */
const LSOF_MS = 10_000;

/** What starts a program and gives what it printed; a program that fails or is not there printed nothing. */
export type RunProgram = (program: string, args: readonly string[]) => Promise<string>;

const runProgram: RunProgram = async (program, args) => {
  try {
    return (await run(program, [...args], { timeout: LSOF_MS })).stdout;
  } catch {
    return '';
  }
};

export function otherSystem(platform: string, start: RunProgram = runProgram): System {
  return {
    platform,
    async usbDevices() {
      const found = await SerialPort.list().catch(() => []);
      const ports = found.flatMap((port): UsbDevice[] =>
        port.vendorId === undefined
          ? []
          : [
              {
                location: port.locationId ?? '',
                vendorId: port.vendorId.toLowerCase(),
                productId: (port.productId ?? '').toLowerCase(),
                serialNumber: port.serialNumber,
                manufacturer: port.manufacturer,
                ports: [port.path],
                drives: [],
              },
            ],
      );
      return [...ports, ...(await uf2Drives(platform))];
    },
    processes: async () => [],
    async holders(path) {
      if (platform !== 'darwin') return { path, seen: [], others: 'hidden' };
      // One at a time: `lsof` fails when one of several names is open nowhere.
      const outputs = await Promise.all(nodesOf(path).map((node) => start('lsof', ['-F', 'pc', node])));
      return { path, ...holdersFromLsof(outputs.join(''), process.pid) };
    },
    access: async () => ({ may: 'unknown' }),
    groups: async () => ({ session: [], account: [] }),
    udevRules: async () => [],
  };
}

/**
 * macOS has two nodes for each port, and a program has it by the one or the other: `tty.` (as listed here) waits for a
 * carrier, `cu.` (as most programs say) does not.
 */
function nodesOf(path: string): string[] {
  const [, kind, name] = /^\/dev\/(tty|cu)\.(.+)$/.exec(path) ?? [];
  return name === undefined ? [path] : [path, `/dev/${kind === 'tty' ? 'cu' : 'tty'}.${name}`];
}

/**
 * Fields of `lsof -F pc`: a line a field, its first letter the field's name; `p` begins a process (lsof(8), "OUTPUT
 * FOR OTHER PROGRAMS"). Without root it shows the processes of this user.
 */
export function holdersFromLsof(output: string, own: number): Omit<Holders, 'path'> {
  const seen = output
    .split(/^p/m)
    .slice(1)
    .map((part) => {
      const [pid = '', ...fields] = part.split('\n');
      const name = fields.find((field) => field.startsWith('c'))?.slice(1) ?? '';
      return { pid: Number(pid), name, command: '' };
    });
  return { seen: seen.filter(({ pid }) => pid !== own), others: 'hidden' };
}
