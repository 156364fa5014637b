/**
 * What the operating system knows of USB, of ports, and of who uses them. One maker a system: `linux.ts`, `elsewhere.ts`.
 */

/** One device on a bus; hubs are left out. */
export interface UsbDevice {
  /** Bus and sockets on the way, `1-1.4.2`; the system's own words elsewhere, empty where it has none. */
  readonly location: string;
  /** Four hex digits, lower case. */
  readonly vendorId: string;
  readonly productId: string;
  readonly serialNumber?: string | undefined;
  readonly manufacturer?: string | undefined;
  readonly product?: string | undefined;
  /** Paths of its serial ports: `/dev/ttyACM0`. */
  readonly ports: readonly string[];
  /** Where its drives are mounted; null for one that is not. */
  readonly drives: readonly (string | null)[];
}

export interface ProcessInfo {
  readonly pid: number;
  /** As the system shortens it: `ModemManager`, `python3`. */
  readonly name: string;
  /** The program and its arguments, at most 200 characters; empty where it cannot be seen. */
  readonly command: string;
}

/** Who has a port open. `hidden`: some processes belong to others and cannot be looked into. */
export interface Holders {
  /** The node itself, where the port was named by a link. */
  readonly path: string;
  readonly seen: readonly ProcessInfo[];
  readonly others: 'all-seen' | 'hidden';
}

/** Whether this user may read and write a port. `group` is the one that may, null where none may. */
export type Access =
  | { readonly may: 'yes' | 'missing' | 'unknown' }
  | { readonly may: 'no'; readonly group: string | null };

/** The groups of this session, and those of the account: a group that was just given counts after the next login. */
export interface Groups {
  readonly session: readonly string[];
  readonly account: readonly string[];
}

export interface System {
  readonly platform: string;
  /** Every device on USB; where the system does not tell them simply, those with a serial port or a loader's drive. */
  usbDevices(): Promise<readonly UsbDevice[]>;
  processes(): Promise<readonly ProcessInfo[]>;
  holders(path: string): Promise<Holders>;
  access(path: string): Promise<Access>;
  groups(): Promise<Groups>;
  /** Names of the rule files of udev: `85-brltty.rules`. Empty where there is no udev. */
  udevRules(): Promise<readonly string[]>;
}
