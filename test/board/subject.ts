/** What a report has to say of the board, its line and this computer: nothing that tells one board of a kind from another. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { release, type } from 'node:os';
import { join } from 'node:path';
import { type Board, identifyBoard, type PortSource } from '../../main/serial/index.ts';

export type Subject = ReadonlyMap<string, string>;

export async function describeSubject(board: Board, ports: PortSource): Promise<Subject> {
  const found = await identifyBoard(board);
  const port = (await ports.list()).find(({ path }) => path === board.path);
  const usb =
    port?.vendorId === undefined ? 'no USB port' : `${port.vendorId}:${port.productId} ${port.description}`;
  return new Map([
    ['board', found.machine],
    [
      'MicroPython',
      `${found.runtime} (${found.platform}), ${found.filesystem}, ${kB(found.freeHeap)} of heap free`,
    ],
    ['port', `${board.path}, ${usb}`],
    ['held by', `${board.hold?.by}, watchdog: ${board.hold?.watchdog}`],
    ['sources go by', board.flow],
    [
      'computer',
      `${type()} ${release()} ${process.arch}, Node ${process.versions.node}, serialport ${driver()}`,
    ],
    ['Bootbench', commit()],
  ]);
}

export function kB(bytes: number): string {
  return `${(bytes / 1000).toFixed(1)} kB`;
}

const ROOT = join(import.meta.dirname, '..', '..');

function driver(): string {
  const { version }: { version?: unknown } = JSON.parse(
    readFileSync(join(ROOT, 'node_modules', 'serialport', 'package.json'), 'utf8'),
  );
  return String(version);
}

function commit(): string {
  try {
    return execFileSync('git', ['rev-parse', '--short', 'HEAD'], { cwd: ROOT, encoding: 'utf8' }).trim();
  } catch {
    return 'not from a clone';
  }
}
