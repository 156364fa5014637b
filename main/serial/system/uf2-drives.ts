/**
 * Drives of a Pico in BOOTSEL where the system does not tell which USB device a drive belongs to: macOS and Windows.
 * Known by the file that the boot ROM shows there. Source: RP2040 datasheet, 2.8.4 (the drive RPI-RP2, INFO_UF2.TXT);
 * RP2350 datasheet, 5.7 (the drive RP2350).
 */
import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { namesIn } from './files.ts';
import type { UsbDevice } from './system.ts';

const BOARDS: Readonly<Record<string, { readonly productId: string; readonly product: string }>> = {
  'RPI-RP2': { productId: '0003', product: 'RP2 Boot' },
  RP2350: { productId: '000f', product: 'RP2350 Boot' },
};
/** A and B are floppies, C is the system's. */
const LETTERS = [...'DEFGHIJKLMNOPQRSTUVWXYZ'];

/**
 * A drive on the network may keep its reader waiting for half a minute: it is no board, and nobody waits for it. As long as it
 * does not answer it is not asked a second time.
 */
const ANSWER_MS = 500;
const asked = new Map<string, Promise<string>>();

/** `volumes`: the folder in which macOS mounts; not looked at elsewhere. */
export async function uf2Drives(
  platform: string,
  volumes = '/Volumes',
  read: (path: string) => Promise<string> = (path) => readFile(path, 'utf8'),
): Promise<UsbDevice[]> {
  const places =
    platform === 'darwin'
      ? namesIn(volumes).map((name) => `${volumes}/${name}`)
      : platform === 'win32'
        ? LETTERS.map((letter) => `${letter}:`)
        : [];
  const found = await Promise.all(places.map(async (place) => boardAt(place, await infoOf(place, read))));
  return found.flat();
}

function boardAt(place: string, info: string): UsbDevice[] {
  const id = /^Board-ID:\s*(\S+)/m.exec(info)?.[1] ?? '';
  const board = BOARDS[id];
  return board === undefined
    ? []
    : [{ ...board, location: '', vendorId: '2e8a', ports: [], drives: [place] }];
}

/** Empty where there is no such file, or no answer in time. */
function infoOf(place: string, read: (path: string) => Promise<string>): Promise<string> {
  const begin = () =>
    read(`${place}/INFO_UF2.TXT`)
      .catch(() => '')
      .finally(() => asked.delete(place));
  const answer = asked.get(place) ?? begin();
  asked.set(place, answer);
  return Promise.race([answer, sleep(ANSWER_MS, '', { ref: false })]);
}
