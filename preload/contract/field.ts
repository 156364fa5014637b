/**
 * Field setup: this computer on a device's own network, and home again.
 */
import { failureData } from './errors.ts';
import { z } from './zod.ts';

/** A device's access point, as this computer hears it. `rssi` in dBm. */
export const accessPoint = z.object({ ssid: z.string(), rssi: z.number(), secured: z.boolean() });
export type AccessPoint = z.infer<typeof accessPoint>;

/** `automatic`: the program switches this computer's Wi-Fi. `manual`: a person does, and the program goes on by itself. */
export const visitMode = z.enum(['automatic', 'manual']);
export type VisitMode = z.infer<typeof visitMode>;

/** `home`: back where it was. `moved-on`: somebody chose another network, and it was left there. `away`: not brought home. */
export const homecoming = z.enum(['home', 'moved-on', 'away']);
export type Homecoming = z.infer<typeof homecoming>;

/** What this computer can do. `usual` is what is offered first; `why` says what stands against `automatic`, null for nothing. */
export const fieldAbility = z.object({
  os: z.string(),
  usual: visitMode,
  why: failureData.nullable(),
  /** The network that the computer is on, where the system tells. */
  home: z.string().nullable(),
  /** What this start of the program found of a visit that an earlier one could not end; null when there was nothing. */
  cameHome: z.object({ ssid: z.string(), home: z.string().nullable(), how: homecoming }).nullable(),
});
export type FieldAbility = z.infer<typeof fieldAbility>;

/** Who a device in AP fallback says it is. `reason`: one of docs/protocol.md, section 1; null for one that does not say. */
export const fieldDevice = z.object({
  mac: z.string(),
  deviceId: z.string().nullable(),
  appType: z.string().nullable(),
  deviceType: z.string().nullable(),
  reason: z.string().nullable(),
});
export type FieldDevice = z.infer<typeof fieldDevice>;

/** A network as a device hears it. */
export const portalNetwork = z.object({
  ssid: z.string(),
  rssi: z.number().nullable(),
  channel: z.number().nullable(),
  secured: z.boolean().nullable(),
});
export type PortalNetwork = z.infer<typeof portalNetwork>;

/** Where this computer is on its way. `lost`: it could not be brought home in time, and a person has to. */
export const visitPlace = z.enum(['home', 'joining', 'there', 'returning', 'back', 'moved-on', 'lost']);

/** What a manual visit waits for, as far as it can tell why it has to. */
export const waitingHint = z.enum([
  'join',
  'no-internet',
  'local-network',
  'other-answers',
  'overlap',
  'reconnect',
]);
export type WaitingHint = z.infer<typeof waitingHint>;

/** What a visit has come to so far: told with the job, and no secret in it. */
export const visitDetails = z.object({
  kind: z.literal('visit'),
  ssid: z.string(),
  mode: visitMode,
  place: visitPlace,
  /** The network to come home to; null where the system does not tell. */
  home: z.string().nullable(),
  /** When the computer will be home at the latest, Unix milliseconds; null while nobody can promise that. */
  homeBy: z.number().nullable(),
  hint: waitingHint.nullable(),
  device: fieldDevice.nullable(),
  /** When the device said who it is, Unix milliseconds. */
  thereAt: z.number().nullable(),
  networks: z.array(portalNetwork),
  /** When the device told what it hears, Unix milliseconds; null before, and when it cannot tell. */
  listenedAt: z.number().nullable(),
  /** The network that the device was given. `unknown`: its answer was lost, and the network tells. */
  given: z.object({ ssid: z.string(), answer: z.enum(['accepted', 'unknown']) }).nullable(),
});
export type VisitDetails = z.infer<typeof visitDetails>;

export const fieldOrder = z.object({
  /** The device's access point, `IoT-XXXXXX`. */
  ssid: z.string().min(1).max(32),
  /** Of the access point, from the label; left out where it is open. */
  apPassword: z.string().max(64).optional(),
  mode: visitMode,
  /** Left out: asked for when the device has told what it hears. */
  network: z.object({ ssid: z.string().min(1).max(32), password: z.string().max(64).optional() }).optional(),
  appType: z.string().optional(),
});
export type FieldOrder = z.infer<typeof fieldOrder>;

/**
 * What a field setup came to. `alive`: the device was heard on its new network; `back-in-ap`: its own network is there again,
 * so it did not come in; `unheard`: neither, yet: it may be on a network that this computer cannot reach.
 */
export const fieldResult = z.object({
  device: fieldDevice,
  ssid: z.string(),
  outcome: z.discriminatedUnion('is', [
    z.object({
      is: z.literal('alive'),
      deviceId: z.string(),
      address: z.string(),
      heardBy: z.enum(['server', 'address', 'name']),
    }),
    z.object({ is: z.literal('back-in-ap') }),
    z.object({ is: z.literal('unheard') }),
  ]),
  homecoming,
  home: z.string().nullable(),
});
export type FieldResult = z.infer<typeof fieldResult>;

/** What giving a board its Wi-Fi by cable came to: it is on it. `rssi` in dBm, as the board hears the access point. */
export const cableWifiResult = z.object({
  port: z.string(),
  mac: z.string(),
  ssid: z.string(),
  ip: z.string(),
  rssi: z.number(),
});
export type CableWifiResult = z.infer<typeof cableWifiResult>;
