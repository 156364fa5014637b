/**
 * What USB ids tell of what is behind a port, and in which state it is.
 *
 * Sources: raspberrypi/usb-pid (2E8A), ports/rp2/mpconfigport.h:270 (2E8A:0005), ports/esp32/mpconfigport.h:248
 * (303A:4001), espressif/usb-pids and esptool (303A:1001, 303A:0002), the bridges' vendors. Ids marked "lead" were not
 * seen in a source or on a device.
 */
import type { BoardLoader, PortInfo } from '../../../preload/contract/models.ts';

export interface UsbId {
  readonly kind: PortInfo['kind'];
  readonly description: string;
  readonly way: NonNullable<PortInfo['way']>;
  /** The loader of its chip, when these are the ids of one. */
  readonly loader?: BoardLoader['type'];
}

const BY_PRODUCT: Readonly<Record<string, UsbId>> = {
  '2e8a:0003': { kind: 'pico', description: 'RP2040 in BOOTSEL', way: 'native', loader: 'bootsel' },
  '2e8a:000f': { kind: 'pico', description: 'RP2350 in BOOTSEL', way: 'native', loader: 'bootsel' },
  '2e8a:0005': { kind: 'pico', description: 'Raspberry Pi Pico (MicroPython)', way: 'native' },
  '2e8a:0009': { kind: 'pico', description: 'Raspberry Pi Pico (a program in C)', way: 'native' },
  '2e8a:000a': { kind: 'pico', description: 'Raspberry Pi Pico (a program in C)', way: 'native' },
  '2e8a:000b': { kind: 'pico', description: 'Raspberry Pi Pico (CircuitPython)', way: 'native' },
  // Probes: their serial port leads to whatever is wired to them.
  '2e8a:0004': { kind: 'unknown', description: 'Raspberry Pi Picoprobe', way: 'bridge' },
  '2e8a:000c': { kind: 'unknown', description: 'Raspberry Pi Debug Probe', way: 'bridge' },
  '303a:1001': { kind: 'esp32', description: 'Espressif USB-Serial-JTAG', way: 'jtag' },
  '303a:4001': { kind: 'esp32', description: 'ESP32 (MicroPython, native USB)', way: 'native' },
  '303a:0002': { kind: 'esp32', description: 'ESP32-S2 in download mode', way: 'native', loader: 'download' },
  '10c4:ea60': { kind: 'esp32', description: 'CP210x USB-UART', way: 'bridge' },
  '1a86:7523': { kind: 'esp32', description: 'CH340 USB-UART', way: 'bridge' },
  '1a86:55d3': { kind: 'esp32', description: 'CH343 USB-UART', way: 'bridge' }, // lead
  '1a86:55d4': { kind: 'esp32', description: 'CH9102 USB-UART', way: 'bridge' },
  '0403:6001': { kind: 'esp32', description: 'FT232R USB-UART', way: 'bridge' },
  '0403:6010': { kind: 'esp32', description: 'FT2232 USB-UART', way: 'bridge' },
  '0403:6015': { kind: 'esp32', description: 'FT231X USB-UART', way: 'bridge' }, // lead
};

/** `2e8a:0005` and the like, of all that is known. */
export const KNOWN_USB_IDS: readonly string[] = Object.keys(BY_PRODUCT);

const BY_VENDOR: Readonly<Record<string, UsbId>> = {
  '2e8a': { kind: 'pico', description: 'Raspberry Pi RP2 board', way: 'native' },
  '303a': { kind: 'esp32', description: 'Espressif board', way: 'native' },
  '10c4': { kind: 'esp32', description: 'Silicon Labs USB-UART', way: 'bridge' },
  '1a86': { kind: 'esp32', description: 'WCH USB-UART', way: 'bridge' },
  '0403': { kind: 'esp32', description: 'FTDI USB-UART', way: 'bridge' },
};

const UNKNOWN: UsbId = { kind: 'unknown', description: 'Serial port', way: 'bridge' };

/** What these ids stand for. Hex without `0x`, any case; a bridge may of course carry another board than an ESP32. */
export function usbId(vendorId: string | undefined, productId: string | undefined): UsbId {
  return knownUsbId(vendorId, productId) ?? BY_VENDOR[vendorId?.toLowerCase() ?? ''] ?? UNKNOWN;
}

/** The same for ids that lead to a board or a cable chip without doubt: a vendor makes other things as well. */
export function knownUsbId(vendorId: string | undefined, productId: string | undefined): UsbId | undefined {
  return BY_PRODUCT[`${vendorId?.toLowerCase() ?? ''}:${productId?.toLowerCase() ?? ''}`];
}

const VANISHES = { native: 'yes', jtag: 'unknown', bridge: 'no' } as const;

/** Whether a reset takes the port away: what USB says, or what a virtual board's kind does. */
export function vanishesOnReset(port: PortInfo | undefined): 'yes' | 'no' | 'unknown' {
  if (port?.vendorId !== undefined) {
    const id = usbId(port.vendorId, port.productId);
    return id.kind === 'unknown' ? 'unknown' : VANISHES[id.way];
  }
  return port?.kind === 'pico' ? 'yes' : 'unknown';
}
