/**
 * Drives of a Pico in BOOTSEL where the system does not tell which USB device a drive belongs to: macOS and Windows.
 * Known by the file that the boot ROM shows there. Source: RP2040 datasheet, 2.8.4 (the drive RPI-RP2, INFO_UF2.TXT);
 * RP2350 datasheet, 5.7 (the drive RP2350).
 */
import { namesIn, readText } from './files.ts';
import type { UsbDevice } from './system.ts';

const BOARDS: Readonly<Record<string, { readonly productId: string; readonly product: string }>> = {
  'RPI-RP2': { productId: '0003', product: 'RP2 Boot' },
  RP2350: { productId: '000f', product: 'RP2350 Boot' },
};
/** A and B are floppies, C is the system's. */
const LETTERS = [...'DEFGHIJKLMNOPQRSTUVWXYZ'];

/** `volumes`: the folder in which macOS mounts; not looked at elsewhere. */
export function uf2Drives(platform: string, volumes = '/Volumes'): UsbDevice[] {
  const places =
    platform === 'darwin'
      ? namesIn(volumes).map((name) => `${volumes}/${name}`)
      : platform === 'win32'
        ? LETTERS.map((letter) => `${letter}:`)
        : [];
  return places.flatMap((place): UsbDevice[] => {
    const id = /^Board-ID:\s*(\S+)/m.exec(readText(`${place}/INFO_UF2.TXT`) ?? '')?.[1] ?? '';
    const board = BOARDS[id];
    return board === undefined
      ? []
      : [{ ...board, location: '', vendorId: '2e8a', ports: [], drives: [place] }];
  });
}
