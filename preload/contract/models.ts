/**
 * The things that the bench speaks of, as they cross a door. Words are defined in `docs/words.md`.
 */
import { updateStanding } from './ota.ts';
import { z } from './zod.ts';

/** The ports of MicroPython that the platform runs on. */
export const boardKind = z.enum(['pico', 'esp32']);
export type BoardKind = z.infer<typeof boardKind>;

/**
 * A board that stands in the loader of its chip: no program runs, and no REPL answers. `bootsel`: a Pico, which is then a
 * drive and has no serial port (`path` names its place); `drive` is where that is mounted, null where it is not.
 * `download`: an ESP32 that waits for esptool.
 */
export const boardLoader = z.discriminatedUnion('type', [
  z.object({ type: z.literal('bootsel'), drive: z.string().nullable() }),
  z.object({ type: z.literal('download') }),
]);
export type BoardLoader = z.infer<typeof boardLoader>;

/** A serial port that may lead to a board, or a board that would have one if it were not in its loader. */
export const portInfo = z.object({
  /** What opens it: `/dev/ttyACM0`, `COM5`, `virtual:pico-1`. A board in BOOTSEL: `bootsel:` and its place. */
  path: z.string(),
  /** What is behind it, as far as USB ids tell. */
  kind: z.enum(['pico', 'esp32', 'unknown']),
  source: z.enum(['usb', 'virtual']),
  /** Survives a re-enumeration, where the board has one; tells two boards of a kind apart. */
  serialNumber: z.string().optional(),
  vendorId: z.string().optional(),
  productId: z.string().optional(),
  /** The place on the hub, where the system tells. Linux: bus and the numbers of the sockets on the way, `1-1.4.2`. */
  location: z.string().optional(),
  description: z.string(),
  /**
   * How it gets to USB. `native`: the board itself is the USB device, so that a reset takes the port away. `jtag`: a USB
   * device in the chip that lives through a reset of the program. `bridge`: a chip of its own, which stays.
   */
  way: z.enum(['native', 'jtag', 'bridge']).optional(),
  /** Left out: a serial port like any other. */
  loader: boardLoader.optional(),
});
export type PortInfo = z.infer<typeof portInfo>;

/** `set`, `overlay` and file hashes: name to lower-case hex MD5. */
export const hashMap = z.record(z.string(), z.string().regex(/^[0-9a-f]{32}$/));
export type HashMap = z.infer<typeof hashMap>;

/** A device as the registry knows it. Times are Unix milliseconds, null when it never happened. */
export const device = z.object({
  deviceId: z.string(),
  /** Lower-case hex, twelve digits, no separators: the form used in ids and SSIDs. */
  mac: z.string(),
  /** As it last said itself. */
  appType: z.string().nullable(),
  /** What was chosen here for a device without a type; null once it has taken it, or when nobody chose. */
  assignedType: z.string().nullable(),
  deviceType: z.string().nullable(),
  /** `host` or `host:port`, where its HTTP server answers; null until it registered. */
  address: z.string().nullable(),
  firmware: z.string().nullable(),
  version: z.string().nullable(),
  meta: z.record(z.string(), z.unknown()),
  /** MD5 of each `.py` file as the device last reported it, hotfixed names by their base. */
  files: hashMap,
  /** What a hotfix laid over `files`. */
  overlay: hashMap,
  /** What its next boot is to do with `overlay`, as somebody asked for here. */
  overlayWish: z.enum(['keep', 'drop']),
  set: z.string().nullable(),
  telemetry: z.record(z.string(), z.unknown()),
  /** Left out: it never said anything of its updates. */
  updates: updateStanding.optional(),
  bootAt: z.number().nullable(),
  registeredAt: z.number().nullable(),
  heartbeatAt: z.number().nullable(),
});
export type Device = z.infer<typeof device>;

/** What a device answers to `GET /status`: the platform's own keys, then the app's telemetry. */
export const deviceStatus = z.looseObject({
  device_id: z.string().nullable(),
  firmware: z.string().nullable(),
  version: z.string().nullable(),
  uptime_ms: z.number(),
  free_mem: z.number(),
  rssi: z.number().nullable(),
  ip: z.string().nullable(),
  boot_epoch: z.number().nullable(),
});
export type DeviceStatus = z.infer<typeof deviceStatus>;

/** What `config.json` of a device may take, bytes of UTF-8 (docs/protocol.md, section 1). */
const CONFIG_LIMIT = 4096;

/** Settings of an application, as a device's `config.json` holds them. */
export const presets = z
  .record(z.string(), z.unknown())
  .refine((value) => new TextEncoder().encode(JSON.stringify(value)).length <= CONFIG_LIMIT, {
    message: 'more than 4 kB as JSON',
  });
export type Presets = z.infer<typeof presets>;

/** What to make of a board. Holds no secret: those come with the site, for the time of one job. */
export const recipe = z.object({
  name: z.string(),
  /** The kind that it is for; null takes either. */
  kind: boardKind.nullable(),
  appType: z.string(),
  /** What goes over the cable. `boot`: boot.py alone, and the board fetches the rest itself. */
  install: z.enum(['boot', 'platform']),
  /** How the board learns its Wi-Fi: written to its flash, or through its own access point. */
  wifi: z.enum(['cable', 'ap']),
  /** Whether somebody is to see it blink. */
  identify: z.enum(['ask', 'skip']),
  /** Whether it takes only updates that this bench signs. Left out: it does when the bench has keys, and serves it itself. */
  otaKeys: z.enum(['pin', 'none']).optional(),
  /** What its `config.json` is to hold. Left out: what is there stays. */
  config: presets.optional(),
});
export type Recipe = z.infer<typeof recipe>;

/** One thing that a board proved about itself while it was provisioned. */
export const proof = z.object({
  step: z.string(),
  evidence: z.string(),
  at: z.number(),
  ms: z.number(),
});
export type Proof = z.infer<typeof proof>;

/** What is known and proved about one board. */
export const passport = z.object({
  id: z.string(),
  deviceId: z.string(),
  mac: z.string(),
  kind: boardKind,
  uniqueId: z.string(),
  runtime: z.string(),
  appType: z.string(),
  set: z.string(),
  recipe: z.string(),
  startedAt: z.number(),
  finishedAt: z.number(),
  proofs: z.array(proof),
  /** What the board said on its console from the restart to the proof, at most the last 200 lines. */
  bootLog: z.array(z.string()).default([]),
});
export type Passport = z.infer<typeof passport>;

/** What a factory reset came to. */
export const resetResult = z.object({
  deviceId: z.string(),
  /** Its own network, in which it stands now. */
  ssid: z.string(),
  /** `heard`: the network was heard. `gone`: only that the device left the bench's network is known. */
  proof: z.enum(['heard', 'gone']),
});
export type ResetResult = z.infer<typeof resetResult>;
