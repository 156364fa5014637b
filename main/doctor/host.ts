/** What this computer itself has to say: of ports that are not there, that are taken, that may not be opened. */
import type { Finding } from '../../preload/contract/doctor.ts';
import { type Access, knownUsbId, type ProcessInfo, type System, type UsbDevice } from '../serial/index.ts';

/** The kernel's driver for each maker of cable chips (drivers/usb/serial, drivers/usb/class/cdc-acm.c). */
const DRIVERS: Readonly<Record<string, string>> = { '1a86': 'ch341', '10c4': 'cp210x', '0403': 'ftdi_sio' };
const USUAL_DRIVER = 'cdc_acm';

/**
 * brltty's rules take these chips for Braille displays, and its driver detaches the serial one (Debian bug 1007709
 * [lead]; seen with CH340, CP210x and FTDI).
 */
const BRAILLE_VENDORS = new Set(['1a86', '10c4', '0403']);
const BRLTTY_RULE = /^\d+-brltty.*\.rules$/;
/** The rule that is shipped with this program. */
const OWN_RULE = '60-bootbench.rules';

export interface HostOptions {
  readonly system: System;
  /** Where the rule file lies that is shipped, as a person would type it. */
  readonly rules: string;
}

/** "CH340 USB-UART (1a86:7523, 1-1.2)". */
export function nameOf({ vendorId, productId, location, product }: UsbDevice): string {
  const name = knownUsbId(vendorId, productId)?.description ?? product ?? 'USB device';
  return `${name} (${[`${vendorId}:${productId}`, location].filter((part) => part !== '').join(', ')})`;
}

/** Known by its ids to be a board or a cable chip. */
export function isBoard({ vendorId, productId }: UsbDevice): boolean {
  return knownUsbId(vendorId, productId) !== undefined;
}

function isInBootsel({ vendorId, productId }: UsbDevice): boolean {
  return knownUsbId(vendorId, productId)?.loader === 'bootsel';
}

/** Boards and cable chips that are on USB and have no port: why not. */
export async function portless({ system }: HostOptions): Promise<Finding[]> {
  const devices = await system.usbDevices();
  const without = devices.filter((one) => isBoard(one) && one.ports.length === 0 && !isInBootsel(one));
  if (without.length === 0) return [];
  const braille = await runsBrltty(system);
  return without.map((device): Finding => {
    const name = nameOf(device);
    if (braille && BRAILLE_VENDORS.has(device.vendorId))
      return { code: 'brltty-holds', params: { device: name } };
    return {
      code: 'driver-missing',
      params: { device: name, driver: DRIVERS[device.vendorId] ?? USUAL_DRIVER },
    };
  });
}

async function runsBrltty(system: System): Promise<boolean> {
  const [processes, rules] = [await system.processes(), await system.udevRules()];
  return processes.some(({ name }) => name === 'brltty') || rules.some((name) => BRLTTY_RULE.test(name));
}

/** Why a port cannot be opened, before it is tried. Empty when nothing speaks against it. */
export async function portTroubles(port: string, { system, rules }: HostOptions): Promise<Finding[]> {
  const access = await system.access(port);
  if (access.may === 'missing') return missing(port, { system, rules });
  if (access.may === 'no') return [await denied(port, access, { system, rules })];
  return [];
}

/**
 * Programs that have the port open beside us and did not lock it: what the board says goes now to one, now to the other. A
 * PTY is always held by the program that made it.
 */
export async function sharedWith(port: string, { system }: HostOptions): Promise<Finding[]> {
  const { seen, path } = await system.holders(port);
  if (seen.length === 0 || path.startsWith('/dev/pts/')) return [];
  return [{ code: 'port-shared', params: { port, by: seen.map(said).join('; ') } }];
}

/** After a port did not let itself be opened. */
export async function heldBySomebody(port: string, { system }: HostOptions): Promise<Finding> {
  const { seen } = await system.holders(port);
  if (seen.length > 0) return { code: 'port-held', params: { port, by: seen.map(said).join('; ') } };
  return { code: 'port-held-unseen', params: { port } };
}

/** A port that is named and not there: perhaps its device is, or none at all. */
export async function missing(port: string, options: HostOptions): Promise<Finding[]> {
  const others = await portless(options);
  if (others.length > 0) return others;
  const devices = await options.system.usbDevices();
  return [
    devices.some(isBoard)
      ? { code: 'port-missing', params: { port } }
      : { code: 'nothing-on-usb', params: {} },
  ];
}

export async function denied(
  port: string,
  access: Extract<Access, { may: 'no' }>,
  { system, rules }: HostOptions,
): Promise<Finding> {
  const { group } = access;
  if (group === null) return { code: 'no-rule', params: { port, rules } };
  const { session, account } = await system.groups();
  const waits = account.includes(group) && !session.includes(group);
  return { code: waits ? 'group-waits' : 'no-permission', params: { port, group } };
}

/** ModemManager looks at each new port for some seconds, unless a rule tells it not to. */
export async function modemManager(port: string, { system, rules }: HostOptions): Promise<Finding[]> {
  const [processes, names] = [await system.processes(), await system.udevRules()];
  const runs = processes.some(({ name }) => name === 'ModemManager');
  return runs && !names.includes(OWN_RULE) ? [{ code: 'modem-manager', params: { port, rules } }] : [];
}

function said({ pid, name, command }: ProcessInfo): string {
  return command === '' || command === name ? `${name} (process ${pid})` : `${command} (process ${pid})`;
}
