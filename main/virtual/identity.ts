/** What tells one virtual board from another, and one port's answers from the other's. */
import type { BoardKind, PortInfo } from '../../preload/contract/models.ts';
import type { BoardIdentity, RuntimeVersion } from './vm/messages.ts';

interface PortOfMicroPython {
  readonly platform: string;
  readonly machine: string;
  readonly build: string;
  readonly vendorId: string;
  readonly productId: string;
  /** First bytes of the addresses that the maker of its radio gives out. */
  readonly oui: string;
  /** `usb`: the board itself is the USB device and goes with every reset. `bridge`: a UART chip stays. */
  readonly wire: 'usb' | 'bridge';
  /** `time.time()` starts here at power on, Unix seconds. */
  readonly powerOnTime: number;
  /** TCP connections at a time: lwIP's MEMP_NUM_TCP_PCB (its default on the Pico W, LWIP_MAX_ACTIVE_TCP on the ESP32). */
  readonly connections: number;
}

/** ports/rp2/boards/RPI_PICO_W, ports/rp2/main.c; ports/esp32/boards/ESP32_GENERIC. */
export const PORTS: Record<BoardKind, PortOfMicroPython> = {
  pico: {
    platform: 'rp2',
    machine: 'Raspberry Pi Pico W with RP2040',
    build: 'RPI_PICO_W',
    vendorId: '2e8a',
    productId: '0005',
    oui: '28cdc1',
    wire: 'usb',
    powerOnTime: Date.UTC(2021, 0, 1) / 1000,
    connections: 5,
  },
  esp32: {
    platform: 'esp32',
    machine: 'Generic ESP32 module with ESP32',
    build: 'ESP32_GENERIC',
    vendorId: '10c4',
    productId: 'ea60',
    oui: '240ac4',
    wire: 'bridge',
    powerOnTime: Date.UTC(2000, 0, 1) / 1000,
    connections: 16,
  },
};

/** 2E8A:0003, raspberrypi/usb-pid. */
const BOOTSEL_ID = '0003';

/** The n-th board of a bench: its addresses follow from `n` alone, so that a run can be repeated. */
export function identityOf(kind: BoardKind, n: number, runtime: RuntimeVersion): BoardIdentity {
  const port = PORTS[kind];
  const tail = ((n * 0x9e37) % 0x1000000).toString(16).padStart(6, '0');
  const mac = port.oui + tail;
  const uniqueId = kind === 'esp32' ? mac : `e6614c31${tail.padStart(8, '0')}`;
  return { kind, uniqueId, mac, platform: port.platform, machine: port.machine, build: port.build, runtime };
}

/** @param drive where the drive of a Pico in BOOTSEL is mounted: it has no port then */
export function portInfoOf(path: string, identity: BoardIdentity, drive?: string): PortInfo {
  const port = PORTS[identity.kind];
  if (drive !== undefined) {
    const { serialNumber: _, ...rest } = portInfoOf(path, identity);
    const loader = { type: 'bootsel', drive } as const;
    return { ...rest, productId: BOOTSEL_ID, description: 'Virtual RP2040 in BOOTSEL', loader };
  }
  return {
    path,
    kind: identity.kind,
    source: 'virtual',
    serialNumber: identity.uniqueId,
    vendorId: port.vendorId,
    productId: port.productId,
    // Its place on the bench is the number under which it came.
    location: path.replace(/^.*-/, ''),
    description: `Virtual ${port.machine}`,
  };
}
