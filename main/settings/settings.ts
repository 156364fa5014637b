/**
 * What a person has told the bench once. It is kept in the records, except the passwords of sites: those are held in
 * memory for as long as the program runs, because a database is no place for a secret.
 */
import { Failure } from '../../preload/contract/errors.ts';
import { type Recipe, recipe } from '../../preload/contract/models.ts';
import { type OtaSettings, otaSettings, type Settings, type Site } from '../../preload/contract/settings.ts';
import { openSettings, type Records } from '../records/index.ts';

export interface SettingsOptions {
  readonly dataFolder: string;
  readonly otaBase: string;
  /** Where the OTA server listens until somebody says otherwise. */
  readonly ota: OtaSettings;
}

export interface BenchSettings {
  present(): Settings;
  saveRecipe(recipe: Recipe): Promise<void>;
  removeRecipe(name: string): Promise<void>;
  /** `password` null keeps the one that is known; empty is an open network. */
  saveSite(ssid: string, password: string | null): Promise<void>;
  removeSite(ssid: string): Promise<void>;
  saveOta(ota: OtaSettings): Promise<void>;
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

export async function createSettings(records: Records, options: SettingsOptions): Promise<BenchSettings> {
  const kept = openSettings(records);
  const secrets = new Map<string, string>();
  const listeners = new Set<(settings: Settings) => void>();
  const recipes = new Map<string, Recipe>();
  const ssids = new Map<string, 'open' | 'secured'>();
  let ota = options.ota;

  for (const { key, value } of await kept.list('recipe:')) {
    const parsed = recipe.safeParse(value);
    if (parsed.success) recipes.set(key.slice('recipe:'.length), parsed.data);
  }
  for (const { key, value } of await kept.list('site:')) {
    ssids.set(key.slice('site:'.length), value === 'open' ? 'open' : 'secured');
  }
  for (const { value } of await kept.list('ota')) {
    const parsed = otaSettings.safeParse(value);
    if (parsed.success) ota = parsed.data;
  }
  if (recipes.size === 0) recipes.set(FIRST_RECIPE.name, FIRST_RECIPE);

  const secretOf = (ssid: string, kind: 'open' | 'secured'): Site['secret'] => {
    if (kind === 'open') return 'none-needed';
    return secrets.has(ssid) ? 'known' : 'unknown';
  };
  const present = (): Settings => ({
    recipes: [...recipes.values()].sort((a, b) => a.name.localeCompare(b.name)),
    sites: [...ssids].map(([ssid, kind]) => ({ ssid, secret: secretOf(ssid, kind) })),
    ota,
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
      const kind = password === '' ? 'open' : password === null ? (ssids.get(ssid) ?? 'secured') : 'secured';
      await kept.save(`site:${ssid}`, kind);
      ssids.set(ssid, kind);
      if (kind === 'open') secrets.delete(ssid);
      else if (password !== null) secrets.set(ssid, password);
      changed();
    },
    async removeSite(ssid) {
      await kept.remove(`site:${ssid}`);
      ssids.delete(ssid);
      secrets.delete(ssid);
      changed();
    },
    async saveOta(next) {
      await kept.save('ota', next);
      ota = next;
      changed();
    },
    passwordOf(ssid) {
      if (ssids.get(ssid) === 'open') return '';
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
