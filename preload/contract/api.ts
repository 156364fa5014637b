/**
 * Every call that may pass a door: its name, what it takes, what it gives. Both ends derive their types from this list,
 * and both directions are checked against it.
 */
import { boardComparison, boardFileName, boardFolder, fileContent, runResult } from './boards.ts';
import { diagnosis, doctorReach, finding } from './doctor.ts';
import { accessPoint, fieldAbility, fieldOrder } from './field.ts';
import { boardKind, device, deviceStatus, presets, recipe } from './models.ts';
import { ownAddress } from './ota.ts';
import { otaSettings, slot } from './settings.ts';
import { z } from './zod.ts';

const nothing = z.object({});
const port = z.object({ port: z.string() });
const deviceId = z.object({ deviceId: z.string() });
const jobRef = z.object({ job: z.string() });
const fileName = z.string().max(64);
/** Text of a Python file; the server's own limit is checked behind the door. */
const files = z.record(fileName, z.string().max(300_000));

/**
 * How a network is secured, as far as a board's radio tells. `unknown`: in a way that has no name here. A Pico W cannot
 * tell WPA2 from what came after it, and says WPA2.
 */
export const networkSecurity = z.enum(['open', 'wep', 'wpa', 'wpa2', 'wpa3', 'enterprise', 'unknown']);
export type NetworkSecurity = z.infer<typeof networkSecurity>;

/** One network as a board hears it. */
export const heardNetwork = z.object({
  ssid: z.string(),
  /** dBm. */
  rssi: z.number(),
  channel: z.number().nullable(),
  security: networkSecurity,
});
export type HeardNetwork = z.infer<typeof heardNetwork>;

export const about = z.object({
  version: z.string(),
  door: z.enum(['electron', 'web']),
  platform: z.string(),
});

export const namedSize = z.object({ name: z.string(), size: z.number().nullable() });

export const deviceInfo = z.object({
  deviceId: z.string().nullable(),
  mac: z.string().nullable(),
  firmware: z.string().nullable(),
  version: z.string().nullable(),
  files: z.array(namedSize),
  config: z.record(z.string(), z.unknown()),
});
export type DeviceInfo = z.infer<typeof deviceInfo>;

/** What a device answers to. `source`: whose it is; null where the device does not say. */
export const endpoint = z.object({
  method: z.string(),
  path: z.string(),
  source: z.enum(['platform', 'app']).nullable(),
});
export type Endpoint = z.infer<typeof endpoint>;

/** What a path of a device gave, as it was sent, without control characters. `json`: it can be parsed. */
export const pathAnswer = z.object({ type: z.enum(['json', 'text']), text: z.string() });
export type PathAnswer = z.infer<typeof pathAnswer>;

/** What to make of which board. `password` is for this job alone unless the site keeps it. */
export const provisionOrder = z.object({
  port: z.string(),
  recipe,
  ssid: z.string().min(1).max(32),
  /** Left out: the one that the site keeps. */
  password: z.string().max(64).optional(),
  /**
   * What becomes of files that somebody else put on the board: a person is asked, they are backed up, or they are left to
   * be overwritten. Left out: `ask`.
   */
  foreign: z.enum(['ask', 'back-up', 'overwrite']).optional(),
});
export type ProvisionOrder = z.infer<typeof provisionOrder>;

export const calls = {
  'bench.about': { params: nothing, result: about },

  'boards.addVirtual': { params: z.object({ kind: boardKind }), result: port },
  'boards.removeVirtual': { params: port, result: nothing },
  /**
   * Finds out why a board does not do what it should. Progress tells the step, by its name, of how many. Refused while a job
   * has the board.
   */
  'boards.diagnose': { params: z.object({ port: z.string(), reach: doctorReach }), result: diagnosis },
  /**
   * Watches USB while a person unplugs a board and plugs it in again: what came, or that nothing changed within so many
   * seconds. Ends as soon as something came.
   */
  'boards.replug': {
    params: z.object({ seconds: z.number().int().min(1).max(600) }),
    result: z.object({ findings: z.array(finding) }),
  },
  /** What is on USB and has no port, or that there is nothing at all; empty when nothing is missing. No board is asked. */
  'boards.survey': { params: nothing, result: z.object({ findings: z.array(finding) }) },
  /** Asks the board to listen with its own radio; takes hold of the board, so never while a job has it. */
  'boards.scanWifi': { params: port, result: z.array(heardNetwork) },

  /** Types into a board's console. Refused while somebody works on the board. */
  'boards.type': { params: z.object({ port: z.string(), text: z.string().max(10_000) }), result: nothing },
  /** Ends what runs and starts the board anew. */
  'boards.restart': { params: port, result: nothing },
  /** What a folder of the board holds; `/` is the root. Stops the program that runs. */
  'boards.listFiles': {
    params: z.object({ port: z.string(), folder: z.string().max(400) }),
    result: boardFolder,
  },
  'boards.readFile': {
    params: z.object({ port: z.string(), name: boardFileName }),
    result: z.object({ content: fileContent }),
  },
  /** Writes them staged, verified and renamed, as any transfer; folders are made. */
  'boards.writeFiles': {
    params: z.object({
      port: z.string(),
      files: z.array(z.object({ name: boardFileName, content: fileContent })).max(100),
    }),
    result: z.object({ written: z.array(z.string()), unchanged: z.array(z.string()) }),
  },
  /** A folder goes with all that it holds. */
  'boards.removeFiles': {
    params: z.object({ port: z.string(), names: z.array(boardFileName).max(200) }),
    result: nothing,
  },
  /** Runs a source; what it prints comes to the console as well. Cancelling the call is Ctrl-C. */
  'boards.run': {
    params: z.object({ port: z.string(), source: z.string().max(200_000) }),
    result: runResult,
  },
  /**
   * Stops the program that runs, looks, and starts the board anew. `config`: the presets of a recipe, beside which the
   * board's `config.json` is held too.
   */
  'boards.compare': {
    params: z.object({ port: z.string(), appType: z.string(), config: presets.optional() }),
    result: boardComparison,
  },

  /**
   * Writes what `boards.compare` calls replaced or added, and starts the board anew; `remove` names what is to go, of what
   * it calls removed. Its result is the `BoardComparison` afterwards.
   */
  'jobs.repair': {
    params: z.object({
      port: z.string(),
      appType: z.string(),
      config: presets.optional(),
      remove: z.array(boardFileName).max(200),
    }),
    result: jobRef,
  },
  /**
   * Makes an app type and a recipe of what is on a board; its result is a `GoldenResult`. A name that one of them has
   * already is refused with `golden-exists`, unless it is to be replaced. Left out: `refuse`.
   */
  'jobs.readGolden': {
    params: z.object({
      port: z.string(),
      name: z.string(),
      existing: z.enum(['refuse', 'replace']).optional(),
    }),
    result: jobRef,
  },
  /** How this computer can get to a device's own network. */
  'field.ability': { params: nothing, result: fieldAbility },
  /** Access points of devices that this computer hears, strongest first. */
  'field.scan': { params: nothing, result: z.array(accessPoint) },
  /** Goes to a device's own network, gives it another, and comes home; its result is a `FieldResult`. */
  'jobs.field': { params: fieldOrder, result: jobRef },
  /** Answers `choose-network`. `password` left out: the one that the site keeps. It is kept by nobody but the device. */
  'jobs.chooseNetwork': {
    params: z.object({
      job: z.string(),
      ssid: z.string().min(1).max(32),
      password: z.string().max(64).optional(),
    }),
    result: nothing,
  },
  /** Instead of an answer to `choose-network`: the device listens once more, and asks again. */
  'jobs.listenAgain': { params: jobRef, result: nothing },
  /**
   * Gives a board another Wi-Fi by its cable, and nothing else; its result is a `CableWifiResult`. What does not let the
   * board in leaves it with the networks of before. `password` left out: the one that the site keeps.
   */
  'jobs.giveWifi': {
    params: z.object({
      port: z.string(),
      ssid: z.string().min(1).max(32),
      password: z.string().max(64).optional(),
    }),
    result: jobRef,
  },
  'jobs.provision': { params: provisionOrder, result: jobRef },
  'jobs.factoryReset': { params: deviceId, result: jobRef },
  /** The same again, for a job that failed or was cancelled; secrets need not be given again. */
  'jobs.retry': { params: jobRef, result: jobRef },
  'jobs.cancel': { params: jobRef, result: nothing },
  'jobs.answer': { params: z.object({ job: z.string(), yes: z.boolean() }), result: nothing },

  'device.status': { params: deviceId, result: deviceStatus },
  'device.info': { params: deviceId, result: deviceInfo },
  'device.config': { params: deviceId, result: z.record(z.string(), z.unknown()) },
  'device.setConfig': {
    params: z.object({ deviceId: z.string(), changes: z.record(z.string(), z.unknown()) }),
    result: z.record(z.string(), z.unknown()),
  },
  'device.logs': { params: deviceId, result: z.array(namedSize) },
  'device.log': {
    params: z.object({
      deviceId: z.string(),
      name: z.string().max(64),
      lines: z.number().int().min(1).max(2000),
    }),
    result: z.object({ text: z.string() }),
  },
  'device.endpoints': { params: deviceId, result: z.array(endpoint) },
  /** GETs a path that the device itself lists; at most 64 kB come back. */
  'device.read': {
    params: z.object({ deviceId: z.string(), path: z.string().max(200) }),
    result: pathAnswer,
  },
  'device.identify': { params: deviceId, result: nothing },
  'device.restart': { params: deviceId, result: nothing },
  'device.forget': { params: deviceId, result: nothing },
  'device.assignType': { params: z.object({ deviceId: z.string(), appType: z.string() }), result: nothing },
  'device.setAddress': { params: z.object({ deviceId: z.string(), address: z.string() }), result: device },

  'ota.start': { params: nothing, result: nothing },
  'ota.stop': { params: nothing, result: nothing },
  /** Where this computer can be reached by others right now; empty without a network. */
  'ota.addresses': { params: nothing, result: z.array(ownAddress) },
  'ota.createType': { params: z.object({ name: z.string(), app: z.string() }), result: nothing },
  'ota.apps': { params: nothing, result: z.array(z.string()) },
  'ota.dropHotfix': { params: z.object({ deviceId: z.string(), files }), result: nothing },
  'ota.dropOverlay': { params: deviceId, result: nothing },

  'settings.saveRecipe': { params: z.object({ recipe }), result: nothing },
  'settings.removeRecipe': { params: z.object({ name: z.string() }), result: nothing },
  'settings.saveSite': {
    params: z.object({ ssid: z.string().min(1).max(32), password: z.string().max(64).nullable() }),
    result: nothing,
  },
  'settings.removeSite': { params: z.object({ ssid: z.string() }), result: nothing },
  'settings.saveOta': { params: otaSettings, result: nothing },
  /** Number and name of a learned slot. One that had this number gets the other's. */
  'settings.saveSlot': { params: slot, result: nothing },
  /** A board that stands there, or comes there, is given a number anew. */
  'settings.forgetSlot': { params: z.object({ location: z.string() }), result: nothing },
} as const satisfies Record<string, { params: z.ZodType; result: z.ZodType }>;

export type Calls = typeof calls;
export type CallName = keyof Calls;
/** What a caller gives. */
export type CallParams<N extends CallName> = z.input<Calls[N]['params']>;
/** What a caller gets. */
export type CallResult<N extends CallName> = z.output<Calls[N]['result']>;

export function isCallName(name: string): name is CallName {
  return Object.hasOwn(calls, name);
}
