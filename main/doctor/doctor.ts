/** Why a board does not do what it should: this computer first, then the port, then the board. */
import {
  type Diagnosis,
  type DoctorReach,
  type DoctorStepName,
  type Finding,
  findingData,
  levelOf,
} from '../../preload/contract/doctor.ts';
import { isFailure } from '../../preload/contract/errors.ts';
import type { PortInfo } from '../../preload/contract/models.ts';
import type { PortSource, System } from '../serial/index.ts';
import { type Examined, examineBoard } from './examine.ts';
import {
  denied,
  heldBySomebody,
  isBoard,
  missing,
  modemManager,
  portless,
  portTroubles,
  sharedWith,
} from './host.ts';
import { LIMITS, type Limits } from './limits.ts';
import { compareReplug } from './replug.ts';

export interface DoctorOptions {
  readonly ports: PortSource;
  readonly system: System;
  /** Where the udev rules lie that come with this program. */
  readonly rules: string;
  readonly limits?: Partial<Limits> | undefined;
}

export interface DiagnoseOptions {
  /** Default `interrupt`. */
  readonly reach?: DoctorReach | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onStep?: ((step: DoctorStepName) => void) | undefined;
}

export interface Doctor {
  /** One port and what is behind it. Never a Failure: those are findings. @throws the signal's reason */
  diagnose(port: string, options?: DiagnoseOptions): Promise<Diagnosis>;
  /** What is on USB and has no port, or that there is nothing at all. Empty when nothing is wrong with this computer. */
  survey(): Promise<Finding[]>;
  /** Watches what changes on USB while a person unplugs a board and plugs it in again; the signal's end ends it. */
  replug(signal: AbortSignal): Promise<Finding[]>;
}

export function createDoctor({ ports, system, rules, limits = {} }: DoctorOptions): Doctor {
  const host = { system, rules };
  const all: Limits = { ...LIMITS, ...limits };

  const examined = async (port: string, info: PortInfo | undefined, options: DiagnoseOptions) => {
    const { reach = 'interrupt', signal, onStep } = options;
    const loader = inLoader(port, info);
    if (loader !== null) return only(loader);
    const troubles = info?.source === 'virtual' ? [] : await portTroubles(port, host);
    if (troubles.length > 0) return only(...troubles);
    try {
      return await examineBoard(ports, port, { reach, limits: all, signal, onStep });
    } catch (error) {
      signal?.throwIfAborted();
      return only(...(await notOpened(port, error)));
    }
  };

  const notOpened = async (port: string, error: unknown): Promise<Finding[]> => {
    if (isFailure(error, 'port-busy')) return [await heldBySomebody(port, host)];
    if (isFailure(error, 'port-not-found')) return missing(port, host);
    if (isFailure(error, 'port-vanished')) return [{ code: 'went-away', params: { port } }];
    if (isFailure(error, 'port-denied')) {
      const access = await system.access(port);
      return [await denied(port, access.may === 'no' ? access : { may: 'no', group: null }, host)];
    }
    throw error;
  };

  return {
    async diagnose(port, options = {}) {
      const info = (await ports.list()).find(({ path }) => path === port);
      const { findings, steps, heard } = await examined(port, info, options);
      const isIll = findings.some(({ code }) => levelOf(code) === 'trouble');
      const isReal = info?.source !== 'virtual';
      const notes = isReal && steps.length > 0 ? await sharedWith(port, host) : [];
      if (isReal && isIll) notes.push(...(await modemManager(port, host)));
      return {
        port,
        findings: [...findings, ...notes].map(findingData),
        steps: [...steps],
        heard: [...heard],
      };
    },
    async survey() {
      const without = await portless(host);
      if (without.length > 0) return without;
      const devices = await system.usbDevices();
      const some = devices.some(isBoard) || (await ports.list()).length > 0;
      return some ? [] : [{ code: 'nothing-on-usb', params: {} }];
    },
    replug: (signal) => compareReplug(ports, host, signal),
  };
}

function inLoader(port: string, info: PortInfo | undefined): Finding | null {
  if (info?.loader === undefined) return null;
  if (info.loader.type === 'download') return { code: 'download-mode', params: { port } };
  return { code: 'in-bootsel', params: { port, drive: info.loader.drive ?? '' } };
}

function only(...findings: Finding[]): Examined {
  return { findings, steps: [], heard: [] };
}
