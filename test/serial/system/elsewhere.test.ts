import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { portsOf } from '../../../main/serial/ports/usb-ports.ts';
import { holdersFromLsof, otherSystem } from '../../../main/serial/system/elsewhere.ts';
import { uf2Drives } from '../../../main/serial/system/uf2-drives.ts';

/** As lsof(8) describes it: a process set begins with `p`, then its command, then a file set `f` each. */
const LSOF = 'p4711\ncpython3.12\nf5\np99\ncbootbench\nf31\nf32\n';

it('macOS: who has a port, by lsof, this process left out', async () => {
  expect(holdersFromLsof(LSOF, 99).seen).toEqual([{ pid: 4711, name: 'python3.12', command: '' }]);
  expect(holdersFromLsof('', 99).seen).toEqual([]);
  const asked: string[][] = [];
  const system = otherSystem('darwin', async (program, args) => {
    asked.push([program, ...args]);
    // Thonny and mpremote have the other node of the same port.
    return args.at(-1) === '/dev/cu.usbmodem1101' ? LSOF : '';
  });
  expect((await system.holders('/dev/tty.usbmodem1101')).seen.map(({ pid }) => pid)).toContain(4711);
  expect(asked).toEqual([
    ['lsof', '-F', 'pc', '/dev/tty.usbmodem1101'],
    ['lsof', '-F', 'pc', '/dev/cu.usbmodem1101'],
  ]);
});

it('macOS: a Pico in BOOTSEL is known by the file that its boot ROM shows', async () => {
  const volumes = mkdtempSync(join(tmpdir(), 'volumes-'));
  onTestFinished(() => rmSync(volumes, { recursive: true }));
  for (const name of ['RPI-RP2', 'Backup', 'Macintosh HD']) mkdirSync(join(volumes, name));
  writeFileSync(
    join(volumes, 'RPI-RP2', 'INFO_UF2.TXT'),
    'UF2 Bootloader v3.0\r\nModel: Raspberry Pi RP2\r\nBoard-ID: RPI-RP2\r\n',
  );
  writeFileSync(join(volumes, 'Backup', 'INFO_UF2.TXT'), 'UF2 Bootloader\r\nBoard-ID: SAMD51\r\n');
  const drive = join(volumes, 'RPI-RP2');
  expect((await uf2Drives('darwin', volumes)).flatMap(portsOf)).toMatchObject([
    { path: `bootsel:${drive}`, kind: 'pico', loader: { type: 'bootsel', drive } },
  ]);
  expect(await uf2Drives('freebsd', volumes)).toEqual([]);
});

it('Windows: a drive that does not answer hides no board, and is not asked twice', async () => {
  const asked: string[] = [];
  const read = (path: string): Promise<string> => {
    asked.push(path);
    if (path.startsWith('E:')) return Promise.resolve('Board-ID: RP2350\r\n');
    return path.startsWith('Z:') ? new Promise(() => {}) : Promise.reject(new Error('not there'));
  };
  for (const _ of ['first', 'second'])
    expect(await uf2Drives('win32', '', read)).toMatchObject([{ productId: '000f', drives: ['E:'] }]);
  expect(asked.filter((path) => path.startsWith('Z:'))).toEqual(['Z:/INFO_UF2.TXT']);
});
