/** Settings: recipes, sites and where the OTA server listens; and the secrets of sites, which live elsewhere. */
export type { Sealer } from './sealer.ts';
export type { SecretKeeping } from './secret-store.ts';
export { type BenchSettings, createSettings, type SettingsOptions } from './settings.ts';
