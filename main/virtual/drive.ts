/** The drive that a Pico in BOOTSEL is: a folder that is there as long as the board is in it. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** As the RP2040's boot ROM has it (datasheet 2.8.4, bootrom_rp2040 on GitHub: usb_boot_device). */
const INFO = 'UF2 Bootloader v3.0\r\nModel: Raspberry Pi RP2\r\nBoard-ID: RPI-RP2\r\n';
const INDEX =
  '<html><head><meta http-equiv="refresh" content="0;URL=\'https://raspberrypi.com/device/RP2?version=E0C9125B0D9B\'"/></head><body>Redirecting to <a href="https://raspberrypi.com/device/RP2?version=E0C9125B0D9B">raspberrypi.com</a></body></html>';

export interface Drive {
  readonly path: string;
  remove(): void;
}

export function mountDrive(): Drive {
  const path = join(mkdtempSync(join(tmpdir(), 'bootbench-drive-')), 'RPI-RP2');
  mkdirSync(path);
  writeFileSync(join(path, 'INFO_UF2.TXT'), INFO);
  writeFileSync(join(path, 'INDEX.HTM'), INDEX);
  return { path, remove: () => rmSync(dirname(path), { recursive: true, force: true }) };
}
