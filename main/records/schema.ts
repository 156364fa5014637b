/** The tables, as the query builder sees them. What makes them is `migrations.ts`. Times are Unix milliseconds. */
import type { Generated } from 'kysely';

export interface DevicesTable {
  device_id: string;
  mac: string;
  app_type: string | null;
  /** What the operator chose for a device that reports no type of its own. */
  assigned_type: string | null;
  /** 1 while the operator wants the device's hotfix ended. */
  drop_overlay: number;
  device_type: string | null;
  address: string | null;
  firmware: string | null;
  version: string | null;
  /** JSON object, as are `files`, `overlay` and `telemetry`. */
  meta: string;
  files: string;
  overlay: string;
  set_hash: string | null;
  telemetry: string;
  /** JSON object; null while the device said nothing of its updates. */
  updates: string | null;
  boot_at: number | null;
  registered_at: number | null;
  heartbeat_at: number | null;
}

export interface PassportsTable {
  id: string;
  device_id: string;
  mac: string;
  kind: string;
  unique_id: string;
  runtime: string;
  app_type: string;
  set_hash: string;
  recipe: string;
  started_at: number;
  finished_at: number;
  /** JSON array of proofs. */
  proofs: string;
  /** JSON array of lines. */
  boot_log: string;
}

export interface EventsTable {
  id: Generated<number>;
  device_id: string;
  at: number;
  kind: string;
  /** JSON object. */
  detail: string;
}

/** The last `seq` given out for an app type (`type:<name>`) or one device's hotfix (`device:<id>`). */
export interface SequencesTable {
  scope: string;
  /** Unix seconds or one more than the last, whichever is larger. */
  seq: number;
  /** Empty when what it was is over: the same set coming again is a new one. */
  set_hash: string;
  /** The `seq` with which the set came; null in rows of earlier versions, where it is `seq`. */
  since: number | null;
}

/** Numbers that a signed manifest named in `downgrade_from`: they are never given out as a `seq` of that scope. */
export interface DowngradesTable {
  scope: string;
  seq: number;
}

/** The keys that the bench last pinned on a board by cable. */
export interface PinsTable {
  mac: string;
  /** JSON array of key ids. */
  key_ids: string;
}

/** File names that were ever offered for an app type: only these may a manifest ask a device to remove. */
export interface OfferedNamesTable {
  app_type: string;
  name: string;
}

/** What a person has told the bench, by key: `recipe:<name>`, `site:<ssid>`, `sealed:<how>:<ssid>`, `ota`. */
export interface SettingsTable {
  key: string;
  /** JSON. Never a secret but a sealed one. */
  value: string;
}

export interface Schema {
  devices: DevicesTable;
  passports: PassportsTable;
  events: EventsTable;
  sequences: SequencesTable;
  downgrades: DowngradesTable;
  pins: PinsTable;
  offered_names: OfferedNamesTable;
  settings: SettingsTable;
}
