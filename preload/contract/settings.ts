/** What a person has told the bench once: recipes, sites, where its server listens. */
import { recipe } from './models.ts';
import { z } from './zod.ts';

/** A Wi-Fi network by name. Its password is kept apart and never crosses a door outwards. */
export const site = z.object({
  ssid: z.string().min(1).max(32),
  /** Whether its password is known to the bench right now. */
  secret: z.enum(['known', 'unknown', 'none-needed']),
  /** When it was last chosen for a board, Unix milliseconds; null when it never was. */
  chosenAt: z.number().nullable(),
});
export type Site = z.infer<typeof site>;

export const otaSettings = z.object({
  host: z.string(),
  port: z.number().int().min(0).max(65_535),
  /** What devices are told in answers; null tells nothing. */
  heartbeatIntervalMs: z.number().int().min(200).max(86_400_000).nullable(),
});
export type OtaSettings = z.infer<typeof otaSettings>;

/**
 * A socket of the hub that was learned: it keeps its number, whatever is plugged in, in whatever order. `location` is its
 * place as the system tells it (`PortInfo`).
 */
export const slot = z.object({
  location: z.string().min(1).max(200),
  number: z.number().int().min(1).max(999),
  /** What a person calls it; empty when nobody does. */
  name: z.string().max(40),
});
export type Slot = z.infer<typeof slot>;

/** Where the passwords of sites are kept: until the program ends, by the system's key store, or sealed with a person's key file. */
export const secretsKept = z.enum(['memory', 'os', 'key-file']);
export type SecretsKept = z.infer<typeof secretsKept>;

export const settings = z.object({
  recipes: z.array(recipe),
  sites: z.array(site),
  /** By number. */
  slots: z.array(slot),
  ota: otaSettings,
  /** Told, not set, as is where the data lies. */
  secretsKept,
  dataFolder: z.string(),
  otaBase: z.string(),
});
export type Settings = z.infer<typeof settings>;
