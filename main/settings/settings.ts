/**
 * What a person has told the bench once. It is kept in the records; the passwords of sites are held in memory, and outlive the
 * program only sealed (`secret-store.ts`), because a database is no place for a secret.
 */
import { z } from 'zod';
import { Failure, toFailure } from '../../preload/contract/errors.ts';
import { type PortInfo, type Recipe, recipe } from '../../preload/contract/models.ts';
import {
  type OtaSettings,
  otaSettings,
  type Settings,
  type Site,
  type Slot,
} from '../../preload/contract/settings.ts';
import { openSettings, type Records } from '../records/index.ts';
import { openSecrets, type SecretKeeping } from './secret-store.ts';
import { openSlots } from './slots.ts';

export interface SettingsOptions {
  readonly dataFolder: string;
  readonly otaBase: string;
  /** Where the OTA server listens until somebody says otherwise. */
  readonly ota: OtaSettings;
  /** Until the program ends, without it. */
  readonly secrets?: SecretKeeping | undefined;
  readonly log?: ((line: string) => void) | undefined;
  /** Unix milliseconds; for tests. */
  readonly now?: () => number;
}

/** A site as it is kept. */
const keptSite = z.object({ kind: z.enum(['open', 'secured']), chosenAt: z.number().nullable() });
type KeptSite = z.infer<typeof keptSite>;

export interface BenchSettings {
  present(): Settings;
  saveRecipe(recipe: Recipe): Promise<void>;
  removeRecipe(name: string): Promise<void>;
  /**
   * `password` null keeps the one that is known; empty is an open network.
   * @throws Failure `site-secret-not-kept`: it is saved, and its password known until the program ends
   */
  saveSite(ssid: string, password: string | null): Promise<void>;
  removeSite(ssid: string): Promise<void>;
  /** Notes that a board is to join it. One that is not stored is noted for as long as the program runs. */
  noteChosen(ssid: string): Promise<void>;
  saveOta(ota: OtaSettings): Promise<void>;
  /** Gives a number to each socket on USB that has none yet, the lowest first in the order of the sockets. */
  learnSlots(boards: readonly PortInfo[]): Promise<void>;
  /** @throws Failure `bad-input` for a place that was not learned */
  saveSlot(slot: Slot): Promise<void>;
  forgetSlot(location: string): Promise<void>;
  /** @throws Failure `site-secret-unknown` */
  passwordOf(ssid: string): string;
  subscribe(listener: (settings: Settings) => void): () => void;
}

/** What a new bench begins with. */
const FIRST_RECIPE: Recipe = {
  name: 'Skeleton',
  kind: null,
  appType: 'skeleton',
  install: 'boot',
  wifi: 'cable',
  identify: 'ask',
};

/** @throws Failure `key-file-refused`, `key-file-wrong` */
export async function createSettings(records: Records, options: SettingsOptions): Promise<BenchSettings> {
  const { now = Date.now, log = () => {} } = options;
  const kept = openSettings(records);
  const slots = await openSlots(kept);
  const store = await openSecrets(kept, options.secrets ?? { kind: 'memory' });
  const secrets = new Map<string, string>();
  const listeners = new Set<(settings: Settings) => void>();
  const recipes = new Map<string, Recipe>();
  const sites = new Map<string, KeptSite>();
  const chosen = new Map<string, number>();
  let ota = options.ota;

  for (const { key, value } of await kept.list('recipe:')) {
    const parsed = recipe.safeParse(value);
    if (parsed.success) recipes.set(key.slice('recipe:'.length), parsed.data);
  }
  for (const { key, value } of await kept.list('site:')) {
    const parsed = keptSite.safeParse(value);
    // Earlier versions kept the kind alone.
    const earlier: KeptSite = { kind: value === 'open' ? 'open' : 'secured', chosenAt: null };
    sites.set(key.slice('site:'.length), parsed.success ? parsed.data : earlier);
  }
  for (const [ssid, { kind }] of sites) {
    if (kind === 'open') continue;
    try {
      const secret = await store.load(ssid);
      if (secret !== null) secrets.set(ssid, secret);
    } catch (error) {
      // It is asked for again, like one that was never known.
      const { code } = toFailure(error);
      log(`settings: the password of a site is left out: ${code} ${JSON.stringify(ssid)}`);
    }
  }
  for (const { value } of await kept.list('ota')) {
    const parsed = otaSettings.safeParse(value);
    if (parsed.success) ota = parsed.data;
  }
  if (recipes.size === 0) recipes.set(FIRST_RECIPE.name, FIRST_RECIPE);

  const keepSite = async (ssid: string, site: KeptSite) => {
    await kept.save(`site:${ssid}`, site);
    sites.set(ssid, site);
  };
  const secretOf = (ssid: string, kind: KeptSite['kind']): Site['secret'] => {
    if (kind === 'open') return 'none-needed';
    return secrets.has(ssid) ? 'known' : 'unknown';
  };
  const present = (): Settings => ({
    recipes: [...recipes.values()].sort((a, b) => a.name.localeCompare(b.name)),
    sites: [...sites].map(([ssid, { kind, chosenAt }]) => ({
      ssid,
      secret: secretOf(ssid, kind),
      chosenAt,
    })),
    slots: slots.list(),
    ota,
    secretsKept: store.kind,
    dataFolder: options.dataFolder,
    otaBase: options.otaBase,
  });
  const changed = () => {
    for (const listener of [...listeners]) listener(present());
  };

  return {
    present,
    async saveRecipe(next) {
      await kept.save(`recipe:${next.name}`, next);
      recipes.set(next.name, next);
      changed();
    },
    async removeRecipe(name) {
      await kept.remove(`recipe:${name}`);
      recipes.delete(name);
      changed();
    },
    async saveSite(ssid, password) {
      const before = sites.get(ssid);
      const kind = password === '' ? 'open' : password === null ? (before?.kind ?? 'secured') : 'secured';
      await keepSite(ssid, { kind, chosenAt: before?.chosenAt ?? chosen.get(ssid) ?? null });
      if (kind === 'open') secrets.delete(ssid);
      else if (password !== null) secrets.set(ssid, password);
      changed();
      if (kind === 'open') await store.remove(ssid);
      else if (password !== null) await store.save(ssid, password);
    },
    async removeSite(ssid) {
      // Its secret first: nothing that is sealed stays behind a site that is gone.
      await store.remove(ssid);
      await kept.remove(`site:${ssid}`);
      sites.delete(ssid);
      chosen.delete(ssid);
      secrets.delete(ssid);
      changed();
    },
    async noteChosen(ssid) {
      const chosenAt = now();
      chosen.set(ssid, chosenAt);
      const site = sites.get(ssid);
      if (site === undefined) return;
      await keepSite(ssid, { ...site, chosenAt });
      changed();
    },
    async saveOta(next) {
      await kept.save('ota', next);
      ota = next;
      changed();
    },
    async learnSlots(boards) {
      if ((await slots.learn(boards)) === 'changed') changed();
    },
    async saveSlot(slot) {
      await slots.save(slot);
      changed();
    },
    async forgetSlot(location) {
      await slots.forget(location);
      changed();
    },
    passwordOf(ssid) {
      if (sites.get(ssid)?.kind === 'open') return '';
      const password = secrets.get(ssid);
      if (password === undefined) throw new Failure('site-secret-unknown', { ssid });
      return password;
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
