/**
 * What the host and the worker thread that holds one MicroPython VM say to each other.
 *
 * Host to VM: `postMessage`, then a ring of the bell (`Atomics.add` + `notify` on the shared counter), so that a
 * VM which is blocked in `time.sleep` or `socket.recv` wakes up and reads. VM to host: `postMessage` alone.
 */
import type { BoardKind } from '../../../preload/contract/models.ts';
import type { FlashCost } from './flash-cost.ts';

/** A committed change of the flash. Each is one operation at which power can go. */
export type FlashOp =
  | { op: 'write'; path: string; bytes: Uint8Array }
  | { op: 'rename'; from: string; to: string }
  | { op: 'remove'; path: string }
  | { op: 'mkdir'; path: string }
  | { op: 'rmdir'; path: string };

/** Why the VM ended itself. `soft` keeps the REPL mode; `bootloader` leaves MicroPython. */
export type ResetWhy = 'hard' | 'soft' | 'bootloader';

/** What a station interface can be at, in the words of the network module's constants. */
export type StationStatus =
  | 'idle'
  | 'connecting'
  | 'wrong-password'
  | 'no-ap'
  | 'refused'
  | 'no-address'
  | 'got-ip';

/** All that a VM needs to start: `workerData`. */
export interface VmBoot {
  readonly wasm: WebAssembly.Module;
  /** File URL of the VM's JavaScript half. */
  readonly loaderUrl: string;
  readonly bell: SharedArrayBuffer;
  /** See `meters.ts`. */
  readonly meters: SharedArrayBuffer;
  /** See `wire.ts`. */
  readonly wire: SharedArrayBuffer;
  readonly board: BoardIdentity;
  /** The flash at this moment: path without a leading slash to content, null for a folder. */
  readonly files: ReadonlyMap<string, Uint8Array | null>;
  readonly flash: FlashGeometry;
  /** What the flash takes its time for; null: nothing. */
  readonly flashCost: FlashCost | null;
  /** Unread bytes that the serial port holds, and it loses what comes beyond; null: it holds up the sender (USB). */
  readonly ring: number | null;
  readonly flashFault: FlashFault;
  /** Source of the Python half of the port, by module name. */
  readonly port: Readonly<Record<string, string>>;
  /** `raw`, as after a soft reset from raw mode: boot.py runs and main.py does not. */
  readonly mode: 'friendly' | 'raw';
  /** Board milliseconds for each real one. */
  readonly clockRate: number;
  /** The real-time clock, as an offset to this computer's, in ms. */
  readonly rtcOffset: number;
  readonly resetCause: ResetCause;
  readonly wlan: KeptWlan;
  /** Power goes after so many flash operations. */
  readonly cutAfter: number | null;
}

/** Why this VM was started. Each port has its own numbers for them (`port/machine.py`). */
export type ResetCause = 'power-on' | 'button' | 'program' | 'wdt' | 'soft';

/** What the radio's driver goes on knowing through a soft reset, as `port/network.py` wrote it down (JSON). */
export interface KeptWlan {
  readonly gen: number;
  readonly state: string;
}

/**
 * How a REPL takes `05 41 01` (shared/runtime/pyexec.c). `window`: raw-paste in pieces of so many bytes; a source longer
 * than `limit` is closed early, as by a compiler that is out of memory. `refused`: understood, and not had (`R 00`). `unknown`: before
 * 1.14, the raw mode begins anew.
 */
export type RawPaste =
  | { readonly answer: 'window'; readonly window: number; readonly limit?: number }
  | { readonly answer: 'refused' }
  | { readonly answer: 'unknown' };

/** As its banner has it, and its REPL. */
export interface RuntimeVersion {
  readonly rawPaste: RawPaste;
  /** `1.27.0`. */
  readonly version: string;
  /** When it was built: `2025-12-09`. */
  readonly date: string;
}

export interface BoardIdentity {
  readonly kind: BoardKind;
  /** `machine.unique_id()`, hex. */
  readonly uniqueId: string;
  /** Of the station interface, twelve hex digits. */
  readonly mac: string;
  /** `sys.platform`. */
  readonly platform: string;
  /** `sys.implementation._machine`, as in the banner. */
  readonly machine: string;
  /** `sys.implementation._build`. */
  readonly build: string;
  readonly runtime: RuntimeVersion;
}

export interface FlashGeometry {
  readonly kind: FileSystemKind;
  readonly blocks: number;
  readonly blockSize: number;
  /** Files up to this size live inside their folder's metadata and take no block. */
  readonly inlineMax: number;
}

/** `fat`: what a board has that was formatted so once, or whose firmware was built for it. */
export type FileSystemKind = 'littlefs' | 'fat';

/**
 * What is wrong with a flash.
 * `read-only`: every change is refused with EROFS. `lies`: it says that so many more blocks are free than it has, and is full
 * in the middle of a write. `worn`: the first byte of what is written to a file of such a name reads back as 0.
 */
export type FlashFault =
  | { readonly is: 'sound' }
  | { readonly is: 'read-only' }
  | { readonly is: 'lies'; readonly blocks: number }
  | { readonly is: 'worn'; readonly ending: string };

export type WlanCommand =
  | { call: 'sta-connect'; ssid: string; key: string; hostname: string }
  /** After a try that failed or a network that was lost; -1 is for ever. */
  | { call: 'retries'; count: number }
  | { call: 'sta-disconnect' }
  | { call: 'sta-off' }
  | { call: 'ap'; ssid: string; key: string; secured: boolean; channel: number }
  | { call: 'ap-off' };

export type FromVm =
  | { type: 'up' }
  /** There is something on the wire. */
  | { type: 'tx' }
  | { type: 'flash'; op: FlashOp }
  /** A file is closed of which so much was read. */
  | { type: 'flash-read'; path: string; bytes: number }
  | { type: 'cut' }
  | { type: 'reset'; why: ResetWhy; mode: 'friendly' | 'raw'; wlan: KeptWlan }
  | { type: 'died'; reason: string }
  | { type: 'wdt'; ms: number }
  /** A timer is due sooner than the host was going to look (`BELL.look`). */
  | { type: 'alarm' }
  | { type: 'rtc'; offset: number }
  | { type: 'pin'; pin: string; value: number }
  | { type: 'neopixel'; pin: number; bytes: Uint8Array; bpp: number }
  | { type: 'wlan'; gen: number; command: WlanCommand }
  | { type: 'call'; id: number; name: HostCall; args: unknown[] }
  | { type: 'listen'; socket: number; port: number }
  | { type: 'connect'; socket: number; ip: string; port: number }
  | { type: 'send'; socket: number; bytes: Uint8Array }
  | { type: 'taken'; socket: number; count: number }
  | { type: 'close'; socket: number }
  | { type: 'datagram'; fromPort: number; ip: string; port: number; bytes: Uint8Array };

/** As it is posted, with its place on the wire. */
export type PlacedFromVm = readonly [place: number, message: FromVm];

/** What the VM asks and waits for. */
export type HostCall = 'scan' | 'resolve' | 'i2c' | 'adc' | 'pin';

export type ToVm =
  | { type: 'rx'; bytes: Uint8Array }
  | {
      type: 'sta';
      gen: number;
      status: StationStatus;
      ip: string;
      gateway: string;
      rssi: number;
      /** Has it been on a network since power on? An ESP32's mDNS responder starts with the first one. */
      hasJoined: boolean;
    }
  | { type: 'ap-stations'; count: number }
  | { type: 'answer'; id: number; json: string }
  | { type: 'connected'; socket: number }
  | { type: 'failed'; socket: number; errno: number }
  | { type: 'accept'; listener: number; socket: number; ip: string; port: number }
  | { type: 'data'; socket: number; bytes: Uint8Array }
  | { type: 'sent'; socket: number; count: number }
  | { type: 'end'; socket: number }
  | { type: 'datagram'; fromIp: string; fromPort: number; ip: string; port: number; bytes: Uint8Array }
  | { type: 'cut-after'; operations: number | null }
  | { type: 'flash-fault'; fault: FlashFault };

/**
 * Places in the counter array that both threads see.
 *
 * `rings`: the host has posted something. `read`: messages that the VM has read. `handled`: messages that the host has
 * handled; the VM waits while too many are not. `fed`: when the watchdog was last fed, the low bits of `Date.now()`.
 * `alarm`: when the first timer is due, in the same way, and `look` when the host is going to see to it; 0 is never.
 */
export const BELL = { rings: 0, read: 1, handled: 2, fed: 3, alarm: 4, look: 5, length: 6 } as const;

/** Name of the function, global in the VM's thread, that reads the post and sees to the timers: see `../interrupt.ts`. */
export const LOOK_UP = '__lookUp';
