/** What this computer's operating system knows of boards. */
import { platform } from 'node:os';
import { otherSystem } from './elsewhere.ts';
import { linuxSystem } from './linux.ts';
import type { System } from './system.ts';

export type { Access, Groups, Holders, ProcessInfo, System, UsbDevice } from './system.ts';

export function thisSystem(): System {
  return platform() === 'linux' ? linuxSystem() : otherSystem(platform());
}
